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

    private final PublicKey own;
    private final int ownVersion;
    private final RoutingTable table;

    Answers(PublicKey own, int ownVersion, RoutingTable table) {
        this.own = own;
        this.ownVersion = ownVersion;
        this.table = table;
    }

    /// @param pathToAsker the way by which the answer goes
    /// @param form of the first director of that way
    Reply answer(Query query, long pathToAsker, int form) {
        var nodes =
                switch (query.question()) {
                    case PING, UNKNOWN -> List.<Node>of();
                    case FIND_NODE -> nearest(query);
                    case GET_PEERS -> peers(query.targetLabel());
                    case NEXT_HOP -> nextHop(query);
                };
        return new Reply(
                asSeenBy(pathToAsker, nodes),
                new Sender(ownVersion, EncodingScheme.V358, form),
                query.txid());
    }

    private static List<Node> asSeenBy(long pathToAsker, List<Node> nodes) {
        var seen = new ArrayList<Node>();
        for (var n : nodes) {
            long path = Label.forAsker(n.path(), pathToAsker);
            if (path != Label.INVALID) seen.add(new Node(n.key(), path, n.version()));
        }
        return seen;
    }

    /// The farthest first. The asker may be among them.
    private List<Node> nearest(Query query) {
        var target = query.targetIp6();
        if (target == null) return List.of();
        return table.nearest(target, NODES_MAX, Answers::mayBeTold).reversed().stream()
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
        for (var n : table.peers()) if (isCompatible(n)) found.add(node(n));
        found.removeIf(n -> Long.compareUnsigned(n.path(), first) < 0);
        found.sort(Comparator.comparingLong(Node::path));
        return found.subList(0, Math.min(found.size(), NODES_MAX)).reversed();
    }

    private static long firstHop(long label) {
        if (label == 0 || label == Label.SELF) return label;
        int bits = EncodingScheme.V358.bitsForLabel(label);
        return label & (1L << bits) - 1 | 1L << bits;
    }

    /// The node itself if we know a way; else the one with the shortest way among those that are
    /// nearer to it than we are.
    private List<Node> nextHop(Query query) {
        var target = query.targetIp6();
        if (target == null) return List.of();
        var itself = table.find(target);
        if (itself != null && itself.isReachable() && isCompatible(itself))
            return List.of(node(itself));
        return table.all().stream()
                .filter(n -> n.isReachable() && mayBeTold(n))
                .filter(n -> Keyspace.compare(target, n.address(), own.ip6()) < 0)
                .min(Comparator.comparingInt(n -> Label.bits(n.label())))
                .map(n -> List.of(node(n)))
                .orElse(List.of());
    }

    /// Only what we know ourselves is passed on: peers, and nodes that have spoken to us.
    private static boolean mayBeTold(KnownNode n) {
        return isCompatible(n) && (n.isPeer() || n.isHeard());
    }

    private static boolean isCompatible(KnownNode n) {
        return n.version() >= RoutingMessage.OLDEST_VERSION;
    }

    private static Node node(KnownNode n) {
        return new Node(n.key(), n.label(), n.version());
    }
}
