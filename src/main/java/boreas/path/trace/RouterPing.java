package boreas.path.trace;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.env.Timers;
import boreas.path.dht.Inquiry;
import boreas.switching.SwitchPinger.Answer;
import boreas.switching.SwitchPinger.Result;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Question;
import boreas.wire.RoutingMessage.Reply;
import org.jspecify.annotations.Nullable;

/// One question to the router of a node, inside its session, once it is known who and where that
/// is: a node that is named by its address may have to be searched first, one that is named by a
/// path has to say its key.
public final class RouterPing {
    /// As long as a search lasts.
    static final long SEARCH_NS = 10_000_000_000L;

    /// How often the search is looked at. Whoever waits is a person.
    private static final long LOOK_NS = 20_000_000L;

    /// Who is asked.
    public sealed interface Target {
        /// Whoever has this address, by the best path known, else by one that a search finds.
        record Address(Ip6 address) implements Target {}

        /// Whoever is at the end of a path.
        record Path(long label) implements Target {}

        /// This node, by this path.
        record Exact(Node node) implements Target {}
    }

    /// What is asked.
    ///
    /// @param target of the question, null if it has none
    /// @param bodyBytes of the message, see [Inquiry]
    public record Request(
            Target to, Question question, @Nullable Bytes target, int bodyBytes, long timeoutNs) {
        /// @param bodyBytes of the message, see [Inquiry]
        public static Request ping(Target to, int bodyBytes, long timeoutNs) {
            return new Request(to, Question.PING, null, bodyBytes, timeoutNs);
        }
    }

    public enum Ending {
        ANSWERED,
        TIMEOUT,
        /// The search for the address came to nothing.
        NOT_FOUND,
        /// Nobody at the end of the path says who is there.
        NOBODY_THERE,
        /// Too much is under way.
        BUSY
    }

    /// @param node who was asked, by which path; null if that was not found out
    /// @param reply null unless [Ending#ANSWERED]
    /// @param roundTripNs of the question alone
    /// @param searchNs until it was known where to ask
    public record Outcome(
            Ending ending,
            @Nullable Node node,
            @Nullable Reply reply,
            long roundTripNs,
            long searchNs) {}

    @FunctionalInterface
    public interface Listener {
        void onOutcome(Outcome outcome, long nowNs);
    }

    private final Probes probes;
    private final Request request;
    private final Listener listener;
    private final Timers.Timer timer;
    private Timers.Callback atDeadline = _ -> {};
    private long begunNs;
    private long askedNs;
    private @Nullable Node node;
    private boolean isOver;

    RouterPing(Probes probes, Timers timers, Request request, Listener listener) {
        this.probes = probes;
        this.request = request;
        this.listener = listener;
        this.timer = timers.newTimer(now -> atDeadline.onDeadline(now));
    }

    void begin(long nowNs) {
        begunNs = nowNs;
        switch (request.to) {
            case Target.Exact(var known) -> ask(known, nowNs);
            case Target.Path(long label) -> {
                var known = probes.nodeAt(label, nowNs);
                if (known != null) ask(known, nowNs);
                else askWho(label, nowNs);
            }
            case Target.Address(var address) -> {
                var known = probes.wayTo(address);
                if (known != null) {
                    ask(known, nowNs);
                } else {
                    probes.search(address, nowNs);
                    look(address, nowNs);
                }
            }
        }
    }

    // --- where to ask

    private void look(Ip6 address, long nowNs) {
        var found = probes.wayTo(address);
        if (found != null) ask(found, nowNs);
        else if (nowNs - begunNs >= SEARCH_NS) end(Ending.NOT_FOUND, null, 0, nowNs);
        else later(nowNs + LOOK_NS, at -> look(address, at));
    }

    private void askWho(long label, long nowNs) {
        boolean isSent =
                probes.askKey(
                        label, request.timeoutNs, (answer, at) -> onWho(label, answer, at), nowNs);
        if (!isSent) end(Ending.BUSY, null, 0, nowNs);
    }

    private void onWho(long label, Answer answer, long nowNs) {
        boolean isThere = answer.result() == Result.PONG || answer.result() == Result.DIFF_LABEL;
        if (isThere && answer.reply() instanceof ControlFrame.KeyPong pong) {
            var key = PublicKey.of(pong.key().toArray(), 0);
            if (key.isNodeKey()) {
                ask(new Node(key, label, pong.version()), nowNs);
                return;
            }
        }
        end(Ending.NOBODY_THERE, null, 0, nowNs);
    }

    // --- the question

    private void ask(Node whom, long nowNs) {
        node = whom;
        askedNs = nowNs;
        later(nowNs + request.timeoutNs, at -> end(Ending.TIMEOUT, null, at - askedNs, at));
        boolean isSent =
                probes.inquire(
                        new Inquiry(
                                whom.key(),
                                whom.version(),
                                whom.path(),
                                request.question,
                                request.target,
                                request.bodyBytes,
                                this::onAnswer),
                        nowNs);
        if (!isSent) end(Ending.BUSY, null, 0, nowNs);
    }

    private void onAnswer(@Nullable Reply reply, long roundTripNs, long nowNs) {
        if (reply == null || isOver) return;
        if (node != null) probes.learnScheme(node.key(), reply.sender().scheme());
        end(Ending.ANSWERED, reply, roundTripNs, nowNs);
    }

    private void end(Ending ending, @Nullable Reply reply, long roundTripNs, long nowNs) {
        if (isOver) return;
        isOver = true;
        timer.cancel();
        long searchNs = (node == null ? nowNs : askedNs) - begunNs;
        listener.onOutcome(new Outcome(ending, node, reply, roundTripNs, searchNs), nowNs);
    }

    private void later(long atNs, Timers.Callback then) {
        atDeadline = then;
        timer.at(atNs);
    }
}
