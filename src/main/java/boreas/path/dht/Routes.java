package boreas.path.dht;

import boreas.label.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Several paths to one node that have as little in common as the known links allow.
///
/// The best path first; then each time the best one when the relays and links of those before cost
/// so much more that they are used only where there is no other.
final class Routes {
    /// More than any path costs that is worth taking.
    private static final int USED_RELAY = 64 * KnownLink.HOP;

    private static final int USED_LINK = 32 * KnownLink.HOP;

    /// A path that costs so much more than the best is not worth a probe.
    private static final int DETOUR_MAX = 16 * KnownLink.HOP;

    private final KnownNode root;
    private final PriorityQueue<Step> open = new PriorityQueue<>();
    private int walk;
    private int avoidance;

    Routes(KnownNode root) {
        this.root = root;
    }

    /// Up to `max` different paths.
    List<Route> to(KnownNode target, int max) {
        var found = new ArrayList<Route>();
        avoidance++;
        while (found.size() < max) {
            var route = find(target, this::avoided);
            if (route == null || isKnown(found, route)) break;
            if (!found.isEmpty() && route.cost() > found.getFirst().cost() + DETOUR_MAX) break;
            found.add(route);
            for (var l : route.links()) {
                l.avoidance = avoidance;
                if (l.child() != target) l.child().avoidance = avoidance;
            }
        }
        return found;
    }

    private int avoided(KnownLink link) {
        return (link.child().avoidance == avoidance ? USED_RELAY : 0)
                + (link.avoidance == avoidance ? USED_LINK : 0);
    }

    private static boolean isKnown(List<Route> found, Route route) {
        for (var f : found) if (f.label() == route.label()) return true;
        return false;
    }

    /// The path of least cost, null when there is none.
    ///
    /// @param extra cost of a link beside its own; [KnownNode#UNREACHABLE] forbids it
    @Nullable Route find(KnownNode target, ToIntFunction<KnownLink> extra) {
        walk++;
        open.clear();
        int order = 0;
        visit(root, 0, 0, Label.SELF, null, order++);
        for (var step = open.poll(); step != null; step = open.poll()) {
            var node = step.node();
            if (step.cost() != node.walkCost) continue;
            if (node == target) return route(target);
            for (var link : node.links()) {
                var child = link.child();
                int more = extra.applyAsInt(link);
                if (child == root || more == KnownNode.UNREACHABLE) continue;
                int cost = step.cost() + link.cost() + more;
                if (child.walk == walk && child.walkCost <= cost) continue;
                long label = BestPaths.extended(node.walkLabel, node.walkFrom, link);
                if (label == Label.INVALID) continue;
                visit(child, cost, node.walkHops + link.hops(), label, link, order++);
            }
        }
        return null;
    }

    private void visit(
            KnownNode node, int cost, int hops, long label, @Nullable KnownLink from, int order) {
        node.walk = walk;
        node.walkCost = cost;
        node.walkHops = hops;
        node.walkLabel = label;
        node.walkFrom = from;
        open.add(new Step(cost, order, node));
    }

    private static Route route(KnownNode target) {
        var links = new ArrayList<KnownLink>();
        int cost = 0;
        for (var l = target.walkFrom; l != null; l = l.parent().walkFrom) {
            links.add(l);
            cost += l.cost();
        }
        return new Route(target.walkLabel, cost, target.walkHops, links.reversed());
    }
}
