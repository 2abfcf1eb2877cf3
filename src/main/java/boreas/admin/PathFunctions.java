package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.label.Label;
import boreas.link.PeerState;
import boreas.node.NodeCommand;
import boreas.node.NodeSnapshot;
import boreas.path.dht.DhtSnapshot;
import boreas.path.dht.Inquiry;
import boreas.path.trace.Hop;
import boreas.path.trace.PathTrace;
import boreas.path.trace.RouterPing.Outcome;
import boreas.path.trace.RouterPing.Request;
import boreas.path.trace.RouterPing.Target;
import boreas.path.trace.Tally;
import boreas.path.trace.Trace;
import boreas.session.PathStats;
import boreas.switching.SwitchPinger;
import boreas.switching.SwitchPinger.Answer;
import boreas.wire.ControlFrame;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `Boreas_ping`, `Boreas_paths`, `Boreas_trace`: what `boreas ping`, `paths` and `why` stand on.
final class PathFunctions {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    /// Switch header, handle, nonce, authenticator and data header around a routing message.
    private static final int FRAME_AROUND_BODY_BYTES = 12 + 4 + 4 + 16 + 4;

    private static final int ROUNDS_DEFAULT = 10;

    private final OffLoop node;

    private PathFunctions(OffLoop node) {
        this.node = node;
    }

    static List<AdminFunction> of(OffLoop node) {
        var f = new PathFunctions(node);
        return List.of(
                guardedLater("Boreas_paths", f::paths, required("ip6", STRING)),
                guardedLater(
                        "Boreas_ping",
                        f::ping,
                        required("path", STRING),
                        optional("size", INT),
                        optional("timeout", INT)),
                guardedLater(
                        "Boreas_trace",
                        f::trace,
                        required("path", STRING),
                        optional("key", STRING),
                        optional("rounds", INT),
                        optional("sizes", INT)));
    }

    // --- ping

    private CompletableFuture<Reply> ping(Call call) {
        var to = AskedNode.parse(call.arguments().requiredText("path"));
        if (to == null) return Reply.refusal("parse_path");
        long size = call.arguments().number("size", 0);
        long timeoutNs = RouterFunctions.timeoutNs(call.arguments());
        if (to instanceof Target.Path(long label)) return pingSwitch(label, size, timeoutNs);
        long bodyBytes = size == 0 ? 0 : Math.max(0, size - FRAME_AROUND_BODY_BYTES);
        if (size < 0 || bodyBytes > Inquiry.BODY_BYTES_MAX)
            return Reply.refusal(
                    sizeOutOfRange(size, 0, FRAME_AROUND_BODY_BYTES + Inquiry.BODY_BYTES_MAX));
        return RouterFunctions.ask(node, Request.ping(to, (int) bodyBytes, timeoutNs))
                .thenApply(PathFunctions::routerPong);
    }

    private static String sizeOutOfRange(long size, int least, int most) {
        return "size is " + size + ", it must be " + least + " to " + most;
    }

    private static Reply routerPong(Outcome outcome) {
        var result =
                switch (outcome.ending()) {
                    case ANSWERED -> "pong";
                    case TIMEOUT -> "timeout";
                    case NOT_FOUND -> "not_found";
                    case NOBODY_THERE -> "nobody_there";
                    case BUSY -> "busy";
                };
        var reply =
                Reply.success()
                        .with("result", result)
                        .with("us", outcome.roundTripNs() / NANOS_PER_MICRO)
                        .with("searchUs", outcome.searchNs() / NANOS_PER_MICRO);
        var whom = outcome.node();
        if (whom == null) return reply;
        var answer = outcome.reply();
        int version = answer == null ? whom.version() : answer.sender().version();
        return reply.with("addr", new NodeAddress(version, whom.path(), whom.key()).toString())
                .with("version", version);
    }

    /// A control frame to the switch at the end of a path: nothing is encrypted beyond the links,
    /// and no session is needed.
    private CompletableFuture<Reply> pingSwitch(long label, long size, long timeoutNs) {
        int least = SwitchPinger.PING_FRAME_BYTES;
        int most = SwitchPinger.SIZED_FRAME_BYTES_MAX;
        if (size != 0 && (size < least || size > most))
            return Reply.refusal(sizeOutOfRange(size, least, most));
        var answer = new CompletableFuture<Answer>();
        int bytes = size == 0 ? least : (int) size;
        return node.send(
                        new NodeCommand.SizedPing(
                                label, bytes, timeoutNs, (a, _) -> answer.complete(a)))
                .thenCompose(verdict ->
                        switch (verdict) {
                            case OK -> node.handOn(answer).thenApply(PathFunctions::switchPong);
                            default -> Reply.refusal("too many pings are under way, try again");
                        });
    }

    private static Reply switchPong(Answer answer) {
        var reply =
                Reply.success()
                        .with("result", answer.result().text())
                        .with("us", answer.elapsedNs() / NANOS_PER_MICRO)
                        .with("path", Label.toText(answer.path()));
        return answer.reply() instanceof ControlFrame.Pong pong
                ? reply.with("version", pong.version())
                : reply;
    }

    // --- the paths of a session

    private CompletableFuture<Reply> paths(Call call) {
        var address = RouterFunctions.address(call.arguments().requiredText("ip6"));
        if (address == null) return Reply.refusal("malformed_ip");
        return node.snapshot()
                .thenCompose(all ->
                        node.send(new NodeCommand.TakeDhtSnapshot())
                                .thenApply(table -> describe(address, all, table)));
    }

    private static Reply describe(Ip6 address, NodeSnapshot all, DhtSnapshot table) {
        var known = table.find(address);
        var reply =
                Reply.success()
                        .with("ip6", address.toString())
                        .with("isSelf", all.self().ip6().equals(address))
                        .with("peers", all.peers().size())
                        .with(
                                "peersUp",
                                all.peers().stream()
                                        .filter(p -> p.state() == PeerState.ESTABLISHED)
                                        .count())
                        .with("nodesKnown", table.nodes().size())
                        .with("isKnown", known != null && known.address().label() >= 0)
                        .with("isSearching", isSearched(address, table));
        for (var s : all.sessions()) {
            if (!s.address().ip6().equals(address)) continue;
            return reply.with("addr", s.address().toString())
                    .with("state", s.state().name())
                    .with("isSuspect", s.isSuspect())
                    .with("isRenewing", s.isRenewing())
                    .withDicts("paths", s.paths().stream().map(p -> record(p, table)).toList());
        }
        return reply;
    }

    private static boolean isSearched(Ip6 address, DhtSnapshot table) {
        return table.searches().stream().anyMatch(s -> s.target().equals(address));
    }

    private static Reply record(PathStats path, DhtSnapshot table) {
        var hops = table.decode(path.label());
        boolean isDecoded = !hops.isEmpty() && hops.getLast().label() == path.label();
        return new Reply()
                .with("label", Label.toText(path.label()))
                .with("state", path.state().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .with("metric", Integer.toUnsignedLong(path.metric()))
                .with("rttUs", path.roundTripNs() == 0 ? -1 : path.roundTripNs() / NANOS_PER_MICRO)
                .with("lossPpm", path.lossPpm())
                .with(
                        "provenAgeMs",
                        path.provenAgeNs() < 0 ? -1 : path.provenAgeNs() / NANOS_PER_MILLI)
                .withTexts(
                        "hops",
                        isDecoded ? hops.stream().map(h -> keyText(h.node())).toList() : List.of());
    }

    private static String keyText(DhtSnapshot.@Nullable NodeEntry node) {
        return node == null ? "" : node.address().key().toString();
    }

    // --- hop by hop

    private CompletableFuture<Reply> trace(Call call) {
        var arguments = call.arguments();
        long label = Label.parse(arguments.requiredText("path"));
        if (label == Label.INVALID || label == 0) return Reply.refusal("parse_path");
        var keyText = arguments.optionalText("key");
        PublicKey key;
        try {
            key = keyText == null ? null : PublicKey.parse(keyText);
        } catch (AddressException e) {
            return Reply.refusal("bad key");
        }
        long rounds = arguments.number("rounds", ROUNDS_DEFAULT);
        if (rounds < 1 || rounds > PathTrace.Request.ROUNDS_MAX)
            return Reply.refusal(
                    "rounds is " + rounds + ", it must be 1 to " + PathTrace.Request.ROUNDS_MAX);
        var request =
                new PathTrace.Request(label, key, (int) rounds, arguments.number("sizes", 1) != 0);
        var trace = new CompletableFuture<Trace>();
        return node.send(new NodeCommand.TracePath(request, (t, _) -> trace.complete(t)))
                .thenCompose(isBegun ->
                        isBegun
                                ? node.handOn(trace).thenApply(PathFunctions::record)
                                : Reply.refusal("another path is being looked at, try again"));
    }

    private static Reply record(Trace trace) {
        return Reply.success()
                .with("path", Label.toText(trace.label()))
                .with("ending", trace.ending().name().toLowerCase(Locale.ROOT))
                .with("brokenAt", trace.brokenAt())
                .with("isCutShort", trace.isCutShort())
                .with("session", record(trace.session()))
                .withDicts("hops", trace.hops().stream().map(PathFunctions::record).toList());
    }

    private static Reply record(Hop hop) {
        var reply =
                new Reply()
                        .with("label", Label.toText(hop.label()))
                        .with("knownBy", hop.knownBy().name().toLowerCase(Locale.ROOT))
                        .with("version", hop.version())
                        .with("scheme", hop.scheme().toString())
                        .with("isSchemeAssumed", hop.isSchemeAssumed())
                        .with("isAnswering", hop.isAnswering())
                        .with("pings", record(hop.pings()))
                        .with("bytes", hop.frameBytes())
                        .with("isLongestTried", hop.isLongestTried())
                        .with("errorCode", hop.errorCode());
        if (hop.key() != null) reply.with("key", hop.key().toString());
        var exit = hop.exit();
        return exit == null
                ? reply
                : reply.with("director", Long.toHexString(exit.director()))
                        .with("bits", exit.bits())
                        .with("form", exit.form())
                        .with("slot", exit.slot());
    }

    private static Reply record(Tally t) {
        return new Reply()
                .with("sent", t.sent())
                .with("answered", t.answered())
                .with("minUs", t.minNs() / NANOS_PER_MICRO)
                .with("meanUs", t.meanNs() / NANOS_PER_MICRO)
                .with("maxUs", t.maxNs() / NANOS_PER_MICRO);
    }
}
