package boreas.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Who is linked with whom: a connected graph without loops or double links, nodes numbered from 0.
///
/// The shapes that need chance take it from a seed, so the same call gives the same graph.
///
/// @param name as it is asked for: `ring`, `random:4-8`
/// @param links in the order in which they are made
public record Graph(String name, int nodes, List<Link> links) {
    /// The most links that a label switch can name: 257 interfaces, one of which is the node's own.
    public static final int DEGREE_MAX = 256;

    /// A distance that no path has.
    public static final int UNREACHABLE = -1;

    /// @param caller the node that has the other one in its configuration
    public record Link(int caller, int callee) {
        public Link {
            if (caller == callee) throw new IllegalArgumentException("node " + caller + " alone");
        }
    }

    public Graph {
        links = List.copyOf(links);
    }

    // --- shapes that are always the same

    /// Each node with the next.
    public static Graph line(int nodes) {
        atLeast("a line", nodes, 2);
        var links = new ArrayList<Link>();
        for (int i = 1; i < nodes; i++) links.add(new Link(i, i - 1));
        return new Graph("line", nodes, links);
    }

    /// A line whose ends are joined.
    public static Graph ring(int nodes) {
        atLeast("a ring", nodes, 3);
        var links = new ArrayList<>(line(nodes).links());
        links.add(new Link(nodes - 1, 0));
        return new Graph("ring", nodes, links);
    }

    public static Graph triangle() {
        return new Graph("triangle", 3, ring(3).links());
    }

    /// Four nodes in a ring, so that opposite corners have two paths of two hops.
    public static Graph square() {
        return new Graph("square", 4, ring(4).links());
    }

    /// Rows as long as there are rows, or nearly; the last one may be shorter.
    public static Graph grid(int nodes) {
        atLeast("a grid", nodes, 2);
        int width = (int) Math.ceil(Math.sqrt(nodes));
        var links = new ArrayList<Link>();
        for (int i = 1; i < nodes; i++) {
            if (i % width != 0) links.add(new Link(i, i - 1));
            if (i >= width) links.add(new Link(i, i - width));
        }
        return new Graph("grid", nodes, links);
    }

    /// All with the first.
    public static Graph star(int nodes) {
        atLeast("a star", nodes, 2);
        if (nodes > DEGREE_MAX + 1)
            throw new IllegalArgumentException(
                    "a star of %d nodes cannot be: one switch has %d links; at most %d nodes work"
                            .formatted(nodes, DEGREE_MAX, DEGREE_MAX + 1));
        var links = new ArrayList<Link>();
        for (int i = 1; i < nodes; i++) links.add(new Link(i, 0));
        return new Graph("star", nodes, links);
    }

    /// Each node with so many below it.
    public static Graph tree(int nodes, int children) {
        atLeast("a tree", nodes, 2);
        between("children of a node in a tree", children, 1, DEGREE_MAX - 1);
        var links = new ArrayList<Link>();
        for (int i = 1; i < nodes; i++) links.add(new Link(i, (i - 1) / children));
        return new Graph("tree:" + children, nodes, links);
    }

    // --- shapes drawn by chance

    /// Watts and Strogatz: a ring in which each node is linked with its nearest, then a tenth of
    /// the links goes to anybody instead. The ring itself stays, so the graph is connected.
    ///
    /// @param degree links of a node on average, even
    public static Graph smallWorld(int nodes, int degree, long seed) {
        between("links of a node in a small world", degree, 2, DEGREE_MAX / 2);
        if (degree % 2 != 0)
            throw new IllegalArgumentException(
                    "a small world needs an even number of links a node, not " + degree);
        atLeast("a small world with " + degree + " links a node", nodes, degree + 2);
        return GraphDrawing.smallWorld(nodes, degree, new SeededRandom(seed));
    }

    /// Any connected graph in which each node has between so many and so many links.
    public static Graph random(int nodes, int degreeMin, int degreeMax, long seed) {
        between("links of a node", degreeMin, 1, DEGREE_MAX);
        between("links of a node at most", degreeMax, Math.max(2, degreeMin), DEGREE_MAX);
        atLeast("a random graph with " + degreeMin + " links a node", nodes, degreeMin + 1);
        return GraphDrawing.random(nodes, degreeMin, degreeMax, new SeededRandom(seed));
    }

    private static void atLeast(String what, int nodes, int least) {
        if (nodes < least)
            throw new IllegalArgumentException(
                    "%s needs at least %d nodes, not %d".formatted(what, least, nodes));
    }

    private static void between(String what, int value, int least, int most) {
        if (value < least || value > most)
            throw new IllegalArgumentException(
                    "%s: %d is not between %d and %d".formatted(what, value, least, most));
    }

    // --- asking the graph

    /// For each node those it is linked with, in ascending order.
    public int[][] neighbours() {
        var degrees = degrees();
        var all = new int[nodes][];
        for (int i = 0; i < nodes; i++) all[i] = new int[degrees[i]];
        Arrays.fill(degrees, 0);
        for (var link : links) {
            all[link.caller][degrees[link.caller]++] = link.callee;
            all[link.callee][degrees[link.callee]++] = link.caller;
        }
        for (var some : all) Arrays.sort(some);
        return all;
    }

    /// Links of each node.
    public int[] degrees() {
        var degrees = new int[nodes];
        for (var link : links) {
            degrees[link.caller]++;
            degrees[link.callee]++;
        }
        return degrees;
    }

    /// Hops of the shortest way from one node to each other, [#UNREACHABLE] where there is none.
    public int[] hopsFrom(int node) {
        return hopsFrom(node, neighbours());
    }

    /// The same for a graph given by its [#neighbours].
    public static int[] hopsFrom(int node, int[][] neighbours) {
        var hops = new int[neighbours.length];
        Arrays.fill(hops, UNREACHABLE);
        hops[node] = 0;
        var queue = new ArrayDeque<Integer>();
        queue.add(node);
        while (!queue.isEmpty()) {
            int at = queue.remove();
            for (int next : neighbours[at]) {
                if (hops[next] != UNREACHABLE) continue;
                hops[next] = hops[at] + 1;
                queue.add(next);
            }
        }
        return hops;
    }

    public boolean isConnected() {
        for (int hops : hopsFrom(0)) if (hops == UNREACHABLE) return false;
        return true;
    }

    // --- a world of it

    /// Puts a host for each node into a world, `n0`, `n1` and so on, and has each link called; none
    /// is started.
    public List<SimHost> build(SimWorld world) {
        var hosts = new ArrayList<SimHost>();
        for (int i = 0; i < nodes; i++) hosts.add(world.addHost("n" + i));
        for (var link : links) hosts.get(link.callee).letIn(hosts.get(link.caller));
        return List.copyOf(hosts);
    }
}
