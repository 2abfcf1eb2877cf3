package boreas.link;

import static boreas.env.Timers.NEVER;

import boreas.env.Timers;

/// Judges whether a link is alive, and says what to do about it. Pure timing: it sends nothing
/// itself.
///
/// ```
///            nothing authentic for a while          4 probes unanswered and
///            (idle 3 s, or we sent and              silent for max(1 s, 4 RTT)
///             heard nothing for 250 ms)
///   HEALTHY ----------------------------> PROBING ------------------------------> SUSPECT
///      ^                                     |                                       | hellos at
///      +---------- anything authentic -------+---------------------------------------+ 0 1 2 2 … s,
///                                                                                after a minute 4 8 8 s
/// ```
///
/// When there is reason to think that it has failed (the host has another address, the same node
/// came up at another one) nobody waits for silence: two probes at once, and SUSPECT when neither
/// was answered in twice the time that answers take.
///
/// An unestablished link is in CALLING: a hello at once, then after 0.25, 0.5, 1, 2, 4, 8, 8 … s.
/// One that was just configured, and never was established, is called each 2 s for its first
/// minute: most likely the other side is about to start.
///
/// Genuine nodes ping after 3 s of silence, once a second at most, and take 60 s to try a new
/// session; these bounds are ours. A healthy link never sees pings less than a second apart.
final class Liveness {
    /// What the owner shall do now.
    interface Actions {
        /// Send a ping over the session; while unestablished this makes the hello.
        void probe(long nowNs);

        /// Send a hello of a fresh session beside the present one.
        void greetAfresh(long nowNs);

        /// There was reason for doubt, and it was right.
        default void onDoubtConfirmed(long nowNs) {}
    }

    /// Between the two probes of a doubt, and behind them; longer where answers take longer.
    static final long DOUBT_NS = 100_000_000L;

    static final long IDLE_NS = 3_072_000_000L;
    static final long UNANSWERED_TRAFFIC_NS = 250_000_000L;
    static final long PROBE_SPACING_NS = 250_000_000L;
    static final long HEALTHY_PING_SPACING_NS = 1_000_000_000L;
    static final long SUSPECT_NS = 1_000_000_000L;
    static final int SUSPECT_PROBES = 4;
    static final long RETRY_FIRST_NS = 250_000_000L;
    static final long HELLO_FIRST_NS = 1_000_000_000L;
    static final long RETRY_MAX_NS = 8_000_000_000L;

    /// The same for a neighbour that was there a minute ago: most outages are short, and traffic
    /// goes a longer way until the link is found to be well again.
    static final long RETRY_MISSED_MAX_NS = 2_000_000_000L;

    /// Silent for so long, it is not waited for any more.
    static final long MISSED_NS = 60_000_000_000L;

    /// The same for a neighbour that was never there: machines that start together are ready some
    /// seconds apart, and then wait for nothing but the next hello. 33 hellos of 200 bytes in this
    /// minute, one each 8 s after it.
    static final long EAGER_NS = 60_000_000_000L;

    static final long RETRY_EAGER_MAX_NS = 2_000_000_000L;

    /// A first sample may hold the waits of a handshake; a link that is as slow as that shows it by
    /// the next ones.
    static final long FIRST_RTT_MAX_NS = 2_000_000_000L;

    private final Timers.Timer timer;
    private final Actions actions;
    private boolean isCalling = true;
    private boolean isSuspect;
    private long lastAuthenticNs;
    private long lastPingNs;
    private long unansweredTrafficNs = NEVER;
    private int unanswered;
    private int doubts;
    private long retryNs = RETRY_FIRST_NS;
    private long greetedNs;
    private boolean isGreetingTwice;
    private long rttNs = -1;
    private long eagerUntilNs = Long.MIN_VALUE;

    Liveness(Timers timers, Actions actions) {
        this.timer = timers.newTimer(this::onDeadline);
        this.actions = actions;
    }

    /// Somebody wants this link: its first hellos come closely.
    void onConfigured(long nowNs) {
        eagerUntilNs = nowNs + EAGER_NS;
    }

    /// Begins, or begins again, to call: the session is not established.
    void onUnestablished(long nowNs) {
        doubts = 0;
        isCalling = true;
        isSuspect = false;
        retryNs = RETRY_FIRST_NS;
        timer.at(nowNs);
    }

    /// Whom we call has moved: the next hellos come as quickly as the first.
    void retrySoon(long nowNs) {
        if (!isCalling) return;
        retryNs = RETRY_FIRST_NS * 2;
        timer.at(nowNs + RETRY_FIRST_NS);
    }

    /// There is reason to ask whether it still works, or to try again what did not.
    void onDoubt(long nowNs) {
        if (isCalling) {
            retryNs = RETRY_FIRST_NS;
            timer.at(nowNs);
        } else if (isSuspect) {
            retryNs = HELLO_FIRST_NS;
            isGreetingTwice = false;
            timer.at(nowNs);
        } else if (doubts == 0) {
            timer.at(nowNs);
            doubts = 1;
        }
    }

    /// The other side moved in the handshake: its turn is over, ours comes soon.
    void onHandshakeProgress(long nowNs) {
        if (!isCalling) return;
        retryNs = RETRY_FIRST_NS;
        timer.at(nowNs + retryNs);
    }

    void onEstablished(long nowNs) {
        isCalling = false;
        eagerUntilNs = Long.MIN_VALUE;
        lastPingNs = nowNs;
        onAuthentic(nowNs);
    }

    /// A data packet of the session verified.
    void onAuthentic(long nowNs) {
        lastAuthenticNs = nowNs;
        unansweredTrafficNs = NEVER;
        unanswered = 0;
        doubts = 0;
        if (isCalling) return;
        isSuspect = false;
        // Not moved for every packet: the deadline looks at the silence itself.
        timer.noLaterThan(nowNs + IDLE_NS);
    }

    void onPong(long rttSampleNs, long nowNs) {
        rttNs =
                rttNs < 0
                        ? Math.min(rttSampleNs, FIRST_RTT_MAX_NS)
                        : rttNs + (rttSampleNs - rttNs) / 8;
        onAuthentic(nowNs);
    }

    /// We sent traffic that asks for an answer, or at least for a sign of life.
    void onSent(long nowNs) {
        if (unansweredTrafficNs != NEVER) return;
        unansweredTrafficNs = nowNs;
        if (!isCalling && !isSuspect) timer.noLaterThan(trafficProbeNs());
    }

    void stop() {
        timer.cancel();
    }

    boolean isSuspect() {
        return isSuspect;
    }

    boolean isCalling() {
        return isCalling;
    }

    /// -1 unknown.
    long rttNs() {
        return rttNs;
    }

    private void onDeadline(long nowNs) {
        if (isCalling) call(nowNs);
        else if (isSuspect) greet(nowNs);
        else look(nowNs);
    }

    private void call(long nowNs) {
        timer.at(nowNs + retryNs);
        retryNs = Math.min(retryNs * 2, nowNs < eagerUntilNs ? RETRY_EAGER_MAX_NS : RETRY_MAX_NS);
        ping(nowNs);
    }

    /// Each hello goes out twice, a quarter of a second apart, so that one lost datagram does not
    /// cost the long wait until the next.
    private void greet(long nowNs) {
        if (isGreetingTwice) {
            timer.at(greetedNs + retryNs);
            boolean isMissed = nowNs - lastAuthenticNs < MISSED_NS;
            retryNs = Math.min(retryNs * 2, isMissed ? RETRY_MISSED_MAX_NS : RETRY_MAX_NS);
        } else {
            greetedNs = nowNs;
            timer.at(nowNs + PROBE_SPACING_NS);
        }
        isGreetingTwice = !isGreetingTwice;
        actions.greetAfresh(nowNs);
        ping(nowNs);
    }

    private void ask(long nowNs) {
        if (doubts <= 2) {
            doubts++;
            ping(nowNs);
            timer.at(nowNs + Math.max(DOUBT_NS, rttNs + rttNs / 2));
            return;
        }
        doubts = 0;
        isSuspect = true;
        isGreetingTwice = false;
        retryNs = HELLO_FIRST_NS;
        greet(nowNs);
        actions.onDoubtConfirmed(nowNs);
    }

    private void look(long nowNs) {
        long silentNs = nowNs - lastAuthenticNs;
        if (doubts > 0) {
            ask(nowNs);
        } else if (unanswered >= SUSPECT_PROBES && silentNs >= Math.max(SUSPECT_NS, 4 * rttNs)) {
            isSuspect = true;
            isGreetingTwice = false;
            retryNs = HELLO_FIRST_NS;
            greet(nowNs);
        } else if (unanswered > 0 || silentNs >= IDLE_NS || nowNs >= trafficProbeNs()) {
            ping(nowNs);
            timer.at(nowNs + Math.max(PROBE_SPACING_NS, rttNs));
        } else {
            timer.at(Math.min(lastAuthenticNs + IDLE_NS, trafficProbeNs()));
        }
    }

    /// When silence after our own traffic calls for a ping; healthy links get one a second at most.
    private long trafficProbeNs() {
        return unansweredTrafficNs == NEVER
                ? NEVER
                : Math.max(
                        unansweredTrafficNs + UNANSWERED_TRAFFIC_NS,
                        lastPingNs + HEALTHY_PING_SPACING_NS);
    }

    private void ping(long nowNs) {
        unanswered++;
        lastPingNs = nowNs;
        actions.probe(nowNs);
    }
}
