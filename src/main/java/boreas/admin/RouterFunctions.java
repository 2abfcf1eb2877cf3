package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.NodeAddress;
import boreas.label.Label;
import boreas.node.NodeCommand;
import boreas.path.dht.DhtSnapshot;
import boreas.path.trace.RouterPing.Ending;
import boreas.path.trace.RouterPing.Outcome;
import boreas.path.trace.RouterPing.Request;
import boreas.wire.Bytes;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `RouterModule_*`: questions to the routers of other nodes, one at a time, inside their sessions.
///
/// A node that is named by its address and not known is searched first, for up to 10 s; genuine
/// nodes say `not_found` at once. Source: cjdns protocol, admin API.
final class RouterFunctions {
    private static final int ADDRESS_LENGTH = 39;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long TIMEOUT_DEFAULT_MS = 3_000;

    /// Ours: with the search it must end while the request is still remembered.
    private static final long TIMEOUT_MAX_MS = 40_000;

    private static final String PING_DEPRECATION = "from,protocol,version will soon be removed";
    private static final String NOT_FOUND = "not_found";

    private final OffLoop node;

    private RouterFunctions(OffLoop node) {
        this.node = node;
    }

    static List<AdminFunction> of(OffLoop node) {
        var f = new RouterFunctions(node);
        return List.of(
                guardedLater(
                        "RouterModule_pingNode",
                        f::pingNode,
                        required("path", STRING),
                        optional("timeout", INT)),
                guardedLater("RouterModule_lookup", f::lookup, required("address", STRING)),
                guardedLater(
                        "RouterModule_getPeers",
                        f::getPeers,
                        required("path", STRING),
                        optional("nearbyPath", STRING),
                        optional("timeout", INT)),
                guardedLater(
                        "RouterModule_findNode",
                        f::findNode,
                        required("nodeToQuery", STRING),
                        required("target", STRING),
                        optional("timeout", INT)),
                guardedLater(
                        "RouterModule_nextHop",
                        f::nextHop,
                        required("nodeToQuery", STRING),
                        required("target", STRING),
                        optional("timeout", INT)));
    }

    static long timeoutNs(Arguments arguments) {
        long ms = arguments.number("timeout", TIMEOUT_DEFAULT_MS);
        return (ms <= 0 ? TIMEOUT_DEFAULT_MS : Math.min(ms, TIMEOUT_MAX_MS)) * NANOS_PER_MILLI;
    }

    /// Asks, and what came of it, on a thread where it may be worked with.
    static CompletableFuture<Outcome> ask(OffLoop node, Request request) {
        var outcome = new CompletableFuture<Outcome>();
        return node.send(new NodeCommand.AskRouter(request, (o, _) -> outcome.complete(o)))
                .thenCompose(_ -> node.handOn(outcome));
    }

    // --- ping

    private CompletableFuture<Reply> pingNode(Call call) {
        var to = AskedNode.parse(call.arguments().requiredText("path"));
        if (to == null) return Reply.refusal("parse_path");
        return ask(node, Request.ping(to, 0, timeoutNs(call.arguments())))
                .thenApply(RouterFunctions::pong);
    }

    private static Reply pong(Outcome outcome) {
        var whom = outcome.node();
        if (whom == null) return Reply.error(NOT_FOUND);
        var reply =
                new Reply()
                        .with("result", outcome.ending() == Ending.ANSWERED ? "pong" : "timeout")
                        .with("ms", outcome.roundTripNs() / NANOS_PER_MILLI)
                        .with("version", "unknown")
                        .with("deprecation", PING_DEPRECATION);
        var answer = outcome.reply();
        if (answer == null) return reply;
        int version = answer.sender().version();
        return reply.with("protocol", version)
                .with("from", whom.key().ip6() + "@" + Label.toText(whom.path()))
                .with("addr", name(new Node(whom.key(), whom.path(), version)));
    }

    // --- questions

    private CompletableFuture<Reply> getPeers(Call call) {
        var to = AskedNode.parse(call.arguments().requiredText("path"));
        if (to == null) return Reply.refusal("parse_path");
        var nearby = call.arguments().optionalText("nearbyPath");
        long from = nearby == null ? 0 : Label.parse(nearby);
        if (from == Label.INVALID) return Reply.refusal("parse_nearbyLabel");
        var request =
                new Request(
                        to, Question.GET_PEERS, Bytes.ofI64(from), 0, timeoutNs(call.arguments()));
        // The labels of a node's peers are told as they begin at that node.
        return ask(node, request).thenApply(o -> answer(o, "peers", false));
    }

    private CompletableFuture<Reply> findNode(Call call) {
        var text = call.arguments().requiredText("target");
        return text.length() == ADDRESS_LENGTH
                ? about(Question.FIND_NODE, call)
                : Reply.refusal("parse_target");
    }

    private CompletableFuture<Reply> nextHop(Call call) {
        return about(Question.NEXT_HOP, call);
    }

    private CompletableFuture<Reply> about(Question question, Call call) {
        var to = AskedNode.parse(call.arguments().requiredText("nodeToQuery"));
        var target = address(call.arguments().requiredText("target"));
        if (to == null) return Reply.refusal("parse_path");
        if (target == null) return Reply.refusal("parse_target");
        var request =
                new Request(to, question, Bytes.of(target.bytes()), 0, timeoutNs(call.arguments()));
        return ask(node, request).thenApply(o -> answer(o, "nodes", true));
    }

    private static Reply answer(Outcome outcome, String what, boolean areLabelsOurs) {
        var whom = outcome.node();
        if (whom == null) return Reply.error(NOT_FOUND);
        var reply = Reply.success().with("ms", outcome.roundTripNs() / NANOS_PER_MILLI);
        var answer = outcome.reply();
        if (answer == null) return reply.with("result", "timeout");
        var nodes = areLabelsOurs ? fromHere(answer.nodes(), whom.path()) : answer.nodes();
        return reply.with("result", what)
                .withTexts(what, nodes.stream().map(RouterFunctions::name).toList())
                .withDicts("encodingScheme", SchemeRecord.of(answer.sender().scheme()));
    }

    /// The told nodes with paths that begin here; those that are too far are left out.
    static List<Node> fromHere(List<Node> told, long via) {
        var nodes = new ArrayList<Node>();
        for (var n : told) {
            long label = Label.splice(n.path(), via);
            if (label != Label.INVALID) nodes.add(new Node(n.key(), label, n.version()));
        }
        return nodes;
    }

    static String name(Node n) {
        return new NodeAddress(n.version(), n.path(), n.key()).toString();
    }

    static @Nullable Ip6 address(String text) {
        try {
            return Ip6.parse(text);
        } catch (AddressException e) {
            return null;
        }
    }

    // --- the routing table

    private CompletableFuture<Reply> lookup(Call call) {
        var text = call.arguments().requiredText("address");
        if (text.length() != ADDRESS_LENGTH) return refuseLookup("address wrong length");
        var address = address(text);
        if (address == null) return refuseLookup("failed to parse address");
        return node.send(new NodeCommand.TakeDhtSnapshot())
                .thenApply(table -> Reply.success().with("result", lookUp(table, address)));
    }

    /// Genuine nodes leave whatever was in memory where the result would be.
    private static CompletableFuture<Reply> refuseLookup(String words) {
        return CompletableFuture.completedFuture(Reply.error(words).with("result", ""));
    }

    private static String lookUp(DhtSnapshot table, Ip6 address) {
        if (table.self().ip6().equals(address)) return Label.toText(Label.SELF);
        for (var n : table.nearest(address)) {
            long label = n.address().label();
            if (label == Label.INVALID) continue;
            var text = Label.toText(label);
            var ip6 = n.address().ip6();
            return ip6.equals(address) ? text : ip6 + "@" + text;
        }
        return "not found";
    }
}
