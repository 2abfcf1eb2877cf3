package boreas.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that one run measured, and what it is of: the content of `throughput-<date>.json`.
///
/// Rounds are columns: the same place in each list of figures is the same round.
final class ThroughputRun {
    private final Map<String, String> about = new LinkedHashMap<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private static final class Row {
        private final Map<Figure, List<Double>> figures = new EnumMap<>(Figure.class);
        private final List<String> failures = new ArrayList<>();
        private int rounds;

        private void pad() {
            for (var values : figures.values())
                while (values.size() < rounds) values.add(Double.NaN);
        }
    }

    /// A fact of the whole run, as text.
    void tell(String name, String text) {
        about.put(name, text);
    }

    String told(String name) {
        return about.getOrDefault(name, "");
    }

    void tellVersion(String contender, String version) {
        versions.put(contender, version);
    }

    Map<String, String> versions() {
        return Map.copyOf(versions);
    }

    /// Rows are kept in the order in which they were declared.
    void declare(String row) {
        rows.putIfAbsent(row, new Row());
    }

    void add(String name, Map<Figure, Double> figures, List<String> failures) {
        declare(name);
        var row = rows.get(name);
        if (row == null) throw new AssertionError(name);
        row.pad();
        row.rounds++;
        figures.forEach((figure, value) -> {
            var values = row.figures.computeIfAbsent(figure, _ -> new ArrayList<>());
            while (values.size() < row.rounds - 1) values.add(Double.NaN);
            values.add(value);
        });
        row.pad();
        row.failures.addAll(failures);
    }

    List<String> rows() {
        return List.copyOf(rows.keySet());
    }

    boolean has(String row) {
        return rows.containsKey(row);
    }

    /// The most that any row has.
    int rounds() {
        return rows.values().stream().mapToInt(row -> row.rounds).max().orElse(0);
    }

    List<String> failures(String row) {
        var found = rows.get(row);
        return found == null ? List.of() : List.copyOf(found.failures);
    }

    Series series(String row, Figure figure) {
        var found = rows.get(row);
        if (found == null) return Series.NONE;
        var values = found.figures.get(figure);
        return values == null ? Series.NONE : new Series(values);
    }

    String json() {
        var all = new JsonObject();
        about.forEach(all::addProperty);
        var programs = new JsonObject();
        versions.forEach(programs::addProperty);
        all.add("versions", programs);
        var list = new JsonArray();
        rows.forEach((name, row) -> {
            var object = new JsonObject();
            object.addProperty("row", name);
            object.addProperty("rounds", row.rounds);
            var figures = new JsonObject();
            row.figures.forEach((figure, values) -> figures.add(figure.key(), array(values)));
            object.add("figures", figures);
            var failures = new JsonArray();
            row.failures.forEach(failures::add);
            object.add("failures", failures);
            list.add(object);
        });
        all.add("results", list);
        return new GsonBuilder()
                .disableHtmlEscaping()
                .setPrettyPrinting()
                .create()
                .toJson(all)
                // a list of numbers is read better as a line
                .replaceAll("(?<=[\\[,])\\s+(?=-?\\d[\\d.E-]*[,\\s]|null)", " ")
                .replaceAll("(?<=\\d|null)\\s+(?=])", " ")
                .concat("\n");
    }

    private static JsonArray array(List<Double> values) {
        var array = new JsonArray();
        for (double value : values)
            if (Double.isNaN(value) || Double.isInfinite(value)) array.add(JsonNull.INSTANCE);
            else array.add(Math.round(value * 1000) / 1000.0);
        return array;
    }

    static ThroughputRun ofJson(String json) {
        var run = new ThroughputRun();
        var all = JsonParser.parseString(json).getAsJsonObject();
        for (var entry : all.entrySet())
            if (entry.getValue().isJsonPrimitive())
                run.tell(entry.getKey(), entry.getValue().getAsString());
        for (var entry : all.getAsJsonObject("versions").entrySet())
            run.tellVersion(entry.getKey(), entry.getValue().getAsString());
        for (var element : all.getAsJsonArray("results")) run.read(element.getAsJsonObject());
        return run;
    }

    private void read(JsonObject object) {
        var row = new Row();
        row.rounds = object.get("rounds").getAsInt();
        var figures = object.getAsJsonObject("figures");
        for (var figure : Figure.values()) {
            var array = figures.getAsJsonArray(figure.key());
            if (array == null) continue;
            var values = new ArrayList<Double>();
            for (JsonElement value : array)
                values.add(value.isJsonNull() ? Double.NaN : value.getAsDouble());
            row.figures.put(figure, values);
        }
        for (var failure : object.getAsJsonArray("failures"))
            row.failures.add(failure.getAsString());
        rows.put(object.get("row").getAsString(), row);
    }

    static ThroughputRun read(Path file) throws IOException {
        return ofJson(Files.readString(file));
    }
}
