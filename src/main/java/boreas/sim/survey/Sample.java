package boreas.sim.survey;

import java.util.Arrays;

/// Numbers that were counted or measured, and what is said of many of them.
public final class Sample {
    private final double[] ascending;

    private Sample(double[] ascending) {
        this.ascending = ascending;
    }

    public static Sample of(double... values) {
        var ascending = values.clone();
        Arrays.sort(ascending);
        return new Sample(ascending);
    }

    public int size() {
        return ascending.length;
    }

    /// The least value that so many of all (0 to 1) do not exceed; 0 of nothing.
    public double quantile(double share) {
        if (ascending.length == 0) return 0;
        int rank = (int) Math.ceil(share * ascending.length);
        return ascending[Math.clamp(rank - 1, 0, ascending.length - 1)];
    }

    public double median() {
        return quantile(0.5);
    }

    public double max() {
        return quantile(1);
    }

    public double mean() {
        return ascending.length == 0 ? 0 : sum() / ascending.length;
    }

    public double sum() {
        double sum = 0;
        for (double v : ascending) sum += v;
        return sum;
    }

    /// How many are not greater than a value.
    public int upTo(double value) {
        int count = 0;
        while (count < ascending.length && ascending[count] <= value) count++;
        return count;
    }

    /// A copy, the least first.
    public double[] values() {
        return ascending.clone();
    }
}
