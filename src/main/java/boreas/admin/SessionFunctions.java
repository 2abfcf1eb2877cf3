package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.node.NodeCommand;
import boreas.session.SessionStats;
import boreas.value.Value;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// `SessionManager_*`: end-to-end sessions. Source: cjdns protocol, admin API, session record.
final class SessionFunctions {
    private static final int HANDLES_PER_PAGE = 64;
    private static final String NO_SUCH_SESSION = "no such session";
    private static final String MALFORMED_IP = "malformed_ip";

    private final NodeGate node;

    private SessionFunctions(NodeGate node) {
        this.node = node;
    }

    static List<AdminFunction> of(NodeGate node) {
        var f = new SessionFunctions(node);
        return List.of(
                guardedLater("SessionManager_getHandles", f::getHandles, optional("page", INT)),
                guardedLater("SessionManager_resetCA", f::resetCA, required("ip6", STRING)),
                guardedLater(
                        "SessionManager_sessionStats", f::sessionStats, required("handle", INT)),
                guardedLater(
                        "SessionManager_sessionStatsByIP",
                        f::sessionStatsByIp,
                        required("ip6", STRING)));
    }

    private CompletableFuture<Reply> getHandles(Call call) {
        return node.snapshot()
                .thenApply(s -> {
                    var page =
                            Page.of(
                                    s.sessions(),
                                    call.arguments().number("page", 0),
                                    HANDLES_PER_PAGE);
                    return new Reply()
                            .with("total", s.sessions().size())
                            .withMore(page.hasMore())
                            .with(
                                    "handles",
                                    Value.of(
                                            page.items().stream()
                                                    .map(x -> Value.of(x.handle()))
                                                    .toList()));
                });
    }

    private CompletableFuture<Reply> resetCA(Call call) {
        Ip6 address;
        try {
            address = Ip6.parse(call.arguments().requiredText("ip6"));
        } catch (AddressException e) {
            return Reply.refusal(MALFORMED_IP);
        }
        return node.send(new NodeCommand.ResetSession(address))
                .thenApply(done -> done ? Reply.success() : Reply.error(NO_SUCH_SESSION));
    }

    private CompletableFuture<Reply> sessionStats(Call call) {
        long handle = call.arguments().number("handle", 0);
        return find(call, s -> Integer.toUnsignedLong(s.handle()) == handle);
    }

    private CompletableFuture<Reply> sessionStatsByIp(Call call) {
        Ip6 address;
        try {
            address = Ip6.parse(call.arguments().requiredText("ip6"));
        } catch (AddressException e) {
            return Reply.refusal(MALFORMED_IP);
        }
        return find(call, s -> s.address().ip6().equals(address));
    }

    private CompletableFuture<Reply> find(Call call, Predicate<SessionStats> wanted) {
        return node.snapshot()
                .thenApply(s ->
                        s.sessions().stream()
                                .filter(wanted)
                                .findFirst()
                                .map(x -> record(x, new NodeTime(s.nowNs(), call.epochMillis())))
                                .orElseGet(() -> Reply.error(NO_SUCH_SESSION)));
    }

    /// The genuine session record.
    static Reply record(SessionStats session, NodeTime time) {
        return new Reply()
                .with("ip6", session.address().ip6().toString())
                .with("state", session.state().name())
                .with("duplicates", session.duplicates())
                .with("lostPackets", session.lostPackets())
                .with("receivedOutOfRange", session.receivedOutOfRange())
                .with("noiseProto", 0)
                .with("addr", session.address().toString())
                .with("handle", Integer.toUnsignedLong(session.handle()))
                .with("sendHandle", Integer.toUnsignedLong(session.peerHandle()))
                .with("metric", Integer.toUnsignedLong(session.metric()))
                .with("timeOfLastUsage", time.epochMillisOf(session.lastUseNs()));
    }
}
