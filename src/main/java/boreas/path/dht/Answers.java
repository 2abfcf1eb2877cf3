package boreas.path.dht;

import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.wire.RoutingMessage;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Query;
import boreas.wire.RoutingMessage.Reply;
import boreas.wire.RoutingMessage.Sender;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What this node tells others of the nodes that it knows.
///
/// Every question gets an answer, if only to prove that we are there: whoever asks inside a
/// handshake waits for it to complete the session. Paths are given so that a packet from the asker
/// can take them. Source: cjdns protocol, legacy DHT pathfinder, answering queries.
final class Answers {
    /// Nodes in one answer.
    static final int NODES_MAX = 8;

    /// Who has not spoken for so long may be gone.
    static final long HEARD_NS = NodeStore.FADED_NS;

    private final int ownVersion;
    private final NodeStore store;
    private final PublicKey own;
    private final EncodingScheme scheme;

    Answers(int ownVersion, NodeStore store) {
        this.ownVersion = ownVersion;
        this.store = store;
        this.own = store.root().key();
        this.scheme = store.root().scheme();
    }

    /// @param pathToAsker the way by which the answer goes
    /// @param form of the first director of that way
    Reply answer(Query query, long pathToAsker, int form, long nowNs) {
        var nodes =
                switch (query.question()) {
                    case PING, UNKNOWN -> List.<Node>of();
                    case FIND_NODE -> nearest(query, nowNs);
                    case GET_PEERS -> peers(query.targetLabel());
                    case NEXT_HOP -> nextHop(query, nowNs);
                };
        return new Reply(
                asSeenBy(pathToAsker, nodes), new Sender(ownVersion, scheme, form), query.txid());
    }

    private List<Node> asSeenBy(long pathToAsker, List<Node> nodes) {
        int bits = scheme.bitsForLabel(pathToAsker);
        var seen = new ArrayList<Node>();
        for (var n : nodes) {
            long path = scheme.widened(n.path(), bits);
            if (path != Label.INVALID) seen.add(new Node(n.key(), path, n.version()));
        }
        return seen;
    }

    /// The farthest first. The asker may be among them.
    private List<Node> nearest(Query query, long nowNs) {
        var target = query.targetIp6();
        if (target == null) return List.of();
        return store.nearest(target, NODES_MAX, n -> mayBeTold(n, nowNs)).reversed().stream()
                .map(Answers::node)
                .toList();
    }

    /// Direct peers from a path on; this node itself counts as the very first. That nearest to the
    /// path comes last. Of a path only its first director counts.
    private List<Node> peers(long from) {
        if (from == Label.INVALID) return List.of();
        long first = firstHop(from);
        var found = new ArrayList<Node>();
        found.add(new Node(own, Label.SELF, ownVersion));
        for (var n : store.peers()) if (isCompatible(n)) found.add(node(n));
        found.removeIf(n -> Long.compareUnsigned(n.path(), first) < 0);
        found.sort(Comparator.comparingLong(Node::path));
        return found.subList(0, Math.min(found.size(), NODES_MAX)).reversed();
    }

    private long firstHop(long label) {
        if (label == 0 || label == Label.SELF) return label;
        int bits = scheme.bitsForLabel(label);
        return bits < 0 ? label : label & (1L << bits) - 1 | 1L << bits;
    }

    /// The node itself if we know a way; else the one with the shortest way among those that are
    /// nearer to it than we are.
    private List<Node> nextHop(Query query, long nowNs) {
        var target = query.targetIp6();
        if (target == null) return List.of();
        var itself = store.find(target);
        if (itself != null && itself.isReachable() && isCompatible(itself))
            return List.of(node(itself));
        return store.all().stream()
                .filter(n -> n.isReachable() && mayBeTold(n, nowNs))
                .filter(n -> Keyspace.compare(target, n.address(), own.ip6()) < 0)
                .min(Comparator.comparingInt(n -> n.cost))
                .map(n -> List.of(node(n)))
                .orElse(List.of());
    }

    /// Only what we know ourselves is passed on: peers, and nodes that have spoken to us.
    private static boolean mayBeTold(KnownNode n, long nowNs) {
        if (!isCompatible(n) || n.isSilent()) return false;
        return n.isPeer() || n.isHeard() && nowNs - n.heardNs() < HEARD_NS;
    }

    private static boolean isCompatible(KnownNode n) {
        return n.version() >= RoutingMessage.OLDEST_VERSION;
    }

    private static Node node(KnownNode n) {
        return new Node(n.key(), n.label(), n.version());
    }
}
