package boreas.session;

/// How long answers take on one path, and how much that varies: the estimate of TCP (RFC 6298), but
/// a plain mean as long as there are few samples.
final class RoundTrip {
    /// Before anything was measured.
    static final long FIRST_GUESS_NS = 400_000_000L;

    /// Other processes, collectors and schedulers may keep an answer for so long.
    static final long SLACK_NS = 50_000_000L;

    static final long OVERDUE_MIN_NS = 80_000_000L;
    static final long OVERDUE_MAX_NS = 3_000_000_000L;

    private static final long LATE_SLACK_NS = 2_000_000L;
    private static final int MEAN_OF = 8;
    private static final int LEAST_OF = 4;
    private static final int VARIATION_OF = 4;

    private long meanNs;
    private long variationNs;
    private int samples;
    private final long[] lastNs = new long[LEAST_OF];

    void add(long ns) {
        lastNs[samples % LEAST_OF] = ns;
        if (samples == 0) {
            meanNs = ns;
            variationNs = ns / 4;
        } else {
            long errorNs = ns - meanNs;
            variationNs += (Math.abs(errorNs) - variationNs) / Math.min(samples + 1, VARIATION_OF);
            meanNs += errorNs / Math.min(samples + 1, MEAN_OF);
        }
        samples++;
    }

    /// What was measured belongs to another time.
    void clear() {
        meanNs = variationNs = samples = 0;
    }

    boolean isKnown() {
        return samples > 0;
    }

    int samples() {
        return samples;
    }

    /// Smoothed, 0 when unknown.
    long meanNs() {
        return meanNs;
    }

    /// The least of the last few, 0 when unknown: what the path itself takes. Whatever a busy
    /// machine adds is not the path's, and a path that is seldom measured would bear it for long.
    long leastNs() {
        long leastNs = samples == 0 ? 0 : Long.MAX_VALUE;
        for (int i = 0; i < Math.min(samples, LEAST_OF); i++)
            leastNs = Math.min(leastNs, lastNs[i]);
        return leastNs;
    }

    /// Mean deviation from the mean.
    long variationNs() {
        return variationNs;
    }

    /// Without an answer for so long, the question or the answer is lost.
    long overdueNs() {
        if (samples == 0) return FIRST_GUESS_NS;
        return Math.clamp(meanNs + 4 * variationNs + SLACK_NS, OVERDUE_MIN_NS, OVERDUE_MAX_NS);
    }

    /// Without an answer for so long, something is probably wrong.
    long lateNs() {
        if (samples == 0) return FIRST_GUESS_NS;
        return Math.min(meanNs + 2 * variationNs + LATE_SLACK_NS, OVERDUE_MAX_NS);
    }
}
