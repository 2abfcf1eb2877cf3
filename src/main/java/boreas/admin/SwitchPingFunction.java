package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.label.Label;
import boreas.node.NodeCommand;
import boreas.switching.SwitchPinger.Answer;
import boreas.switching.SwitchPinger.Question;
import boreas.switching.SwitchPinger.Result;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `SwitchPinger_ping`: asks the node at the end of a path. One reply, when the answer is there or
/// the time is over. Source: cjdns protocol, admin API, switch ping reply.
final class SwitchPingFunction {
    private static final long TIMEOUT_DEFAULT_MS = 2_000;

    /// Ours: the reply must come while the request is still remembered.
    private static final long TIMEOUT_MAX_MS = (AdminProtocol.ANSWER_TIMEOUT_S - 10) * 1000L;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final OffLoop node;

    private SwitchPingFunction(OffLoop node) {
        this.node = node;
    }

    static List<AdminFunction> of(OffLoop node) {
        return List.of(
                guardedLater(
                        "SwitchPinger_ping",
                        new SwitchPingFunction(node)::ping,
                        required("path", STRING),
                        optional("data", STRING),
                        optional("keyPing", INT),
                        optional("lladdr", INT),
                        optional("rpath", INT),
                        optional("snode", INT),
                        optional("timeout", INT)));
    }

    private CompletableFuture<Reply> ping(Call call) {
        var arguments = call.arguments();
        long exclusive = Stream.of("keyPing", "lladdr", "snode").filter(arguments::isSet).count();
        if (exclusive > 1) return Reply.refusal("Can only be one of keyPing, lladdr, OR snode");
        long path = Label.parse(arguments.requiredText("path"));
        if (path == Label.INVALID) return Reply.refusal("path was not parsable.");
        var data = arguments.bytes("data");
        var answer = new CompletableFuture<Answer>();
        var ping =
                new NodeCommand.SwitchPing(
                        question(arguments),
                        path,
                        data == null ? Bytes.EMPTY : Bytes.of(data),
                        timeoutMs(arguments) * NANOS_PER_MILLI,
                        (a, _) -> answer.complete(a));
        return node.send(ping)
                .thenCompose(verdict ->
                        switch (verdict) {
                            case OK -> node.handOn(answer).thenApply(SwitchPingFunction::reply);
                            case TOO_BIG -> Reply.refusal("data is too long for such a ping");
                            default -> Reply.refusal("no open slots to store ping, try later.");
                        });
    }

    private static Question question(Arguments arguments) {
        if (arguments.isSet("keyPing")) return Question.KEYPING;
        if (arguments.isSet("lladdr")) return Question.LLADDR;
        if (arguments.isSet("snode")) return Question.GETSNODE;
        return arguments.isSet("rpath") ? Question.RPATH : Question.PING;
    }

    private static long timeoutMs(Arguments arguments) {
        long ms = arguments.number("timeout", TIMEOUT_DEFAULT_MS);
        return ms <= 0 ? TIMEOUT_DEFAULT_MS : Math.min(ms, TIMEOUT_MAX_MS);
    }

    private static Reply reply(Answer answer) {
        var reply =
                new Reply()
                        .with("result", answer.result().text())
                        .with("ms", answer.elapsedNs() / NANOS_PER_MILLI)
                        .with("path", Label.toText(answer.path()));
        if (answer.result() == Result.DIFF_LABEL)
            reply.with("responsePath", Label.toText(answer.responsePath()));
        addWhatCame(answer.reply(), answer.data(), reply);
        return reply;
    }

    private static void addWhatCame(@Nullable ControlFrame frame, Bytes data, Reply reply) {
        switch (frame) {
            case ControlFrame.Pong pong -> reply.with("version", pong.version());
            case ControlFrame.KeyPong pong ->
                    reply.with("version", pong.version())
                            .with("key", PublicKey.of(pong.key().toArray(), 0).toString());
            case ControlFrame.RpathReply back ->
                    reply.with("version", back.version()).with("rpath", Label.toText(back.path()));
            case ControlFrame.GetSnodeReply(int version, ControlFrame.Snode snode, _) ->
                    reply.with("version", version).with("snode", name(snode));
            case ControlFrame.LinkAddressReply seen -> {
                var address = seen.address().address();
                if (address != null) reply.with("lladdr", address.toString());
                else reply.with("lladdrUnknown", seen.address().bytes().toString());
            }
            case null, default -> {
                return; // nothing came, or an error frame, which the result names
            }
        }
        reply.with("data", data.toArray());
    }

    private static String name(ControlFrame.Snode snode) {
        var key = PublicKey.of(snode.key().toArray(), 0);
        return new NodeAddress(snode.version(), snode.path(), key).toString();
    }
}
