package boreas.session;

import boreas.env.Timers;

/// Whether a destination still hears us, by whatever path, judged by authentic end-to-end traffic
/// only.
///
/// As long as what we send is followed by something authentic from there, all is well and this
/// machine asks for nothing. Silence is *due* when something should have come: soon, when the other
/// side has been talking; later, when it only listens. Probing goes in rounds from then on. When
/// [#ROUNDS_MIN] of them and at least a second have passed in silence, the session is *dead*: its
/// other end has probably lost it. One authentic packet ends all of that. When the far end itself
/// seems to say that it has lost the session, which anybody can forge, one round in vain is enough.
final class Liveness {
    static final int ROUNDS_MIN = 4;
    static final long ROUND_NS = 250_000_000L;
    static final long DEAD_NS = 1_000_000_000L;

    /// Beyond the usual time for an answer, when the other side has been talking.
    static final long SOON_NS = 100_000_000L;

    /// The same when it only listens.
    static final long LATER_NS = 600_000_000L;

    /// Who said something so recently is talking.
    static final long TALKING_NS = 2_000_000_000L;

    private long waitingSinceNs = Timers.NEVER;
    private long lastSentNs = Long.MIN_VALUE;
    private long lastTalkNs = Long.MIN_VALUE;
    private long lastRoundNs;
    private int rounds;

    /// That the far end could not open a packet.
    private final Credibility complaints = new Credibility();

    /// That the far end says hello, as after a restart.
    private final Credibility hellos = new Credibility();

    private boolean isDoubtedByPeer;

    /// Something was sent that deserves an answer.
    ///
    /// @return true if the waiting begins with it
    boolean onSent(long nowNs) {
        lastSentNs = nowNs;
        if (waitingSinceNs != Timers.NEVER) return false;
        waitingSinceNs = nowNs;
        rounds = 0;
        return true;
    }

    /// Something authentic came. What was sent less than half a round trip ago cannot have been
    /// answered by it.
    ///
    /// @param isTalk whether it was content of a user
    void onAuthentic(boolean isTalk, long roundTripNs, long nowNs) {
        if (isTalk) lastTalkNs = nowNs;
        rounds = 0;
        if (isWaiting()) isDoubtedByPeer = false;
        long since = nowNs - roundTripNs / 2;
        waitingSinceNs = lastSentNs > since ? since : Timers.NEVER;
    }

    /// The far end, or somebody in its name, complains of a packet.
    ///
    /// @return whether that is believed
    boolean onComplaint(long nowNs) {
        return isBelieved(complaints, nowNs);
    }

    /// The same of a hello, which may be a replay.
    boolean onHello(long nowNs) {
        return isBelieved(hellos, nowNs);
    }

    private boolean isBelieved(Credibility hints, long nowNs) {
        boolean isBelieved = hints.onHint(nowNs);
        isDoubtedByPeer |= isBelieved;
        return isBelieved;
    }

    /// A question was answered.
    void onAnswered(long sentNs) {
        complaints.onAnswered(sentNs);
        hellos.onAnswered(sentNs);
    }

    /// Whoever said that the keys were lost was right.
    void onFreshKeys() {
        complaints.restore();
        hellos.restore();
    }

    /// There is reason to doubt: silence is due at once.
    void onDoubt(RoundTrip roundTrip, long nowNs) {
        long since = nowNs - afterNs(roundTrip, nowNs);
        if (waitingSinceNs != Timers.NEVER) {
            waitingSinceNs = Math.min(waitingSinceNs, since);
            return;
        }
        waitingSinceNs = since;
        rounds = 0;
    }

    /// Nothing is waited for any more.
    void stop() {
        isDoubtedByPeer = false;
        waitingSinceNs = Timers.NEVER;
        rounds = 0;
    }

    void onRound(long nowNs) {
        lastRoundNs = nowNs;
        rounds++;
    }

    boolean isWaiting() {
        return waitingSinceNs != Timers.NEVER;
    }

    /// Rounds of probes since something authentic came.
    int rounds() {
        return rounds;
    }

    /// Whether the other side says something of its own.
    boolean isTalking(long nowNs) {
        return lastTalkNs != Long.MIN_VALUE && nowNs - lastTalkNs < TALKING_NS;
    }

    long lastSentNs() {
        return lastSentNs;
    }

    /// When the silence will be longer than it should be, [Timers#NEVER] when nothing is waited
    /// for.
    long silenceNs(RoundTrip roundTrip) {
        if (waitingSinceNs == Timers.NEVER) return Timers.NEVER;
        return waitingSinceNs + afterNs(roundTrip, waitingSinceNs);
    }

    private long afterNs(RoundTrip roundTrip, long sinceNs) {
        long usual = roundTrip.isKnown() ? roundTrip.meanNs() + 4 * roundTrip.variationNs() : 0;
        if (isTalking(sinceNs)) return usual + SOON_NS;
        return Math.max(usual + SOON_NS, LATER_NS);
    }

    /// Dead, or lost by the far end as it seems.
    boolean isLost(long roundTripNs, long nowNs) {
        return isDead(roundTripNs, nowNs) || isDoubtedByPeer && isRoundOver(roundTripNs, nowNs);
    }

    /// When [#isLost] may come true.
    long lostNs(long roundTripNs) {
        return isDoubtedByPeer && rounds > 0 ? roundOverNs(roundTripNs) : deadNs(roundTripNs);
    }

    boolean isDead(long roundTripNs, long nowNs) {
        return nowNs >= deadNs(roundTripNs);
    }

    /// When it may be dead, if nothing comes; [Timers#NEVER] before there was enough reason.
    long deadNs(long roundTripNs) {
        if (!isWaiting() || rounds < ROUNDS_MIN) return Timers.NEVER;
        long silentNs = waitingSinceNs + Math.max(DEAD_NS, 4 * roundTripNs);
        return Math.max(silentNs, roundOverNs(roundTripNs));
    }

    /// Whether the last round had its time.
    private boolean isRoundOver(long roundTripNs, long nowNs) {
        return rounds > 0 && nowNs >= roundOverNs(roundTripNs);
    }

    private long roundOverNs(long roundTripNs) {
        return lastRoundNs + Math.max(ROUND_NS, roundTripNs);
    }
}
