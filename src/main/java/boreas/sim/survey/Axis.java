package boreas.sim.survey;

import java.util.ArrayList;
import java.util.List;

/// Where a value stands between two ends, and which values get a tick.
///
/// @param isLogarithmic then `least` and `most` are powers of ten
record Axis(double least, double most, boolean isLogarithmic) {
    private static final int TICKS = 6;

    /// From a round number to a round number, both sides of all values.
    static Axis linear(double least, double most) {
        double step = step(most - least);
        return new Axis(Math.floor(least / step) * step, Math.ceil(most / step) * step, false);
    }

    /// Whole decades that hold all values, which must be positive.
    static Axis logarithmic(double least, double most) {
        double low = Math.floor(Math.log10(least));
        double high = Math.max(low + 1, Math.ceil(Math.log10(most)));
        return new Axis(Math.pow(10, low), Math.pow(10, high), true);
    }

    /// 0 at the least, 1 at the most; values outside stand at the ends.
    double position(double value) {
        double inside = Math.clamp(value, least, most);
        return isLogarithmic
                ? Math.log(inside / least) / Math.log(most / least)
                : (inside - least) / (most - least);
    }

    List<Double> ticks() {
        var ticks = new ArrayList<Double>();
        if (isLogarithmic) {
            for (double t = least; t <= most * 1.001; t *= 10) ticks.add(t);
        } else {
            double step = step(most - least);
            int count = (int) Math.round((most - least) / step);
            for (int i = 0; i <= count; i++) ticks.add(least + i * step);
        }
        return ticks;
    }

    /// 1, 2 or 5 times a power of ten, so that a range has about [#TICKS] of them.
    private static double step(double range) {
        if (range <= 0) return 1;
        double raw = range / TICKS;
        double decade = Math.pow(10, Math.floor(Math.log10(raw)));
        for (int factor : new int[] {1, 2, 5}) if (raw <= factor * decade) return factor * decade;
        return 10 * decade;
    }
}
