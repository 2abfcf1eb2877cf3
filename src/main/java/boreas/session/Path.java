package boreas.session;

import boreas.env.Timers;
import boreas.label.Label;

/// One way to a destination, and what is known of it.
///
/// It is *offered* by whoever heard of it, with a [PathMetric]. It is *heard* when something
/// authentic came by it, which says that the way back is good. It is *answered* when something that
/// was sent by it was answered, and only that says that the way there is good. It is *silent* when
/// what was sent by it stayed unanswered; being answered ends that, praise does not, nor does being
/// heard. It is *dead* while the link that it begins with is down.
///
/// A probe is known by the time at which it was sent. Those without an answer are remembered until
/// a later one is answered; those that are overdue then count as lost.
final class Path {
    static final long NEVER = Long.MIN_VALUE;

    /// Unanswered probes that are remembered; a path is given up after fewer.
    static final int UNANSWERED_MAX = 16;

    /// Loss is a moving mean over about so many probes.
    private static final int LOSS_OF = 32;

    private static final int PPM = 1_000_000;

    private final long label;
    private final RoundTrip roundTrip = new RoundTrip();
    private final long[] unansweredNs = new long[UNANSWERED_MAX];
    private int unanswered;
    private int metric;
    private long validatedNs;
    private boolean isSilent;
    private long heardNs = NEVER;
    private long answeredNs = NEVER;
    private long answeredSentNs = NEVER;
    private long probedNs = NEVER;
    private int lossPpm;

    /// Probes that have shown this path to be better than the one in use, one after the other.
    int wins;

    /// Probes that may still follow each other closely, to see what the path is worth.
    int trialsLeft;

    /// When it was last in use.
    long leftNs = NEVER;

    /// Its link has just come up, which is no whim of measurement.
    boolean isLinkNews;

    /// Probes since it was offered, in vain.
    int proofs;

    /// Hints of switches that it is cut.
    final Credibility refusals = new Credibility();

    /// Hints that the far end has left it.
    final Credibility departures = new Credibility();

    Path(long label, int metric, long nowNs) {
        this.label = label;
        this.metric = metric;
        this.validatedNs = nowNs;
    }

    long label() {
        return label;
    }

    boolean isOneHop() {
        return Label.isOneHop(label);
    }

    RoundTrip roundTrip() {
        return roundTrip;
    }

    // --- what others tell

    int metric() {
        return metric;
    }

    /// What the metric is worth by now.
    int worth(long nowNs) {
        return PathMetric.aged(metric, nowNs - validatedNs);
    }

    void offer(int metric, long nowNs) {
        if (metric == PathMetric.DEAD) {
            die();
        } else if (PathMetric.isBetter(metric, worth(nowNs))) {
            this.metric = metric;
            validatedNs = nowNs;
        }
    }

    boolean isDead() {
        return metric == PathMetric.DEAD;
    }

    /// Nothing learned before holds any more.
    void die() {
        metric = PathMetric.DEAD;
        heardNs = answeredNs = answeredSentNs = NEVER;
        isSilent = false;
        lossPpm = 0;
        restart();
    }

    private void restart() {
        roundTrip.clear();
        unanswered = wins = proofs = 0;
        restoreHints();
    }

    private void restoreHints() {
        refusals.restore();
        departures.restore();
    }

    // --- what came by it

    /// Something authentic came.
    void onHeard(long nowNs) {
        heardNs = validatedNs = nowNs;
        if (isDead()) metric = PathMetric.INCOMING;
    }

    /// Something that was sent by it has just been answered.
    ///
    /// @return whether the path was silent until now, or is answered for the first time
    boolean onAnswered(long sentNs, long nowNs) {
        if (isDead()) metric = PathMetric.INCOMING;
        boolean isNews = isSilent || !isAnswered();
        if (isSilent) restart();
        count(sentNs, nowNs);
        isSilent = false;
        proofs = 0;
        answeredNs = validatedNs = nowNs;
        answeredSentNs = Math.max(answeredSentNs, sentNs);
        roundTrip.add(nowNs - sentNs);
        refusals.onAnswered(sentNs);
        departures.onAnswered(sentNs);
        return isNews;
    }

    /// Takes the probes sent until then from the list, and counts the lost ones.
    private void count(long sentNs, long nowNs) {
        int kept = 0;
        for (int i = 0; i < unanswered; i++) {
            long ns = unansweredNs[i];
            if (ns > sentNs) unansweredNs[kept++] = ns;
            else if (ns < sentNs && nowNs - ns >= roundTrip.overdueNs()) addLoss(PPM);
        }
        unanswered = kept;
        addLoss(0);
    }

    private void addLoss(int ppm) {
        lossPpm += (ppm - lossPpm) / LOSS_OF;
    }

    boolean isHeard() {
        return heardNs != NEVER;
    }

    boolean isHeardSince(long ns) {
        return heardNs != NEVER && heardNs >= ns;
    }

    boolean isAnswered() {
        return answeredNs != NEVER;
    }

    /// Whether something that was sent no earlier than that was answered.
    boolean isAnsweredSince(long ns) {
        return answeredSentNs != NEVER && answeredSentNs >= ns;
    }

    /// When something sent by it was last answered, [#NEVER] if nothing was.
    long answeredNs() {
        return answeredNs;
    }

    /// Lost probes of late, in millionths.
    int lossPpm() {
        return lossPpm;
    }

    // --- what was sent by it

    void onProbe(long nowNs) {
        probedNs = nowNs;
        if (unanswered == UNANSWERED_MAX) {
            System.arraycopy(unansweredNs, 1, unansweredNs, 0, UNANSWERED_MAX - 1);
            unanswered--;
        }
        unansweredNs[unanswered++] = nowNs;
    }

    /// When the last probe went out.
    long probedNs() {
        return probedNs;
    }

    /// Probes since the last one that was answered.
    int unanswered() {
        return unanswered;
    }

    /// When the first of them was sent; only if there is one.
    long firstUnansweredNs() {
        return unansweredNs[0];
    }

    /// Those that have waited for so long.
    int unansweredFor(long ns, long nowNs) {
        int count = 0;
        while (count < unanswered && nowNs - unansweredNs[count] >= ns) count++;
        return count;
    }

    /// When the next of them will have waited for so long; [Timers#NEVER] if none will.
    long nextUnansweredFor(long ns, long nowNs) {
        for (int i = 0; i < unanswered; i++)
            if (nowNs - unansweredNs[i] < ns) return unansweredNs[i] + ns;
        return Timers.NEVER;
    }

    int overdue(long nowNs) {
        return unansweredFor(roundTrip.overdueNs(), nowNs);
    }

    int late(long nowNs) {
        return unansweredFor(roundTrip.lateNs(), nowNs);
    }

    /// Whether a hint says that it is bad, and no answer since that it is good.
    boolean isHinted() {
        return refusals.isOpen() || departures.isOpen();
    }

    /// Whether a probe has been sent since the last hint.
    boolean isProbedSinceHint() {
        return probedNs >= Math.max(refusals.hintedNs(), departures.hintedNs());
    }

    /// Nothing that was sent is waited for any more.
    void forgetUnanswered() {
        unanswered = 0;
    }

    /// Given up, until something sent by it is answered.
    void fallSilent() {
        isSilent = true;
        wins = trialsLeft = 0;
        isLinkNews = false;
        restoreHints();
    }

    boolean isSilent() {
        return isSilent;
    }

    /// Whether it was in use at any time since then.
    boolean isLeftSince(long ns) {
        return leftNs != NEVER && leftNs >= ns;
    }

    @Override
    public String toString() {
        return Label.toText(label);
    }
}
