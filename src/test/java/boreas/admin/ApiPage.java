package boreas.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What `docs/admin-api.md` says about each function.
final class ApiPage {
    private static final Path FILE = Path.of("docs/admin-api.md");
    private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final Pattern ARGUMENT =
            Pattern.compile("([A-Za-z0-9]+)(?: (i|List))?(\\*)?(?: \\(.*\\))?");

    /// One function.
    ///
    /// @param keys words in backticks in its reply
    /// @param errors all that stands in backticks in its reply
    record Row(boolean isOpen, List<Argument> arguments, Set<String> keys, List<String> errors) {
        boolean isRefused() {
            return errors.contains(REFUSED);
        }
    }

    /// Instead of words of its own.
    private static final String REFUSED = "refused";

    private final Map<String, Row> functions = new LinkedHashMap<>();
    private final Map<String, List<String>> refusals = new LinkedHashMap<>();
    private final Set<String> shared = new HashSet<>();

    private ApiPage() {}

    static ApiPage read() throws IOException {
        var page = new ApiPage();
        var heading = "";
        for (var line : Files.readAllLines(FILE)) {
            if (line.startsWith("## ")) heading = line.substring(3);
            if (!line.startsWith("| ") || !line.startsWith("| `")) continue;
            var cells = List.of(line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|"));
            switch (heading) {
                case "Speaking it" -> page.shared.addAll(quoted(cells.getFirst()));
                case "Functions" -> page.addFunctions(cells);
                case "Refused" -> page.addRefusals(cells);
                default -> {}
            }
        }
        return page;
    }

    private void addFunctions(List<String> cells) {
        var row =
                new Row(
                        cells.get(1).strip().equals("yes"),
                        arguments(cells.get(2)),
                        words(cells.get(3)),
                        new ArrayList<>(quoted(cells.get(3))));
        if (cells.get(3).strip().startsWith(REFUSED)) row.errors.add(REFUSED);
        for (var name : quoted(cells.getFirst()))
            if (functions.put(name, row) != null)
                throw new AssertionError(name + " stands twice in " + FILE);
    }

    private void addRefusals(List<String> cells) {
        for (var name : quoted(cells.getFirst()))
            refusals.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(quoted(cells.get(1)));
    }

    private static List<Argument> arguments(String cell) {
        var arguments = new ArrayList<Argument>();
        for (var part : cell.strip().split(", *")) {
            if (part.isEmpty()) continue;
            boolean isRequired = part.contains("*");
            var m = ARGUMENT.matcher(part.replace("*", ""));
            if (!m.matches()) throw new AssertionError("no argument: " + part);
            var type =
                    switch (m.group(2)) {
                        case "i" -> Argument.Type.INT;
                        case "List" -> Argument.Type.LIST;
                        case null, default -> Argument.Type.STRING;
                    };
            arguments.add(new Argument(m.group(1), type, isRequired));
        }
        return arguments;
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(m -> m.group(1)).toList();
    }

    private static Set<String> words(String cell) {
        var words = new HashSet<String>();
        for (var q : quoted(cell)) WORD.matcher(q).results().forEach(m -> words.add(m.group()));
        return words;
    }

    Map<String, Row> functions() {
        return functions;
    }

    /// Names of functions that refuse what is right, with the words for it.
    Map<String, List<String>> refusals() {
        return refusals;
    }

    /// Error words that all functions share.
    Set<String> shared() {
        return shared;
    }
}
