package boreas.bench;

import boreas.value.JsonText;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What many trials of one kind gave, in seconds.
///
/// @param failures why the others gave nothing
record Figures(List<Double> seconds, List<String> failures) {
    /// What the columns of [#columns] are.
    static final String HEADER =
            "%6s %6s %8s %8s %8s %8s"
                    .formatted("trials", "failed", "min s", "median s", "p90 s", "max s");

    Figures {
        seconds = seconds.stream().sorted().toList();
        failures = List.copyOf(failures);
    }

    int trials() {
        return seconds.size() + failures.size();
    }

    double max() {
        return seconds.isEmpty() ? Double.NaN : seconds.getLast();
    }

    private Map<String, Double> percentiles() {
        var named = new TreeMap<String, Double>();
        if (seconds.isEmpty()) return named;
        named.put("min", seconds.getFirst());
        named.put("median", atRank(0.5));
        named.put("p90", atRank(0.9));
        named.put("max", max());
        return named;
    }

    /// Nearest rank: a figure that was really measured.
    private double atRank(double share) {
        return seconds.get((int) Math.ceil(share * seconds.size()) - 1);
    }

    static double median(double... values) {
        if (values.length == 0) return Double.NaN;
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }

    String columns() {
        var p = percentiles();
        return String.format(
                Locale.ROOT,
                "%6d %6d %8.3f %8.3f %8.3f %8.3f",
                trials(),
                failures.size(),
                p.getOrDefault("min", Double.NaN),
                p.getOrDefault("median", Double.NaN),
                p.getOrDefault("p90", Double.NaN),
                p.getOrDefault("max", Double.NaN));
    }

    /// The fields of a JSON object.
    String json() {
        var text =
                new StringBuilder(
                        "\"trials\": %d, \"failed\": %d".formatted(trials(), failures.size()));
        percentiles()
                .forEach((name, s) ->
                        text.append(String.format(Locale.ROOT, ", \"%s\": %.3f", name, s)));
        var all = new ArrayList<String>();
        for (double s : seconds) all.add(String.format(Locale.ROOT, "%.3f", s));
        var why = failures.stream().map(f -> JsonText.standard(Value.of(f))).toList();
        return text.append(", \"seconds\": [")
                .append(String.join(", ", all))
                .append("], \"failures\": [")
                .append(String.join(", ", why))
                .append(']')
                .toString();
    }
}
