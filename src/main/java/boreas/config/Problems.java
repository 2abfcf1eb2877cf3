package boreas.config;

import boreas.value.Flaw;
import boreas.value.Position;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects all that is wrong with one file.
///
/// What a genuine node would refuse, or what would not do what it says, is an error; what it would
/// silently pass over is a warning.
public final class Problems {
    private static final int SHOWN_CHARS = 60;

    private final List<Problem> found = new ArrayList<>();

    public void add(Flaw flaw) {
        var severity = flaw.isError() ? Problem.Severity.ERROR : Problem.Severity.WARNING;
        found.add(new Problem(severity, flaw.at(), flaw.text()));
    }

    public void error(Position at, String text) {
        found.add(new Problem(Problem.Severity.ERROR, at, text));
    }

    public void warning(Position at, String text) {
        found.add(new Problem(Problem.Severity.WARNING, at, text));
    }

    void slip(Position at, String text) {
        found.add(new Problem(Problem.Severity.SLIP, at, text));
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    /// In the order of their places.
    public List<Problem> sorted() {
        var sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparing(Problem::at));
        return List.copyOf(sorted);
    }

    /// The type of a value for a message: `a String`, `an Int`.
    public static String type(Value value) {
        return (value instanceof Value.Int ? "an " : "a ") + value.typeName();
    }

    /// A value for a message: short, printable. Not for secrets.
    public static String show(Value value) {
        return switch (value) {
            case Value.Int i -> Long.toString(i.number());
            case Value.Str s -> show(s);
            case Value.Items _ -> "a List";
            case Value.Dict _ -> "a Dict";
        };
    }

    private static String show(Value.Str string) {
        String whole = string.text();
        boolean isLong = whole.length() > SHOWN_CHARS;
        return '"' + (isLong ? whole.substring(0, SHOWN_CHARS) + "…" : whole) + '"';
    }
}
