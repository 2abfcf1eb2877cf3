package boreas.path.dht;

import boreas.address.Ip6;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which nodes are given up when the store is full.
///
/// First those that cannot be reached; then those that are known by hearsay only and are on
/// nobody's path; then of those that have spoken to us the ones in the fullest buckets, so that in
/// each part of the keyspace some stay known. Among equals it is the peer behind which most nodes
/// are known that loses one: a liar who invents nodes pushes out nobody's but its own. Peers, and
/// whoever is talked to, stay.
final class Eviction {
    /// Of the store, at one time.
    private static final int SHARE = 8;

    /// Nodes that have spoken to us and stay, in each bucket.
    private static final int KEPT_IN_BUCKET = 4;

    private final Ip6 own;
    private final Map<KnownNode, Integer> dependants = new HashMap<>();
    private final Map<KnownNode, Integer> behindPeer = new HashMap<>();
    private final int[] inBucket = new int[Keyspace.SAME + 1];

    private Eviction(KnownNode root, Collection<KnownNode> nodes) {
        own = root.address();
        for (var n : nodes) {
            boolean isOfUse = n.isHeard() || n.isWanted();
            if (n.isHeard()) inBucket[bucket(n)]++;
            var at = n;
            // The last node before the root is the peer.
            for (var link = n.best; link != null; link = at.best) {
                if (isOfUse) dependants.merge(at, 1, Integer::sum);
                if (link.parent() == root) behindPeer.merge(at, 1, Integer::sum);
                at = link.parent();
            }
        }
    }

    /// Nodes to remove, so that there is room for a while.
    static List<KnownNode> choose(KnownNode root, Collection<KnownNode> nodes) {
        var eviction = new Eviction(root, nodes);
        var candidates = new ArrayList<KnownNode>();
        for (var n : nodes) if (!isNeighbour(root, n) && !n.isWanted()) candidates.add(n);
        candidates.sort(
                Comparator.comparingInt(eviction::worth)
                        .thenComparing(n -> -eviction.shareOf(n))
                        .thenComparing(n -> -n.cost)
                        .thenComparing(KnownNode::freshNs));
        int count = Math.min(candidates.size(), Math.max(1, nodes.size() / SHARE));
        return List.copyOf(candidates.subList(0, count));
    }

    /// Whether a link of our own leads there, be it the best path or not: only the link layer tells
    /// of it, once, so it would not come back.
    private static boolean isNeighbour(KnownNode root, KnownNode n) {
        for (var l : n.inbound()) if (l.parent() == root && l.isOneHop()) return true;
        return false;
    }

    private int worth(KnownNode n) {
        if (!n.isReachable()) return 0;
        int dependants = this.dependants.getOrDefault(n, 0);
        if (dependants == 0) return 1;
        boolean isLeaf = n.isHeard() && dependants == 1;
        if (isLeaf) return inBucket[bucket(n)] > KEPT_IN_BUCKET ? 2 : 3;
        return 4;
    }

    /// Nodes behind the same peer.
    private int shareOf(KnownNode n) {
        var at = n;
        for (var link = n.best; link != null && link.parent().best != null; link = at.best)
            at = link.parent();
        return behindPeer.getOrDefault(at, 0);
    }

    private int bucket(KnownNode n) {
        return Keyspace.bucket(own, n.address());
    }
}
