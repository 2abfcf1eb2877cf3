package boreas.session;

/// When to look for more paths to somebody who is talked to.
final class SearchSchedule {
    /// A better path is searched now and then.
    static final long NEXT_NS = 30_000_000_000L;

    /// The same while there is no path but the one in use: after that, and then doubled each time.
    static final long ALONE_NS = 2_000_000_000L;

    /// While somebody waits and nothing answers.
    static final long LOST_NS = 2_000_000_000L;

    private long nextNs = Long.MIN_VALUE;
    private long nextInDoubtNs = Long.MIN_VALUE;
    private long aloneNs = ALONE_NS;

    boolean isDue(long nowNs) {
        return nextNs <= nowNs;
    }

    long nextNs() {
        return nextNs;
    }

    /// Due now.
    void hurry(long nowNs) {
        nextNs = Math.min(nextNs, nowNs);
    }

    /// Due now, and soon again while there is no second path.
    void restart(long nowNs) {
        aloneNs = ALONE_NS;
        nextNs = nowNs;
    }

    /// The path in use is in doubt. Asked before a search for that reason.
    boolean isDueInDoubt(long nowNs) {
        if (nextInDoubtNs > nowNs) return false;
        nextInDoubtNs = nowNs + LOST_NS;
        return true;
    }

    /// One begins.
    ///
    /// @param isLost whether nothing answers
    /// @param hasStandby whether there is a second path
    void onSearch(boolean isLost, boolean hasStandby, long nowNs) {
        if (isLost) {
            nextNs = nowNs + LOST_NS;
        } else if (hasStandby) {
            nextNs = nowNs + NEXT_NS;
        } else {
            nextNs = nowNs + aloneNs;
            aloneNs = Math.min(2 * aloneNs, NEXT_NS);
        }
    }
}
