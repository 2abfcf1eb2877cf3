package boreas.lab.demo;

import boreas.lab.demo.DemoStep.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The table that grows row by row, and the same as JSON.
final class DemoReport {
    private static final int NAME_WIDTH = 42;

    private final String mode;
    private final PrintStream out;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String name, Outcome outcome) {}

    DemoReport(String mode, PrintStream out) {
        this.mode = mode;
        this.out = out;
    }

    /// The name first, so that the reader sees what takes its time.
    void begin(DemoStep step) {
        out.printf(Locale.ROOT, "  %-" + NAME_WIDTH + "s ", step.name());
        out.flush();
    }

    void end(DemoStep step, Outcome outcome) {
        rows.add(new Row(step.name(), outcome));
        var figure = Double.isNaN(outcome.figure()) ? "" : number(outcome.figure());
        out.printf(
                Locale.ROOT,
                "%-6s %10s %-8s %s%n",
                outcome.ok() ? "ok" : "FAILED",
                figure,
                outcome.unit(),
                outcome.remark());
        for (var line : outcome.lines()) out.println("      " + line);
    }

    boolean isVerified() {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.outcome.ok());
    }

    void finish() {
        long ok = rows.stream().filter(row -> row.outcome.ok()).count();
        out.printf(Locale.ROOT, "%n%d of %d steps verified (%s).%n", ok, rows.size(), mode);
    }

    /// @return whether it could be written; if not, the reason has been printed
    boolean writeJson(Path file) {
        try {
            Files.writeString(file, json());
            return true;
        } catch (IOException e) {
            out.println("The report cannot be written to " + file + ": " + e);
            return false;
        }
    }

    String json() {
        var text = new StringBuilder("{\"mode\": ").append(quoted(mode)).append(", \"steps\": [");
        for (int i = 0; i < rows.size(); i++) {
            var outcome = rows.get(i).outcome;
            text.append(i == 0 ? "\n  " : ",\n  ")
                    .append("{\"name\": ")
                    .append(quoted(rows.get(i).name.strip()))
                    .append(", \"ok\": ")
                    .append(outcome.ok())
                    .append(", \"figure\": ")
                    .append(Double.isNaN(outcome.figure()) ? "null" : number(outcome.figure()))
                    .append(", \"unit\": ")
                    .append(quoted(outcome.unit()))
                    .append(", \"remark\": ")
                    .append(quoted(outcome.remark()))
                    .append('}');
        }
        return text.append("\n]}\n").toString();
    }

    /// As many digits as mean something.
    private static String number(double figure) {
        if (figure == Math.rint(figure)) return Long.toString((long) figure);
        return String.format(Locale.ROOT, figure < 10 ? "%.3f" : "%.1f", figure);
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') quoted.append('\\').append(c);
            else if (c < ' ') quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            else quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
