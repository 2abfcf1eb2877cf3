package boreas.bench;

import java.util.List;

/// Whether a series that was taken over a long time goes up: the median of its last quarter against
/// that of the second one. The first is left out, in which a compiler and caches still fill.
record Growth(double early, double late) {
    static Growth of(List<Double> samples) {
        int quarter = samples.size() / 4;
        if (quarter == 0) return new Growth(Double.NaN, Double.NaN);
        return new Growth(
                new Series(samples.subList(quarter, 2 * quarter)).median(),
                new Series(samples.subList(samples.size() - quarter, samples.size())).median());
    }

    /// 0.01 is a hundredth more.
    double share() {
        return late / early - 1;
    }
}
