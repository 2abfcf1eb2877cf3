package boreas.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One figure of one row, round by round; NaN where a round gave none.
record Series(List<Double> values) {
    static final Series NONE = new Series(List.of());

    Series {
        values = List.copyOf(values);
    }

    private double[] sorted() {
        var known = values.stream().mapToDouble(v -> v).filter(v -> !Double.isNaN(v)).toArray();
        Arrays.sort(known);
        return known;
    }

    /// How many rounds gave it.
    int count() {
        return sorted().length;
    }

    /// Of an even number, the mean of the two in the middle.
    double median() {
        var v = sorted();
        if (v.length == 0) return Double.NaN;
        return (v[(v.length - 1) / 2] + v[v.length / 2]) / 2;
    }

    double min() {
        var v = sorted();
        return v.length == 0 ? Double.NaN : v[0];
    }

    double max() {
        var v = sorted();
        return v.length == 0 ? Double.NaN : v[v.length - 1];
    }

    /// Round by round, as both were measured close to each other; a round without one of the two
    /// gives none.
    Series per(Series base) {
        int rounds = Math.min(values.size(), base.values.size());
        var ratios = new Double[rounds];
        for (int i = 0; i < rounds; i++) {
            double ratio = values.get(i) / base.values.get(i);
            ratios[i] = Double.isFinite(ratio) ? ratio : Double.NaN;
        }
        return new Series(List.of(ratios));
    }

    /// `median (min–max)`, or a dash.
    String text(int decimals) {
        if (count() == 0) return "–";
        var format = "%." + decimals + "f";
        if (count() == 1) return String.format(Locale.ROOT, format, median());
        return String.format(
                Locale.ROOT, format + " (" + format + "–" + format + ")", median(), min(), max());
    }
}
