package boreas.sim;

import boreas.sim.Graph.Link;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Draws the links of a graph by chance, within bounds.
final class GraphDrawing {
    private static final int REWIRED_PPM = 100_000;
    private static final int TRIES = 100;

    /// Two nodes, whoever is first.
    private record Pair(int low, int high) {
        static Pair of(int a, int b) {
            return new Pair(Math.min(a, b), Math.max(a, b));
        }
    }

    private final int nodes;
    private final SeededRandom random;
    private final List<Link> links = new ArrayList<>();
    private final Set<Pair> linked = new HashSet<>();
    private final int[] degrees;

    private GraphDrawing(int nodes, SeededRandom random) {
        this.nodes = nodes;
        this.random = random;
        this.degrees = new int[nodes];
    }

    static Graph smallWorld(int nodes, int degree, SeededRandom random) {
        var drawing = new GraphDrawing(nodes, random);
        for (int i = 0; i < nodes; i++) drawing.link(i, (i + 1) % nodes);
        for (int away = 2; away <= degree / 2; away++)
            for (int i = 0; i < nodes; i++) {
                int other = (i + away) % nodes;
                if (random.happens(REWIRED_PPM)) other = drawing.stranger(i, other);
                if (!drawing.isLinked(i, other)) drawing.link(i, other);
            }
        return new Graph("small-world:" + degree, nodes, drawing.links);
    }

    static Graph random(int nodes, int degreeMin, int degreeMax, SeededRandom random) {
        for (int i = 0; i < TRIES; i++) {
            var drawing = new GraphDrawing(nodes, random);
            if (drawing.drawWithin(degreeMin, degreeMax))
                return new Graph("random:" + degreeMin + "-" + degreeMax, nodes, drawing.links);
        }
        throw new IllegalArgumentException(
                "no graph of %d nodes with %d to %d links each was found in %d draws; a wider range or more nodes work"
                        .formatted(nodes, degreeMin, degreeMax, TRIES));
    }

    /// First a tree, which connects all; then links until each node has as many as were drawn for
    /// it. The tree may have given it more.
    private boolean drawWithin(int degreeMin, int degreeMax) {
        var wanted = new int[nodes];
        for (int i = 0; i < nodes; i++) wanted[i] = (int) random.between(degreeMin, degreeMax);
        for (int i = 1; i < nodes; i++) {
            int other = random.nextInt(i);
            while (degrees[other] >= degreeMax) other = random.nextInt(i);
            link(i, other);
        }
        var open = new LinkedHashSet<Integer>();
        for (int i = 0; i < nodes; i++) if (degrees[i] < wanted[i]) open.add(i);
        while (!open.isEmpty()) {
            int one = pick(List.copyOf(open));
            int other = partner(one, open, degreeMax);
            if (other < 0) {
                if (degrees[one] < degreeMin) return false;
                open.remove(one);
                continue;
            }
            link(one, other);
            if (degrees[one] >= wanted[one]) open.remove(one);
            if (degrees[other] >= wanted[other]) open.remove(other);
        }
        return true;
    }

    /// Somebody who wants a link too; else anybody who may have one more; -1 if there is none.
    private int partner(int one, Set<Integer> open, int degreeMax) {
        var willing = new ArrayList<Integer>();
        for (int i : open) if (i != one && !isLinked(one, i)) willing.add(i);
        if (willing.isEmpty())
            for (int i = 0; i < nodes; i++)
                if (i != one && degrees[i] < degreeMax && !isLinked(one, i)) willing.add(i);
        return willing.isEmpty() ? -1 : pick(willing);
    }

    /// Anybody but those that a node has a link with; `otherwise` where all are.
    private int stranger(int node, int otherwise) {
        for (int i = 0; i < TRIES; i++) {
            int other = random.nextInt(nodes);
            if (other != node && !isLinked(node, other) && degrees[other] < Graph.DEGREE_MAX)
                return other;
        }
        return otherwise;
    }

    private int pick(List<Integer> from) {
        return from.get(random.nextInt(from.size()));
    }

    private boolean isLinked(int a, int b) {
        return linked.contains(Pair.of(a, b));
    }

    private void link(int caller, int callee) {
        links.add(new Link(caller, callee));
        linked.add(Pair.of(caller, callee));
        degrees[caller]++;
        degrees[callee]++;
    }
}
