package boreas.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.sim.Topology.Link;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {
    @Test
    void aLineLinksEachNodeWithTheNext() {
        assertThat(Topology.line(4).links())
                .containsExactly(new Link(1, 0), new Link(2, 1), new Link(3, 2));
        assertThat(Topology.line(4).hopsFrom(0)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aRingIsALineWithJoinedEnds() {
        assertThat(Topology.ring(6).hopsFrom(0)).containsExactly(0, 1, 2, 3, 2, 1);
        assertThat(Topology.ring(6).degrees()).containsOnly(2);
    }

    @Test
    void theSquareHasTwoPathsBetweenOppositeCorners() {
        assertThat(Topology.square().neighbours())
                .isDeepEqualTo(new int[][] {{1, 3}, {0, 2}, {1, 3}, {0, 2}});
        assertThat(Topology.square().hopsFrom(0)[2]).isEqualTo(2);
    }

    @Test
    void theTriangleLinksAllThree() {
        assertThat(Topology.triangle().degrees()).containsExactly(2, 2, 2);
    }

    @Test
    void aGridHasRowsAndColumns() {
        var grid = Topology.grid(9);
        assertThat(grid.hopsFrom(0)).containsExactly(0, 1, 2, 1, 2, 3, 2, 3, 4);
        assertThat(grid.links()).hasSize(12);
    }

    @Test
    void aGridWhoseLastRowIsShortIsConnectedToo() {
        for (int nodes = 2; nodes < 60; nodes++) judge(Topology.grid(nodes), nodes, 1, 4);
    }

    @Test
    void aStarLinksAllWithTheFirst() {
        assertThat(Topology.star(5).degrees()).containsExactly(4, 1, 1, 1, 1);
        judge(Topology.star(257), 257, 1, 256);
    }

    @Test
    void aStarHasNoMoreNodesThanASwitchHasInterfaces() {
        assertThatThrownBy(() -> Topology.star(258))
                .hasMessage(
                        "a star of 258 nodes cannot be: one switch has 256 links; at most 257 nodes work");
    }

    @Test
    void aTreeGivesEachNodeItsChildren() {
        assertThat(Topology.tree(7, 2).hopsFrom(0)).containsExactly(0, 1, 1, 2, 2, 2, 2);
        judge(Topology.tree(100, 3), 100, 1, 4);
    }

    @Test
    void randomGraphsAreConnectedAndKeepTheirDegrees() {
        for (long seed = 0; seed < 50; seed++) {
            judge(Topology.random(60, 4, 8, seed), 60, 4, 8);
            judge(
                    Topology.random(60 + (int) seed % 2, 3, 3 + (int) seed % 2, seed),
                    60 + (int) seed % 2,
                    3,
                    4);
            judge(Topology.random(20, 1, 2, seed), 20, 1, 2);
            judge(Topology.random(9, 8, 8, seed), 9, 8, 8);
        }
        judge(Topology.random(1_000, 4, 8, 1), 1_000, 4, 8);
    }

    @Test
    void aRandomGraphThatCannotBeIsRefused() {
        assertThatThrownBy(() -> Topology.random(61, 3, 3, 1)) // half a link would be left over
                .hasMessage(
                        "no graph of 61 nodes with 3 to 3 links each was found in 100 draws;"
                                + " a wider range or more nodes work");
    }

    @Test
    void degreesOfARandomGraphAreSpreadOverTheirRange() {
        var counts = new int[9];
        for (int degree : Topology.random(1_000, 4, 8, 1).degrees()) counts[degree]++;
        for (int degree = 4; degree <= 8; degree++) assertThat(counts[degree]).isGreaterThan(100);
    }

    @Test
    void aSmallWorldIsConnectedAndCloserThanItsRing() {
        for (long seed = 0; seed < 50; seed++) judge(Topology.smallWorld(200, 6, seed), 200, 2, 30);
        int far = 0;
        for (int hops : Topology.smallWorld(200, 6, 1).hopsFrom(0)) far = Math.max(far, hops);
        assertThat(far).isLessThan(200 / 6);
    }

    @Test
    void theSameSeedGivesTheSameGraph() {
        assertThat(Topology.random(50, 4, 8, 7)).isEqualTo(Topology.random(50, 4, 8, 7));
        assertThat(Topology.random(50, 4, 8, 7)).isNotEqualTo(Topology.random(50, 4, 8, 8));
        assertThat(Topology.smallWorld(50, 4, 7)).isEqualTo(Topology.smallWorld(50, 4, 7));
        assertThat(Topology.smallWorld(50, 4, 7)).isNotEqualTo(Topology.smallWorld(50, 4, 8));
    }

    @Test
    void brokenGraphsAreSeenToBeSo() {
        assertThat(new Topology("two", 4, List.of(new Link(0, 1), new Link(2, 3))).isConnected())
                .isFalse();
    }

    @Test
    void aTopologyIsAskedForByItsName() {
        assertThat(TopologyText.parse("ring", 5, 0)).isEqualTo(Topology.ring(5));
        assertThat(TopologyText.parse("tree", 5, 0)).isEqualTo(Topology.tree(5, 2));
        assertThat(TopologyText.parse("tree:3", 5, 0)).isEqualTo(Topology.tree(5, 3));
        assertThat(TopologyText.parse("random", 20, 3)).isEqualTo(Topology.random(20, 4, 8, 3));
        assertThat(TopologyText.parse("random:5", 20, 3)).isEqualTo(Topology.random(20, 5, 5, 3));
    }

    @Test
    void whatIsNoTopologyIsRefusedInOneSentence() {
        for (var text :
                List.of("cube", "", "ring:3", "random:", "random:a-b", "tree:-1", "tree:99999"))
            assertThatThrownBy(() -> TopologyText.parse(text, 20, 0))
                    .hasMessage(
                            "there is no topology '"
                                    + text
                                    + "'; these are: line, ring, grid, star, tree:CHILDREN,"
                                    + " small-world:LINKS, random:LEAST-MOST");
        assertThatThrownBy(() -> TopologyText.parse("random:8-4", 20, 0))
                .hasMessage("links of a node at most: 4 is not between 8 and 256");
        assertThatThrownBy(() -> TopologyText.parse("random:4-8", 4, 0))
                .hasMessage("a random graph with 4 links a node needs at least 5 nodes, not 4");
        assertThatThrownBy(() -> TopologyText.parse("small-world:5", 20, 0))
                .hasMessage("a small world needs an even number of links a node, not 5");
        assertThatThrownBy(() -> TopologyText.parse("ring", 2, 0))
                .hasMessage("a ring needs at least 3 nodes, not 2");
    }

    private static void judge(Topology graph, int nodes, int degreeMin, int degreeMax) {
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
