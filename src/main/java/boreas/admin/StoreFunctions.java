package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.AdminFunction.openLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.node.NodeCommand;
import boreas.node.NodeSnapshot;
import boreas.path.dht.DhtSnapshot;
import boreas.path.dht.DhtSnapshot.LinkEntry;
import boreas.path.dht.DhtSnapshot.NodeEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `NodeStore_*`: the routing table. Source: cjdns protocol, admin API.
final class StoreFunctions {
    private static final int NODES_PER_PAGE = 4;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /// Of this node to itself; tools compare it with their own count.
    private static final int OWN_BUCKET = 127;

    private final NodeGate node;

    private StoreFunctions(NodeGate node) {
        this.node = node;
    }

    static List<AdminFunction> of(NodeGate node) {
        var f = new StoreFunctions(node);
        return List.of(
                openLater("NodeStore_dumpTable", f::dumpTable, required("page", INT)),
                openLater(
                        "NodeStore_getLink",
                        f::getLink,
                        required("linkNum", INT),
                        optional("parent", STRING)),
                openLater("NodeStore_nodeForAddr", f::nodeForAddr, optional("ip", STRING)),
                guardedLater(
                        "NodeStore_getRouteLabel",
                        f::getRouteLabel,
                        required("pathParentToChild", STRING),
                        required("pathToParent", STRING)));
    }

    private CompletableFuture<Table> table() {
        return node.snapshot()
                .thenCompose(all ->
                        node.send(new NodeCommand.TakeDhtSnapshot())
                                .thenApply(known -> new Table(known, all)));
    }

    /// The pathfinder's table, and this node as its root.
    private record Table(DhtSnapshot known, NodeSnapshot all) {
        NodeAddress nameOf(PublicKey key) {
            if (key.equals(known.self())) return all.self();
            var node = known.find(key);
            return node == null ? new NodeAddress(0, 0, key) : node.address();
        }

        List<LinkEntry> linksOf(PublicKey parent) {
            return known.links().stream().filter(l -> l.parent().equals(parent)).toList();
        }

        EncodingScheme schemeOf(PublicKey key) {
            var node = known.find(key);
            return node == null ? known.scheme() : node.scheme();
        }
    }

    // --- all nodes

    private CompletableFuture<Reply> dumpTable(Call call) {
        return table().thenApply(table -> page(table, call.arguments().number("page", 0)));
    }

    private static Reply page(Table table, long number) {
        var rows = new ArrayList<Reply>();
        rows.add(ownRow(table));
        for (var n : table.known.nodes())
            if (n.address().label() != Label.INVALID) rows.add(row(n, table));
        var page = Page.of(rows, number, NODES_PER_PAGE);
        return new Reply()
                .withDicts("routingTable", page.items())
                .with("count", rows.size())
                .with("peers", table.known.nodes().stream().filter(NodeEntry::isPeer).count())
                // A full page says so even when it is the last: tools expect an empty one then.
                .withMore(page.items().size() == NODES_PER_PAGE)
                .with("deprecation", "ip,path,version will soon be removed");
    }

    private static Reply ownRow(Table table) {
        long upMs = (table.all.nowNs() - table.all.startedNs()) / NANOS_PER_MILLI;
        return row(table.all.self(), 0, upMs, OWN_BUCKET);
    }

    private static Reply row(NodeEntry n, Table table) {
        // A node that never answered was never pinged successfully: since the start, then.
        long heardNs = Math.max(n.heardNs(), table.all.startedNs());
        long ms = (table.known.nowNs() - heardNs) / NANOS_PER_MILLI;
        return row(n.address(), n.cost(), ms, n.bucket());
    }

    private static Reply row(NodeAddress address, long cost, long sinceMs, int bucket) {
        return new Reply()
                .with("addr", address.toString())
                .with("ip", address.ip6().toString())
                .with("path", Label.toText(address.label()))
                .with("version", address.version())
                .with("link", cost)
                .with("time", sinceMs)
                .with("bucket", bucket);
    }

    // --- links

    private CompletableFuture<Reply> getLink(Call call) {
        var text = call.arguments().optionalText("parent");
        long number = call.arguments().number("linkNum", 0);
        var parent = text == null ? Optional.<Ip6>empty() : Optional.ofNullable(addressIn(text));
        if (text != null && parent.isEmpty()) return Reply.refusal("parse_parent");
        return table().thenApply(table -> {
            var links =
                    parent.isEmpty()
                            ? table.known.links()
                            : table.known.links().stream()
                                    .filter(l -> l.parent().ip6().equals(parent.get()))
                                    .toList();
            boolean isThere = number >= 0 && number < links.size();
            boolean isParentKnown = parent.isPresent() && keyOf(parent.get(), table) != null;
            return (isThere
                            ? Reply.success()
                            : Reply.error(isParentKnown ? "unknown" : "not_found"))
                    .with("result", isThere ? record(links.get((int) number), table) : new Reply());
        });
    }

    private static Reply record(LinkEntry link, Table table) {
        return new Reply()
                .with("inverseLinkEncodingFormNumber", Math.max(0, link.inverseForm()))
                .with("linkCost", link.cost())
                .with("isOneHop", link.isOneHop())
                .with("bestParent", link.isBest())
                .with("cannonicalLabel", Label.toText(link.label()))
                .with("parent", table.nameOf(link.parent()).toString())
                .with("child", table.nameOf(link.child()).toString());
    }

    /// A parent is named by its address, its key, or both.
    private static @Nullable Ip6 addressIn(String text) {
        try {
            if (text.indexOf(':') >= 0) return Ip6.parse(text);
            return text.length() == PublicKey.TEXT_LENGTH
                    ? PublicKey.parse(text).ip6()
                    : NodeAddress.parse(text).ip6();
        } catch (AddressException e) {
            return null;
        }
    }

    // --- one node

    private CompletableFuture<Reply> nodeForAddr(Call call) {
        var text = call.arguments().optionalText("ip");
        var address = text == null ? Optional.<Ip6>empty() : Optional.ofNullable(addressIn(text));
        if (text != null && address.isEmpty()) return Reply.refusal("parse_ip");
        return table().thenApply(table -> {
            var key = address.isEmpty() ? table.known.self() : keyOf(address.get(), table);
            return Reply.success().with("result", key == null ? new Reply() : describe(key, table));
        });
    }

    private static @Nullable PublicKey keyOf(Ip6 address, Table table) {
        if (table.known.self().ip6().equals(address)) return table.known.self();
        var node = table.known.find(address);
        return node == null || node.address().label() == Label.INVALID
                ? null
                : node.address().key();
    }

    private static Reply describe(PublicKey key, Table table) {
        var name = table.nameOf(key);
        var node = table.known.find(key);
        return new Reply()
                .with("protocolVersion", name.version())
                .with("key", key.toString())
                .with("linkCount", table.linksOf(key).size())
                .with("cost", node == null ? 0 : node.cost())
                .withDicts("encodingScheme", SchemeRecord.of(table.schemeOf(key)))
                .with("bestParent", bestParent(key, table))
                .with("routeLabel", Label.toText(name.label()));
    }

    /// The root is its own parent.
    private static Reply bestParent(PublicKey key, Table table) {
        for (var link : table.known.links())
            if (link.child().equals(key) && link.isBest())
                return parent(link.parent(), link.label(), link.isOneHop());
        return parent(table.known.self(), Label.SELF, false);
    }

    private static Reply parent(PublicKey parent, long label, boolean isOneHop) {
        return new Reply()
                .with("ip", parent.ip6().toString())
                .with("parentChildLabel", Label.toText(label))
                .with("isOneHop", isOneHop);
    }

    // --- labels

    private CompletableFuture<Reply> getRouteLabel(Call call) {
        long toParent = Label.parse(call.arguments().requiredText("pathToParent"));
        long toChild = Label.parse(call.arguments().requiredText("pathParentToChild"));
        if (toParent == Label.INVALID || toChild == Label.INVALID)
            return Reply.refusal(
                    toParent == Label.INVALID ? "parse_pathToParent" : "parse_pathParentToChild");
        return table().thenApply(table -> routeLabel(toParent, toChild, table));
    }

    private static Reply routeLabel(long toParent, long toChild, Table table) {
        var parent = parentAt(toParent, table);
        if (parent == null) return Reply.error("NodeStore_getRouteLabel_PARENT_NOT_FOUND");
        long canonical = table.schemeOf(parent).canonical(toChild);
        boolean isLinked = table.linksOf(parent).stream().anyMatch(l -> l.label() == canonical);
        long label = Label.splice(toChild, toParent);
        return isLinked && label != Label.INVALID
                ? Reply.success().with("result", Label.toText(label))
                : Reply.error("NodeStore_getRouteLabel_CHILD_NOT_FOUND");
    }

    private static @Nullable PublicKey parentAt(long label, Table table) {
        if (label == Label.SELF) return table.known.self();
        var hops = table.known.decode(label);
        var last = hops.isEmpty() ? null : hops.getLast();
        return last == null || last.label() != label || last.node() == null
                ? null
                : last.node().address().key();
    }
}
