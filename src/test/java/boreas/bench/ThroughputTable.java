package boreas.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The tables of a run, for a terminal and for a README: median (lowest–highest) over the rounds.
final class ThroughputTable {
    /// What the others are compared with, at the same place where it was measured there.
    private static final String BASE = "v21.1";

    private static final List<Figure> MAIN =
            List.of(
                    Figure.TCP1,
                    Figure.TCP1_BACK,
                    Figure.TCP4,
                    Figure.TCP4_BACK,
                    Figure.CPU_PER_GB,
                    Figure.RETRANSMITS);
    private static final List<Figure> CUBIC = List.of(Figure.TCP1_CUBIC, Figure.TCP1_CUBIC_BACK);
    private static final List<Figure> PACKETS =
            List.of(
                    Figure.UDP100_PPS,
                    Figure.UDP100_CPU_US,
                    Figure.UDP1200_PPS,
                    Figure.UDP1200_CPU_US);
    private static final List<Figure> FEEL =
            List.of(
                    Figure.PING_US,
                    Figure.PING_BULK_P50_MS,
                    Figure.PING_BULK_P99_MS,
                    Figure.RSS_MIB,
                    Figure.START_S,
                    Figure.OTHERS_CORES);
    private static final List<Figure> SIDES =
            List.of(
                    Figure.CPU_PER_GB_NEAR,
                    Figure.CPU_PER_GB_FAR,
                    Figure.BACK_CPU_PER_GB_NEAR,
                    Figure.BACK_CPU_PER_GB_FAR);

    private static final List<Figure> BRIEF =
            List.of(
                    Figure.TCP1,
                    Figure.TCP4,
                    Figure.CPU_PER_GB,
                    Figure.UDP100_CPU_US,
                    Figure.PING_US,
                    Figure.PING_BULK_P99_MS,
                    Figure.RSS_MIB);

    private final ThroughputRun run;

    ThroughputTable(ThroughputRun run) {
        this.run = run;
    }

    /// One line for the eye while a run goes on.
    static String line(Map<Figure, Double> figures) {
        var text = new ArrayList<String>();
        figures.forEach((figure, value) ->
                text.add(figure.key() + " " + new Series(List.of(value)).text(figure.decimals())));
        return String.join(", ", text);
    }

    /// The row of the genuine v21.1 at the same place, else the direct one.
    private String base(String row) {
        var same = row.substring(0, row.indexOf(':')) + ": " + BASE;
        return run.has(same) ? same : "direct: " + BASE;
    }

    /// The table of a README.
    ///
    /// @param files how the names of all that was written of this run begin
    String brief(String files) {
        var text = new StringBuilder();
        text.append(
                "%s, %s processors for all nodes and iperf3, %s: median of %d rounds; behind `×` the median of the rounds' ratios to v21.1 ([all tables](%s.md), [charts](%s-tcp1.svg), `./dev bench throughput`).\n\n"
                        .formatted(
                                run.told("machine"),
                                run.told("processors"),
                                run.told("date"),
                                run.rounds(),
                                files,
                                files));
        var lines = new ArrayList<String[]>();
        var head = new ArrayList<>(List.of(""));
        for (var figure : BRIEF) head.add(figure.title());
        lines.add(head.toArray(new String[0]));
        for (var row : run.rows()) {
            var cells = new ArrayList<>(List.of(row));
            for (var figure : BRIEF) {
                var series = run.series(row, figure);
                var middle = new Series(series.count() == 0 ? List.of() : List.of(series.median()));
                cells.add(middle.text(figure.decimals()) + ratio(row, figure));
            }
            lines.add(cells.toArray(new String[0]));
        }
        append(text, lines);
        return text.toString();
    }

    /// All tables as Markdown, which is readable in a terminal too.
    String markdown() {
        var text = new StringBuilder();
        text.append(
                "%s, %s processors, Linux %s, %s; %d rounds, each row once a round in an order drawn anew (seed %s).\n"
                        .formatted(
                                run.told("machine"),
                                run.told("processors"),
                                run.told("kernel"),
                                run.told("date"),
                                run.rounds(),
                                run.told("seed")));
        var control = run.told("congestion control");
        if (!control.isEmpty())
            text.append("TCP is by %s where nothing else is said.\n".formatted(control));
        text.append(
                "Median (lowest–highest); behind `×` the median of the rounds' ratios to v21.1 at the same place, or to the direct one.\n\n");
        table(text, "Throughput", MAIN, run.rows(), true);
        table(text, "By another sender", CUBIC, having(Figure.TCP1_CUBIC), true);
        table(text, "Packets", PACKETS, having(Figure.UDP100_PPS), true);
        table(text, "Latency, memory, start", FEEL, run.rows(), false);
        var mixed = run.rows().stream().filter(row -> row.contains(" + ")).toList();
        table(text, "Ours (near) with a genuine far end", SIDES, mixed, false);
        aims(text);
        versions(text);
        return text.toString();
    }

    private List<String> having(Figure figure) {
        return run.rows().stream().filter(row -> run.series(row, figure).count() > 0).toList();
    }

    private void table(
            StringBuilder text,
            String title,
            List<Figure> figures,
            List<String> rows,
            boolean hasRatios) {
        if (rows.isEmpty()) return;
        var lines = new ArrayList<String[]>();
        var head = new ArrayList<>(List.of(title));
        for (var figure : figures) head.add(figure.title());
        lines.add(head.toArray(new String[0]));
        for (var row : rows) {
            var cells = new ArrayList<>(List.of(row));
            for (var figure : figures) cells.add(cell(row, figure, hasRatios));
            lines.add(cells.toArray(new String[0]));
        }
        append(text, lines);
    }

    private String cell(String row, Figure figure, boolean hasRatio) {
        return run.series(row, figure).text(figure.decimals())
                + (hasRatio ? ratio(row, figure) : "");
    }

    private String ratio(String row, Figure figure) {
        if (base(row).equals(row)) return "";
        var ratio = run.series(row, figure).per(run.series(base(row), figure));
        return ratio.count() == 0 ? "" : " ×" + new Series(List.of(ratio.median())).text(2);
    }

    private void aims(StringBuilder text) {
        var lines = new ArrayList<String[]>();
        lines.add(new String[] {"Aim", "bound", "measured", "kept"});
        for (var aim : Aim.all()) {
            var measured = aim.measured(run);
            if (measured.count() > 0)
                lines.add(
                        new String[] {
                            aim.text(),
                            aim.boundText(),
                            measured.text(2),
                            aim.isMet(run) ? "yes" : "no"
                        });
        }
        if (lines.size() > 1) append(text, lines);
    }

    private void versions(StringBuilder text) {
        run.versions().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(entry -> !entry.getValue().isEmpty())
                .forEach(entry ->
                        text.append("- %s: %s\n".formatted(entry.getKey(), entry.getValue())));
    }

    private static void append(StringBuilder text, List<String[]> lines) {
        var widths = new int[lines.getFirst().length];
        for (var line : lines)
            for (int i = 0; i < line.length; i++) widths[i] = Math.max(widths[i], line[i].length());
        line(text, lines.getFirst(), widths);
        var rule = new String[widths.length];
        Arrays.setAll(rule, i -> "-".repeat(widths[i]));
        line(text, rule, widths);
        for (var line : lines.subList(1, lines.size())) line(text, line, widths);
        text.append('\n');
    }

    private static void line(StringBuilder text, String[] cells, int[] widths) {
        text.append('|');
        for (int i = 0; i < cells.length; i++)
            text.append(' ')
                    .append(cells[i])
                    .append(" ".repeat(widths[i] - cells[i].length()))
                    .append(" |");
        text.append('\n');
    }
}
