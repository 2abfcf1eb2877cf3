package boreas.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Figures of several nodes, as a table and as the objects of a result file: `what` by `whose`.
final class Answers {
    private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    void add(String whose, String what, double value) {
        figures.computeIfAbsent(whose, _ -> new LinkedHashMap<>())
                .computeIfAbsent(what, _ -> new ArrayList<>())
                .add(value);
    }

    void fail(String whose, String why) {
        failures.add(whose + ": " + why);
    }

    Series of(String whose, String what) {
        var values = figures.getOrDefault(whose, Map.of()).get(what);
        return values == null ? Series.NONE : new Series(values);
    }

    /// Median, lowest, highest.
    String table() {
        var text = new StringBuilder();
        figures.forEach((whose, all) ->
                all.forEach((what, values) -> {
                    var series = new Series(values);
                    text.append(
                            String.format(
                                    Locale.ROOT,
                                    "%-10s %-46s %8.3f (%.3f–%.3f), %d times%n",
                                    whose,
                                    what,
                                    series.median(),
                                    series.min(),
                                    series.max(),
                                    series.count()));
                }));
        for (var failure : failures) text.append("failed: ").append(failure).append('\n');
        return text.toString();
    }

    List<String> json() {
        var objects = new ArrayList<String>();
        figures.forEach((whose, all) ->
                all.forEach((what, values) -> {
                    var object = new JsonObject();
                    object.addProperty("nodes", whose);
                    object.addProperty("what", what);
                    object.addProperty("median", rounded(new Series(values).median()));
                    var array = new JsonArray();
                    for (double value : values) array.add(rounded(value));
                    object.add("values", array);
                    objects.add(object.toString());
                }));
        return objects;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
