package boreas.path.dht;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which node to ask for its peers, so that a better path to a target, or another one, may turn up.
///
/// Links go both ways: who is a peer of somebody has that one as a peer, though the label back is
/// not known. So the known links, without direction, are searched from both ends. If they hold a
/// shorter way than the labels do, the node is asked whose label is missing. If not, a shorter way
/// can only lead through nodes that have not told their peers: with `h` hops to the nearest of them
/// from here, and `d` from the target, it has more than `h + d` hops. While that is less than the
/// best path has, one of these nodes is asked, on the side where they are nearer.
///
/// The same finds a way around: with the relays of the best path left out.
final class Frontier {
    /// What a node told of its peers is old after.
    static final long FRESH_NS = 300_000_000_000L;

    /// Of the target itself, when somebody talks to it.
    static final long TARGET_FRESH_NS = 60_000_000_000L;

    private static final int NONE = Integer.MAX_VALUE / 4;

    private final KnownNode root;
    private final ArrayDeque<KnownNode> queue = new ArrayDeque<>();
    private int ring;

    Frontier(KnownNode root) {
        this.root = root;
    }

    /// @return null when no better path can be found
    @Nullable KnownNode towards(KnownNode target, int bestHops, long nowNs) {
        if (isOld(target, TARGET_FRESH_NS, nowNs))
            return PeerQuestions.mayAsk(target, nowNs) ? target : null;
        return next(target, bestHops, Set.of(), false, nowNs);
    }

    /// The same for a target that nobody talks to just now.
    @Nullable KnownNode towardsIdle(KnownNode target, long nowNs) {
        if (isOld(target, FRESH_NS, nowNs))
            return PeerQuestions.mayAsk(target, nowNs) ? target : null;
        return next(target, target.hops, Set.of(), false, nowNs);
    }

    /// @param best the path to get around
    /// @param hops of the best path around it that is known
    /// @return null when no better way around can be found
    @Nullable KnownNode around(KnownNode target, Route best, int hops, long nowNs) {
        var relays = new HashSet<KnownNode>();
        for (var l : best.links()) if (l.child() != target) relays.add(l.child());
        return next(target, hops, relays, best.hops() == 1, nowNs);
    }

    static final int NO_PATH = NONE;

    private @Nullable KnownNode next(
            KnownNode target, int hops, Set<KnownNode> without, boolean isNotDirect, long nowNs) {
        int fromTarget = walk(target, root, without, isNotDirect, nowNs);
        int nearTarget = nearestDepth;
        var ofTarget = nearest;
        if (fromTarget < hops) {
            var missing = missing(target, isNotDirect, nowNs);
            if (missing != null) return missing;
        }
        walk(root, target, without, isNotDirect, nowNs);
        int nearRoot = nearestDepth;
        var ofRoot = nearest;
        // All nodes on one side have told their peers, and the other side is not among them.
        if (ofTarget == null || ofRoot == null) return null;
        if (hops <= nearRoot + nearTarget + 1) return null;
        return nearTarget <= nearRoot ? ofTarget : ofRoot;
    }

    private @Nullable KnownNode nearest;
    private int nearestDepth;

    /// Visits all nodes around a start, the nearest first, over links in both directions.
    ///
    /// @return depth of the end, [#NONE] if it was not reached
    private int walk(
            KnownNode start,
            KnownNode end,
            Set<KnownNode> without,
            boolean isNotDirect,
            long nowNs) {
        ring++;
        nearest = null;
        nearestDepth = NONE;
        int found = NONE;
        queue.clear();
        visit(start, 0);
        for (var at = queue.poll(); at != null; at = queue.poll()) {
            if (at == end) found = at.depth;
            if (found != NONE && nearest != null) break;
            if (at == end) continue;
            if (nearest == null
                    && at != root
                    && at != start
                    && isOld(at, FRESH_NS, nowNs)
                    && PeerQuestions.mayAsk(at, nowNs)) {
                nearest = at;
                nearestDepth = at.depth;
            }
            for (var l : at.links()) pass(at, l.child(), l, start, end, without, isNotDirect);
            for (var l : at.inbound()) pass(at, l.parent(), l, start, end, without, isNotDirect);
        }
        return found;
    }

    private void pass(
            KnownNode at,
            KnownNode to,
            KnownLink link,
            KnownNode start,
            KnownNode end,
            Set<KnownNode> without,
            boolean isNotDirect) {
        if (!link.isOneHop() || to.ring == ring || without.contains(to)) return;
        if (isNotDirect && at == start && to == end) return;
        visit(to, at.depth + 1);
    }

    private void visit(KnownNode node, int depth) {
        node.ring = ring;
        node.depth = depth;
        queue.add(node);
    }

    /// Along the way from here to the target, after a walk that began at the target: the first node
    /// whose label for the next one is not known.
    private @Nullable KnownNode missing(KnownNode target, boolean isNotDirect, long nowNs) {
        var at = root;
        while (at != target) {
            KnownNode next = null;
            for (var l : at.links())
                if (isNearer(l, l.child(), at)
                        && !(isNotDirect && at == root && l.child() == target)) next = l.child();
            if (next != null) {
                at = next;
                continue;
            }
            return at != root && PeerQuestions.mayAsk(at, nowNs) ? at : null;
        }
        return null;
    }

    private boolean isNearer(KnownLink link, KnownNode to, KnownNode from) {
        return link.isOneHop() && to.ring == ring && to.depth == from.depth - 1;
    }

    private static boolean isOld(KnownNode node, long freshNs, long nowNs) {
        return node.answeredNs == Long.MIN_VALUE || nowNs - node.answeredNs > freshNs;
    }
}
