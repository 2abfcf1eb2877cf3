package boreas.path.trace;

import boreas.address.PublicKey;
import boreas.env.Timers;
import boreas.path.dht.Inquiry;
import boreas.switching.SwitchPinger;
import boreas.switching.SwitchPinger.Answer;
import boreas.wire.RoutingMessage.Question;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Rounds of pings, each to all hops at once, and one to the far end inside its session.
final class LossProbe {
    private static final long SPACING_NS = 100_000_000L;
    private static final long TIMEOUT_NS = 1_500_000_000L;

    /// The pinger has a bound on open questions, and others ask too.
    private static final int OPEN_MAX = 30;

    private final Probes probes;
    private final List<TracedHop> hops;
    private final @Nullable PublicKey end;
    private final LongConsumer done;
    private final Timers.Timer timer;
    private int roundsLeft;
    private int open;
    private Tally session = Tally.NOTHING;
    private boolean isOver;

    /// @param end whoever is expected at the end, null if that is not known
    LossProbe(
            Probes probes,
            Timers timers,
            List<TracedHop> hops,
            @Nullable PublicKey end,
            int rounds,
            LongConsumer done) {
        this.probes = probes;
        this.hops = hops;
        this.end = end;
        this.roundsLeft = rounds;
        this.done = done;
        this.timer = timers.newTimer(this::onDeadline);
    }

    void begin(long nowNs) {
        onDeadline(nowNs);
    }

    void cancel() {
        isOver = true;
        timer.cancel();
    }

    Tally session() {
        return session;
    }

    private void onDeadline(long nowNs) {
        if (roundsLeft == 0) {
            cancel();
            done.accept(nowNs);
            return;
        }
        roundsLeft--;
        timer.at(nowNs + (roundsLeft == 0 ? TIMEOUT_NS : SPACING_NS));
        for (int i = 1; i < hops.size(); i++) ping(hops.get(i), nowNs);
        if (end != null) pingSession(end, nowNs);
    }

    private void ping(TracedHop hop, long nowNs) {
        if (open == OPEN_MAX) return;
        // Counted first: an answer of this node itself comes from within the call.
        var before = hop.pings;
        hop.pings = before.withSent();
        open++;
        boolean isSent =
                probes.ping(
                        hop.label,
                        SwitchPinger.PING_FRAME_BYTES,
                        TIMEOUT_NS,
                        (answer, _) -> onAnswer(hop, answer),
                        nowNs);
        if (isSent) return;
        hop.pings = before;
        open--;
    }

    private void onAnswer(TracedHop hop, Answer answer) {
        open--;
        if (isOver) return;
        switch (answer.result()) {
            // By a path with a wide director the way back is another label.
            case PONG, DIFF_LABEL -> hop.pings = hop.pings.withAnswer(answer.elapsedNs());
            case ERR_SWITCH, ERR_LOOP, ERR_UNKNOWN -> Walk.noteError(hops, answer);
            case TIMEOUT, DIFF_DATA -> {}
        }
    }

    private void pingSession(PublicKey key, long nowNs) {
        var last = hops.getLast();
        var before = session;
        session = before.withSent();
        var inquiry =
                new Inquiry(
                        key,
                        last.version,
                        last.label,
                        Question.PING,
                        null,
                        0,
                        (reply, roundTripNs, _) -> {
                            if (reply != null && !isOver) session = session.withAnswer(roundTripNs);
                        });
        if (!probes.inquire(inquiry, nowNs)) session = before;
    }
}
