package boreas.admin;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.path.dht.DhtSnapshot;
import boreas.path.dht.DhtSnapshot.LinkEntry;
import boreas.path.dht.DhtSnapshot.NodeEntry;
import boreas.path.trace.RouterPing.Ending;
import boreas.path.trace.RouterPing.Outcome;
import boreas.path.trace.RouterPing.Request;
import boreas.path.trace.RouterPing.Target;
import boreas.value.Value;
import boreas.wire.Bytes;
import boreas.wire.RoutingMessage;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Sender;
import java.util.ArrayList;
import java.util.List;

/// Gives a fake node the routing table, or the answers of other routers, from which a recorded
/// reply was made.
final class RecordedTable {
    /// Nodes of the recorded networks.
    private static final List<NodeAddress> NODES =
            List.of(
                    FakeNode.address(FakeNode.SELF),
                    FakeNode.address(FakeNode.PEER),
                    FakeNode.address(
                            "v21.0000.0000.0000.0133.v512krr8tuwxqwrvfp13pb6mjbqvlddctym8w8b7bcmhg9qhpb30.k"),
                    FakeNode.address(
                            "v21.0000.0000.0000.1533.r6x3xjgxjwn4t7j9ym8q9c9klwwj08z9f1ngu7bp669572n9r5c0.k"));

    private RecordedTable() {}

    static void learn(FakeNode node, String function, Value.Dict reply) {
        node.router = _ -> null;
        switch (function) {
            case "RouterModule_pingNode" -> {
                if (reply.has("addr")) node.router = request -> pong(request, reply);
            }
            case "RouterModule_getPeers" -> {
                if (reply.has("peers"))
                    node.router =
                            request -> told(request, nodes(reply, "peers", Label.SELF), reply);
            }
            case "RouterModule_findNode", "RouterModule_nextHop" -> {
                if (reply.has("nodes"))
                    node.router =
                            request -> told(request, nodes(reply, "nodes", via(request)), reply);
            }
            case "RouterModule_lookup" -> learnLookup(node, text(reply, "result"));
            case "NodeStore_dumpTable" -> learnRows(node, reply);
            case "NodeStore_getLink" -> learnLink(node, reply);
            case "NodeStore_nodeForAddr" -> learnNode(node, reply);
            case "NodeStore_getRouteLabel" -> learnOwnLink(node, text(reply, "result"));
            case "SearchRunner_search" -> learnSearch(node, reply);
            default -> {}
        }
    }

    // --- answers of routers

    private static Outcome pong(Request request, Value.Dict reply) {
        return told(request, List.of(), reply);
    }

    private static Outcome told(Request request, List<Node> nodes, Value.Dict reply) {
        var whom =
                reply.has("addr")
                        ? node(FakeNode.address(text(reply, "addr")))
                        : request.to() instanceof Target.Exact(Node exact)
                                ? exact
                                : node(FakeNode.address(FakeNode.PEER));
        var sender = new Sender(whom.version(), EncodingScheme.V358, 0);
        return new Outcome(
                Ending.ANSWERED,
                whom,
                new RoutingMessage.Reply(nodes, sender, Bytes.EMPTY),
                reply.number("ms", 0) * 1_000_000,
                0);
    }

    private static long via(Request request) {
        return request.to() instanceof Target.Exact(Node exact) ? exact.path() : Label.SELF;
    }

    /// As they stood in the answer, which names them from the answering node on.
    private static List<Node> nodes(Value.Dict reply, String key, long via) {
        var nodes = new ArrayList<Node>();
        var items = reply.items(key);
        if (items == null) return nodes;
        for (var v : items.values()) {
            var n = FakeNode.address(((Value.Str) v).text());
            nodes.add(new Node(n.key(), Label.unsplice(n.label(), via), n.version()));
        }
        return nodes;
    }

    private static Node node(NodeAddress n) {
        return new Node(n.key(), n.label(), n.version());
    }

    private static void learnSearch(FakeNode node, Value.Dict reply) {
        if (!reply.has("from")) return;
        var from = FakeNode.address(text(reply, "from"));
        node.table = table(node, List.of(entry(from, 1024, 0)), List.of());
        // One answer is recorded; what followed is not.
        node.router =
                request ->
                        via(request) == from.label()
                                ? told(request, nodes(reply, "nodes", from.label()), reply)
                                : null;
    }

    // --- the table

    private static void learnLookup(FakeNode node, String result) {
        int at = result.indexOf('@');
        long label = Label.parse(result.substring(at + 1));
        if (label == Label.INVALID) return;
        // Without an address the asked one itself was found.
        var key = at < 0 ? FakeNode.address(FakeNode.SELF).key() : keyOf(result.substring(0, at));
        var other = FakeNode.address(FakeNode.PEER).key();
        node.table =
                new DhtSnapshot(
                        other,
                        EncodingScheme.V358,
                        FakeNode.NOW_NS,
                        List.of(entry(new NodeAddress(22, label, key), 2048, 0)),
                        List.of(),
                        List.of(),
                        0);
    }

    private static void learnRows(FakeNode node, Value.Dict reply) {
        var rows = reply.items("routingTable");
        if (rows == null) return;
        var entries = new ArrayList<NodeEntry>();
        for (var v : rows.values()) {
            var row = (Value.Dict) v;
            var address = FakeNode.address(text(row, "addr"));
            if (address.label() == Label.SELF) node.self = address;
            else
                entries.add(
                        entry(address, (int) row.number("link", 0), (int) row.number("bucket", 0)));
        }
        node.table = table(node, entries, List.of());
    }

    private static void learnLink(FakeNode node, Value.Dict reply) {
        var link = reply.dict("result");
        if (link == null || link.size() == 0) return;
        var parent = FakeNode.address(text(link, "parent"));
        var child = FakeNode.address(text(link, "child"));
        node.table =
                table(
                        node,
                        List.of(entry(parent, 0, 0), entry(child, 1024, 0)),
                        List.of(
                                new LinkEntry(
                                        parent.key(),
                                        child.key(),
                                        Label.parse(text(link, "cannonicalLabel")),
                                        (int) link.number("inverseLinkEncodingFormNumber", 0),
                                        (int) link.number("linkCost", 0),
                                        link.number("isOneHop", 0) != 0,
                                        link.number("bestParent", 0) != 0,
                                        FakeNode.NOW_NS)));
    }

    private static void learnNode(FakeNode node, Value.Dict reply) {
        var result = reply.dict("result");
        if (result == null || result.size() == 0) return;
        var parent = result.dict("bestParent");
        if (parent == null) throw new AssertionError(result.toString());
        var name =
                "v%d.%s.%s"
                        .formatted(
                                result.number("protocolVersion", 0),
                                text(result, "routeLabel"),
                                text(result, "key"));
        var address = FakeNode.address(name);
        if (address.label() == Label.SELF) {
            node.self = address;
            node.table = table(node, List.of(), List.of());
            return;
        }
        var link =
                new LinkEntry(
                        keyOf(text(parent, "ip")),
                        address.key(),
                        Label.parse(text(parent, "parentChildLabel")),
                        0,
                        1024,
                        parent.number("isOneHop", 0) != 0,
                        true,
                        FakeNode.NOW_NS);
        node.table =
                table(
                        node,
                        List.of(entry(address, (int) result.number("cost", 0), 0)),
                        List.of(link));
    }

    private static DhtSnapshot table(FakeNode node, List<NodeEntry> nodes, List<LinkEntry> links) {
        return new DhtSnapshot(
                node.self.key(), EncodingScheme.V358, FakeNode.NOW_NS, nodes, links, List.of(), 0);
    }

    /// The recorded label begins at the node itself.
    private static void learnOwnLink(FakeNode node, String result) {
        long label = Label.parse(result);
        if (label == Label.INVALID) return;
        var key = FakeNode.address(FakeNode.PEER).key();
        var to = new NodeAddress(22, label, key);
        node.table =
                table(
                        node,
                        List.of(entry(to, 1024, 0)),
                        List.of(
                                new LinkEntry(
                                        node.self.key(),
                                        key,
                                        label,
                                        0,
                                        1024,
                                        true,
                                        true,
                                        FakeNode.NOW_NS)));
    }

    static NodeEntry entry(NodeAddress address, int cost, int bucket) {
        return new NodeEntry(
                address,
                1,
                cost,
                EncodingScheme.V358,
                Label.isOneHop(address.label()),
                true,
                FakeNode.NOW_NS,
                bucket,
                null);
    }

    private static PublicKey keyOf(String ip6) {
        try {
            var address = Ip6.parse(ip6);
            for (var n : NODES) if (n.ip6().equals(address)) return n.key();
        } catch (AddressException e) {
            throw new AssertionError(ip6, e);
        }
        throw new AssertionError("no recorded node has " + ip6);
    }

    private static String text(Value.Dict dict, String key) {
        var s = dict.str(key);
        return s == null ? "" : s.text();
    }
}
