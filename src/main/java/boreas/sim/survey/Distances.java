package boreas.sim.survey;

import boreas.sim.Graph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Fewest hops between nodes of a graph, worked out for a node when it is first asked for.
final class Distances {
    private final int[][] neighbours;
    private final Map<Integer, int[]> from = new HashMap<>();

    Distances(int[][] neighbours) {
        this.neighbours = neighbours;
    }

    int hops(int a, int b) {
        return from(a)[b];
    }

    /// One of the shortest ways, both ends included.
    List<Integer> way(int a, int b) {
        var hops = from(a);
        var way = new ArrayList<Integer>();
        way.add(b);
        for (int at = b; at != a; ) {
            int back = at;
            for (int next : neighbours[at])
                if (hops[next] == hops[at] - 1) {
                    back = next;
                    break;
                }
            at = back;
            way.add(at);
        }
        return way.reversed();
    }

    private int[] from(int node) {
        return from.computeIfAbsent(node, n -> Graph.hopsFrom(n, neighbours));
    }
}
