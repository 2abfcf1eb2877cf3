package boreas.session;

import boreas.env.Timers;

/// Whether a destination still hears us, judged by authentic end-to-end traffic only.
///
/// As long as what we send is followed by something authentic from there, all is well and this
/// machine asks for nothing. When nothing comes back, the destination is *waited for*: probes are
/// due, at least [#PROBE_SPACING_NS] apart. When [#PROBES_MIN] of them and at least a second have
/// passed in silence, the session is *dead*: its other end has probably lost it. One authentic
/// packet ends all of that.
///
/// ```
///   sent           probe     probe     probe     probe     dead
///   |----250 ms----|---------|---------|---------|---------|       round trip below 125 ms
/// ```
final class Liveness {
    static final long PROBE_SPACING_NS = 250_000_000L;
    static final int PROBES_MIN = 4;
    static final long SILENCE_MIN_NS = 1_000_000_000L;

    /// A single measurement moves the round trip by an eighth, as in TCP.
    private static final int SMOOTHING = 8;

    private long waitingSinceNs = Timers.NEVER;
    private long lastProbeNs;
    private int probes;
    private long roundTripNs;

    /// Something was sent that deserves an answer.
    ///
    /// @return true if the waiting begins with it
    boolean onSent(long nowNs) {
        if (waitingSinceNs != Timers.NEVER) return false;
        waitingSinceNs = nowNs;
        probes = 0;
        return true;
    }

    /// There is reason to doubt: the first probe is due at once.
    void onDoubt(long nowNs) {
        long since = nowNs - firstProbeAfterNs();
        if (waitingSinceNs != Timers.NEVER) {
            waitingSinceNs = Math.min(waitingSinceNs, since);
            return;
        }
        waitingSinceNs = since;
        probes = 0;
    }

    /// Something authentic came.
    void onAuthentic() {
        waitingSinceNs = Timers.NEVER;
        probes = 0;
    }

    void onProbeSent(long nowNs) {
        lastProbeNs = nowNs;
        probes++;
    }

    /// A probe or another question was answered.
    void onRoundTrip(long ns) {
        roundTripNs = roundTripNs == 0 ? ns : roundTripNs + (ns - roundTripNs) / SMOOTHING;
    }

    /// Smoothed, 0 when it was never measured.
    long roundTripNs() {
        return roundTripNs;
    }

    boolean isWaiting() {
        return waitingSinceNs != Timers.NEVER;
    }

    long waitingSinceNs() {
        return waitingSinceNs;
    }

    /// Probes sent since the waiting began.
    int probes() {
        return probes;
    }

    /// When the next probe is due, or the judgement when all have been sent; [Timers#NEVER] when
    /// nothing is waited for.
    long nextProbeNs() {
        if (waitingSinceNs == Timers.NEVER) return Timers.NEVER;
        return probes == 0 ? waitingSinceNs + firstProbeAfterNs() : lastProbeNs + spacingNs();
    }

    boolean isDead(long nowNs) {
        return waitingSinceNs != Timers.NEVER
                && probes >= PROBES_MIN
                && nowNs - waitingSinceNs >= Math.max(SILENCE_MIN_NS, 4 * roundTripNs)
                && nowNs - lastProbeNs >= spacingNs();
    }

    private long firstProbeAfterNs() {
        return Math.max(PROBE_SPACING_NS, 2 * roundTripNs);
    }

    private long spacingNs() {
        return Math.max(PROBE_SPACING_NS, roundTripNs);
    }
}
