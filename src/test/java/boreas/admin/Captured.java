package boreas.admin;

import boreas.value.Value;
import boreas.vectors.StandardJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What genuine v22 nodes were asked, and the shapes of their answers: per function and error, all
/// recorded answers laid upon each other.
final class Captured {
    private static final Path FOLDER =
            Path.of(System.getProperty("boreas.vectors", "src/test/resources/vectors"), "admin");

    /// Keys of these are data, not names.
    private static final Set<String> MAPS = Set.of("availableFunctions", "seeds", "recv", "send");

    /// In answers of some length only, or while a search is under way.
    private static final Set<String> NOT_ALWAYS =
            Set.of("more", "txid", "target", "lastNodeAsked", "totalRequests");

    /// Behind `v22.0000.0000.0000.0001.`.
    static final int KEY_IN_ADDRESS = 24;

    /// One recorded request.
    ///
    /// @param self the node that was asked; empty: one of the test's own
    record Asked(
            String self, boolean isSigned, String function, Value.Dict arguments, String error) {
        boolean isGood() {
            return error.isEmpty() || error.equals("none");
        }
    }

    /// All values that were seen at one place.
    private static final class Shape {
        final Set<String> types = new HashSet<>();
        final Map<String, Shape> keys = new TreeMap<>();
        final Map<String, Integer> times = new TreeMap<>();
        @Nullable Shape members;
        int dicts;

        void add(Value value) {
            types.add(value.typeName());
            switch (value) {
                case Value.Dict dict -> {
                    dicts++;
                    for (var e : dict.entries().entrySet()) {
                        var key = e.getKey().text();
                        times.merge(key, 1, Integer::sum);
                        keys.computeIfAbsent(key, _ -> new Shape()).add(e.getValue());
                    }
                }
                case Value.Items items -> {
                    if (members == null) members = new Shape();
                    for (var v : items.values()) members.add(v);
                }
                case Value.Int _, Value.Str _ -> {}
            }
        }

        /// Adds to `faults` where a value is otherwise than all that were seen.
        void compare(String where, Value value, List<String> faults) {
            if (!types.contains(value.typeName())) {
                if (!types.isEmpty())
                    faults.add(where + " is of type " + value.typeName() + ", not " + types);
                return;
            }
            switch (value) {
                case Value.Dict dict -> compareKeys(where, dict, faults);
                case Value.Items items -> {
                    if (members == null) return;
                    for (var v : items.values()) members.compare(where + "[]", v, faults);
                }
                case Value.Int _, Value.Str _ -> {}
            }
        }

        private void compareKeys(String where, Value.Dict dict, List<String> faults) {
            for (var e : dict.entries().entrySet()) {
                var key = e.getKey().text();
                var shape = keys.get(key);
                if (MAPS.contains(key) || NOT_ALWAYS.contains(key)) continue;
                if (shape == null) faults.add(where + "." + key + " was never captured");
                else shape.compare(where + "." + key, e.getValue(), faults);
            }
            for (var e : times.entrySet())
                if (e.getValue() == dicts
                        && !NOT_ALWAYS.contains(e.getKey())
                        && !dict.has(e.getKey()))
                    faults.add(where + "." + e.getKey() + " is missing");
        }
    }

    private final List<Asked> asked = new ArrayList<>();
    private final Map<String, Map<String, Shape>> shapes = new LinkedHashMap<>();

    private Captured() {}

    static Captured read() throws IOException {
        var captured = new Captured();
        try (var files = Files.list(FOLDER)) {
            for (var file : files.sorted().toList())
                if (file.getFileName().toString().matches("v22-node-.*\\.json"))
                    captured.add(StandardJson.parseDict(Files.readString(file)));
        }
        return captured;
    }

    private void add(Value.Dict file) {
        var exchanges = file.items("exchanges");
        if (exchanges == null) throw new AssertionError("no exchanges");
        var self = self(exchanges.values());
        for (var v : exchanges.values()) {
            var e = (Value.Dict) v;
            var function = e.str("function");
            var request = e.dict("request");
            var response = e.dict("response");
            if (function == null || request == null || response == null) continue;
            var arguments = request.dict("args");
            if (arguments == null) continue;
            var error = error(response);
            boolean isSigned = e.number("authenticated", 0) != 0;
            asked.add(new Asked(self, isSigned, function.text(), arguments, error));
            shapes.computeIfAbsent(function.text(), _ -> new TreeMap<>())
                    .computeIfAbsent(error, _ -> new Shape())
                    .add(response);
        }
    }

    /// The key of the node that was asked.
    private static String self(List<Value> exchanges) {
        for (var v : exchanges) {
            var response = ((Value.Dict) v).dict("response");
            var address = response == null ? null : response.str("myAddr");
            if (address != null) return address.text().substring(KEY_IN_ADDRESS);
        }
        throw new AssertionError("nobody said who it is");
    }

    static String error(Value.Dict reply) {
        var error = reply.str("error");
        return error == null ? "" : error.text();
    }

    /// In the order in which they were asked.
    List<Asked> asked() {
        return asked;
    }

    /// The error words that genuine nodes gave.
    Set<String> errors(String function) {
        return shapes.getOrDefault(function, Map.of()).keySet();
    }

    /// How an answer differs from all that were captured with the same error; nothing if there were
    /// none.
    List<String> differences(String function, Value.Dict reply) {
        var shape = shapes.getOrDefault(function, Map.of()).get(error(reply));
        var faults = new ArrayList<String>();
        if (shape != null) shape.compare(function, reply, faults);
        return faults;
    }
}
