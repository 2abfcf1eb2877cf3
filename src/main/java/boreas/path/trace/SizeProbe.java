package boreas.path.trace;

import boreas.env.Timers;
import boreas.switching.SwitchPinger;
import boreas.switching.SwitchPinger.Answer;
import boreas.switching.SwitchPinger.Result;
import java.util.List;
import java.util.function.LongConsumer;

/// Finds the longest ping that comes back from each hop, by halving.
///
/// A ping of so many bytes with its switch header goes as far as an IPv6 packet of so many bytes
/// does: handle, nonce, authenticator and data header take the place of the IPv6 header. What does
/// not come back may have been lost by chance, so each length has [#TRIES].
final class SizeProbe {
    /// The longest that is tried: no common link carries longer packets of users.
    static final int BYTES_MAX = 1_500;

    /// The usual MTU of the tun device, which is what matters most: it is tried early.
    static final int USUAL_MTU_BYTES = 1_304;

    private static final int TRIES = 4;
    private static final long TIMEOUT_MIN_NS = 250_000_000L;
    private static final long TIMEOUT_MAX_NS = 2_000_000_000L;
    private static final long NO_ROOM_NS = 100_000_000L;
    private static final int TIMEOUT_IN_TRIPS = 4;

    private final Probes probes;
    private final List<TracedHop> hops;
    private final LongConsumer done;
    private final Timers.Timer timer;

    private int hop;
    private int bytes;
    private int tries;

    /// The longest that came back from this hop, and the shortest that did not, or was not tried.
    private int passed, failed;

    /// What came back from the hop before; a longer one cannot come through.
    private int bound = BYTES_MAX;

    private boolean isOver;

    SizeProbe(Probes probes, Timers timers, List<TracedHop> hops, LongConsumer done) {
        this.probes = probes;
        this.hops = hops;
        this.done = done;
        this.timer = timers.newTimer(this::send);
    }

    void begin(long nowNs) {
        nextHop(nowNs);
    }

    void cancel() {
        isOver = true;
        timer.cancel();
    }

    private void nextHop(long nowNs) {
        do hop++;
        while (hop < hops.size() && !isWorthwhile(hops.get(hop).pings));
        if (hop == hops.size()) {
            done.accept(nowNs);
            return;
        }
        passed = SwitchPinger.PING_FRAME_BYTES;
        failed = bound + 1;
        tryOut(bound, nowNs);
    }

    /// Where most pings get lost, length cannot be told from chance.
    private static boolean isWorthwhile(Tally pings) {
        return pings.answered() > 0 && pings.answered() * 2 >= pings.sent();
    }

    private void tryOut(int bytes, long nowNs) {
        this.bytes = bytes;
        tries = TRIES;
        send(nowNs);
    }

    private void send(long nowNs) {
        var to = hops.get(hop);
        long timeoutNs =
                Math.clamp(TIMEOUT_IN_TRIPS * to.pings.maxNs(), TIMEOUT_MIN_NS, TIMEOUT_MAX_NS);
        if (!probes.ping(to.label, bytes, timeoutNs, this::onAnswer, nowNs))
            timer.at(nowNs + NO_ROOM_NS);
    }

    private void onAnswer(Answer answer, long nowNs) {
        if (isOver) return;
        if (answer.result() == Result.PONG || answer.result() == Result.DIFF_LABEL) {
            passed = bytes;
            goOn(nowNs);
        } else if (--tries > 0) {
            timer.at(nowNs + Math.max(0, TIMEOUT_MIN_NS - answer.elapsedNs()));
        } else {
            failed = bytes;
            goOn(nowNs);
        }
    }

    private void goOn(long nowNs) {
        if (failed - passed > 1) {
            boolean isUsualOpen = passed < USUAL_MTU_BYTES && USUAL_MTU_BYTES < failed;
            tryOut(isUsualOpen ? USUAL_MTU_BYTES : (passed + failed) >>> 1, nowNs);
            return;
        }
        var measured = hops.get(hop);
        measured.frameBytes = bound = passed;
        measured.isLongestTried = passed == BYTES_MAX;
        nextHop(nowNs);
    }
}
