package boreas.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.sim.Graph.Link;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTest {
    @Test
    void aLineLinksEachNodeWithTheNext() {
        assertThat(Graph.line(4).links())
                .containsExactly(new Link(1, 0), new Link(2, 1), new Link(3, 2));
        assertThat(Graph.line(4).hopsFrom(0)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aRingIsALineWithJoinedEnds() {
        assertThat(Graph.ring(6).hopsFrom(0)).containsExactly(0, 1, 2, 3, 2, 1);
        assertThat(Graph.ring(6).degrees()).containsOnly(2);
    }

    @Test
    void theSquareHasTwoPathsBetweenOppositeCorners() {
        assertThat(Graph.square().neighbours())
                .isDeepEqualTo(new int[][] {{1, 3}, {0, 2}, {1, 3}, {0, 2}});
        assertThat(Graph.square().hopsFrom(0)[2]).isEqualTo(2);
    }

    @Test
    void theTriangleLinksAllThree() {
        assertThat(Graph.triangle().degrees()).containsExactly(2, 2, 2);
    }

    @Test
    void aGridHasRowsAndColumns() {
        var grid = Graph.grid(9);
        assertThat(grid.hopsFrom(0)).containsExactly(0, 1, 2, 1, 2, 3, 2, 3, 4);
        assertThat(grid.links()).hasSize(12);
    }

    @Test
    void aGridWhoseLastRowIsShortIsConnectedToo() {
        for (int nodes = 2; nodes < 60; nodes++) judge(Graph.grid(nodes), nodes, 1, 4);
    }

    @Test
    void aStarLinksAllWithTheFirst() {
        assertThat(Graph.star(5).degrees()).containsExactly(4, 1, 1, 1, 1);
        judge(Graph.star(257), 257, 1, 256);
    }

    @Test
    void aStarHasNoMoreNodesThanASwitchHasInterfaces() {
        assertThatThrownBy(() -> Graph.star(258))
                .hasMessage(
                        "a star of 258 nodes cannot be: one switch has 256 links; at most 257 nodes work");
    }

    @Test
    void aTreeGivesEachNodeItsChildren() {
        assertThat(Graph.tree(7, 2).hopsFrom(0)).containsExactly(0, 1, 1, 2, 2, 2, 2);
        judge(Graph.tree(100, 3), 100, 1, 4);
    }

    @Test
    void randomGraphsAreConnectedAndKeepTheirDegrees() {
        for (long seed = 0; seed < 50; seed++) {
            judge(Graph.random(60, 4, 8, seed), 60, 4, 8);
            judge(
                    Graph.random(60 + (int) seed % 2, 3, 3 + (int) seed % 2, seed),
                    60 + (int) seed % 2,
                    3,
                    4);
            judge(Graph.random(20, 1, 2, seed), 20, 1, 2);
            judge(Graph.random(9, 8, 8, seed), 9, 8, 8);
        }
        judge(Graph.random(1_000, 4, 8, 1), 1_000, 4, 8);
    }

    @Test
    void aRandomGraphThatCannotBeIsRefused() {
        assertThatThrownBy(() -> Graph.random(61, 3, 3, 1)) // half a link would be left over
                .hasMessage(
                        "no graph of 61 nodes with 3 to 3 links each was found in 100 draws;"
                                + " a wider range or more nodes work");
    }

    @Test
    void degreesOfARandomGraphAreSpreadOverTheirRange() {
        var counts = new int[9];
        for (int degree : Graph.random(1_000, 4, 8, 1).degrees()) counts[degree]++;
        for (int degree = 4; degree <= 8; degree++) assertThat(counts[degree]).isGreaterThan(100);
    }

    @Test
    void aSmallWorldIsConnectedAndCloserThanItsRing() {
        for (long seed = 0; seed < 50; seed++) judge(Graph.smallWorld(200, 6, seed), 200, 2, 30);
        int far = 0;
        for (int hops : Graph.smallWorld(200, 6, 1).hopsFrom(0)) far = Math.max(far, hops);
        assertThat(far).isLessThan(200 / 6);
    }

    @Test
    void theSameSeedGivesTheSameGraph() {
        assertThat(Graph.random(50, 4, 8, 7)).isEqualTo(Graph.random(50, 4, 8, 7));
        assertThat(Graph.random(50, 4, 8, 7)).isNotEqualTo(Graph.random(50, 4, 8, 8));
        assertThat(Graph.smallWorld(50, 4, 7)).isEqualTo(Graph.smallWorld(50, 4, 7));
        assertThat(Graph.smallWorld(50, 4, 7)).isNotEqualTo(Graph.smallWorld(50, 4, 8));
    }

    @Test
    void brokenGraphsAreSeenToBeSo() {
        assertThat(new Graph("two", 4, List.of(new Link(0, 1), new Link(2, 3))).isConnected())
                .isFalse();
    }

    @Test
    void aTopologyIsAskedForByItsName() {
        assertThat(GraphText.parse("ring", 5, 0)).isEqualTo(Graph.ring(5));
        assertThat(GraphText.parse("tree", 5, 0)).isEqualTo(Graph.tree(5, 2));
        assertThat(GraphText.parse("tree:3", 5, 0)).isEqualTo(Graph.tree(5, 3));
        assertThat(GraphText.parse("random", 20, 3)).isEqualTo(Graph.random(20, 4, 8, 3));
        assertThat(GraphText.parse("random:5", 20, 3)).isEqualTo(Graph.random(20, 5, 5, 3));
    }

    @Test
    void whatIsNoTopologyIsRefusedInOneSentence() {
        for (var text :
                List.of("cube", "", "ring:3", "random:", "random:a-b", "tree:-1", "tree:99999"))
            assertThatThrownBy(() -> GraphText.parse(text, 20, 0))
                    .hasMessage(
                            "there is no topology '"
                                    + text
                                    + "'; these are: line, ring, grid, star, tree:CHILDREN,"
                                    + " small-world:LINKS, random:LEAST-MOST");
        assertThatThrownBy(() -> GraphText.parse("random:8-4", 20, 0))
                .hasMessage("links of a node at most: 4 is not between 8 and 256");
        assertThatThrownBy(() -> GraphText.parse("random:4-8", 4, 0))
                .hasMessage("a random graph with 4 links a node needs at least 5 nodes, not 4");
        assertThatThrownBy(() -> GraphText.parse("small-world:5", 20, 0))
                .hasMessage("a small world needs an even number of links a node, not 5");
        assertThatThrownBy(() -> GraphText.parse("ring", 2, 0))
                .hasMessage("a ring needs at least 3 nodes, not 2");
    }

    private static void judge(Graph graph, int nodes, int degreeMin, int degreeMax) {
        assertThat(graph.nodes()).isEqualTo(nodes);
        assertThat(graph.isConnected()).as(graph.name()).isTrue();
        for (int d : graph.degrees()) assertThat(d).isBetween(degreeMin, degreeMax);
        var pairs = new HashSet<List<Integer>>();
        for (var link : graph.links()) {
            int low = Math.min(link.caller(), link.callee());
            int high = Math.max(link.caller(), link.callee());
            assertThat(pairs.add(List.of(low, high))).as("%s twice", link).isTrue();
        }
    }
}
