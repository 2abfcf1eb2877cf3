package boreas.bench;

import org.jspecify.annotations.Nullable;

/// Looks for the highest rate of packets that arrives whole: a burst as fast as the sender can,
/// steps upwards from what came through, then bisection. A node may carry far more than it lets
/// through of an overload.
final class RateSearch {
    /// Of what was sent.
    static final double LOSS_MAX = 0.01;

    private static final int PROBES_MAX = 7;

    /// Closer than so it makes no difference beside the spread of rounds.
    private static final double CLOSE = 1.06;

    /// A step upwards.
    private static final double STEP = 1.6;

    /// Where the steps begin, whatever an overload let through.
    private static final double FIRST_PPS = 16_000;

    /// A path that carries less carries nothing worth a search.
    private static final double LOWEST_PPS = 1000;

    /// What a second of packets came to.
    ///
    /// @param sentPps as the sender counted
    /// @param receivedPps as the receiver got them
    record Probe(double sentPps, double receivedPps) {
        boolean isWhole() {
            return sentPps > 0 && 1 - receivedPps / sentPps < LOSS_MAX;
        }
    }

    /// A path to try.
    interface Path {
        /// @param pps 0: as many as the sender can
        /// @return null when nothing could be measured
        @Nullable Probe probe(double pps);
    }

    private RateSearch() {}

    /// @return NaN when nothing could be measured, 0 when no rate arrived whole
    static double highest(Path path) {
        var overload = path.probe(0);
        if (overload == null) return Double.NaN;
        if (overload.isWhole()) return overload.receivedPps;
        double best = 0, low = LOWEST_PPS, high = overload.sentPps;
        double next = Math.clamp(overload.receivedPps, FIRST_PPS, high);
        for (int i = 0; i < PROBES_MAX && high / low > CLOSE; i++) {
            var probe = path.probe(next);
            if (probe == null || !probe.isWhole()) {
                high = next;
            } else {
                best = Math.max(best, probe.receivedPps);
                low = next;
            }
            // by ratios: the rates of contenders differ by a factor of a hundred
            double middle = Math.sqrt(low * high);
            next = best == 0 ? middle : Math.min(low * STEP, middle);
        }
        return best;
    }
}
