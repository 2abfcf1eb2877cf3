package boreas.bench;

import java.util.Arrays;

/// Nearest ranks: figures that were really measured.
final class Percentiles {
    private Percentiles() {}

    /// NaN of nothing.
    static double of(double[] values, double share) {
        if (values.length == 0) return Double.NaN;
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
