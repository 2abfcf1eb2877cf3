package boreas.metrics;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads Prometheus' text format as strictly as its documentation has it, and knows what its
/// conventions want of names. What is wrong is an assertion.
final class PrometheusText {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"");

    /// Type by name, in the order of the page.
    final Map<String, String> types = new LinkedHashMap<>();

    /// Value by series, as it is written.
    final Map<String, Double> values = new LinkedHashMap<>();

    private final Set<String> helped = new HashSet<>();
    private @Nullable String family;

    static PrometheusText read(String page) {
        if (!page.endsWith("\n")) throw new AssertionError("the last line has no end");
        var text = new PrometheusText();
        page.lines().forEach(text::line);
        return text;
    }

    private void line(String line) {
        if (line.startsWith("# HELP ")) help(line.substring(7));
        else if (line.startsWith("# TYPE ")) type(line.substring(7));
        else sample(line);
    }

    private void help(String rest) {
        int blank = rest.indexOf(' ');
        require(blank > 0 && rest.length() > blank + 10, "a help line says something", rest);
        require(helped.add(rest.substring(0, blank)), "one help line each", rest);
    }

    private void type(String rest) {
        var words = rest.split(" ", -1);
        require(words.length == 2, "a name and a type", rest);
        var name = words[0];
        require(NAME.matcher(name).matches(), "a name in small letters", rest);
        require(helped.contains(name), "a help line before the type", rest);
        require(types.put(name, words[1]) == null, "one type each", rest);
        boolean isCounter = words[1].equals("counter");
        require(isCounter || words[1].equals("gauge"), "counter or gauge", rest);
        require(isCounter == name.endsWith("_total"), "_total on counters alone", rest);
        require(
                !name.matches(".*_(ms|us|ns|kb|kbps|mb|percent|millis|minutes)(_.*)?"),
                "base units",
                rest);
        family = name;
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        require(sample.matches(), "a sample", line);
        require(sample.group(1).equals(family), "samples under their own type", line);
        var labels = sample.group(2);
        if (labels != null) labels(labels.substring(1, labels.length() - 1), line);
        double value = Double.parseDouble(sample.group(3));
        var series = sample.group(1) + (labels == null ? "" : labels);
        require(values.put(series, value) == null, "each series once", line);
    }

    private static void labels(String text, String line) {
        var rest = text;
        var names = new HashSet<String>();
        while (!rest.isEmpty()) {
            var label = LABEL.matcher(rest);
            require(label.lookingAt(), "a label", line);
            require(names.add(label.group(1)), "each label once", line);
            rest = rest.substring(label.end());
            if (rest.startsWith(",")) rest = rest.substring(1);
        }
    }

    private static void require(boolean isSo, String what, String line) {
        if (!isSo) throw new AssertionError("expected " + what + ", read: " + line);
    }
}
