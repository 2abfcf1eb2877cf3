package boreas.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A bound that was set before anything was measured, and how a run stands to it.
///
/// @param baseRow what is divided by; empty: nothing, the figure itself is judged
/// @param isAtLeast else at most
record Aim(
        String text,
        String row,
        Figure figure,
        String baseRow,
        Figure baseFigure,
        boolean isAtLeast,
        double bound) {

    private static final String OURS = "direct: boreas", V21 = "direct: v21.1";

    private static Aim atLeast(double bound, String row, String base, Figure figure, String text) {
        return new Aim(text, row, figure, base, figure, true, bound);
    }

    private static Aim atMost(double bound, String row, String base, Figure figure, String text) {
        return new Aim(text, row, figure, base, figure, false, bound);
    }

    static List<Aim> all() {
        var aims = new ArrayList<Aim>();
        aims.add(atLeast(3.5, OURS, V21, Figure.TCP1, "direct, 1 TCP flow, of v21.1"));
        aims.add(atMost(0.28, OURS, V21, Figure.CPU_PER_GB, "direct, CPU per GB, of v21.1"));
        aims.add(
                atLeast(
                        6,
                        "middle: boreas",
                        "middle: v21.1",
                        Figure.TCP1,
                        "through a middle node, 1 TCP flow, of v21.1"));
        aims.add(
                atLeast(
                        1,
                        "middle: boreas",
                        "middle: yggdrasil",
                        Figure.TCP1,
                        "through a middle node, 1 TCP flow, of yggdrasil"));
        for (var version : List.of("v21.1", "v22.1")) farEnd(version, aims);
        aims.add(atMost(0.8, OURS, V21, Figure.UDP100_CPU_US, "100 B, CPU per packet, of v21.1"));
        aims.add(atLeast(1.3, OURS, V21, Figure.UDP100_PPS, "100 B, highest rate, of v21.1"));
        aims.add(atMost(1, OURS, V21, Figure.PING_US, "idle ping, median, of v21.1"));
        aims.add(atMost(5, OURS, "", Figure.PING_BULK_P99_MS, "ping under a bulk flow, p99, ms"));
        aims.add(
                atLeast(
                        1.6,
                        ThroughputRow.NO_OFFLOADS + ": boreas",
                        ThroughputRow.NO_OFFLOADS + ": v21.1",
                        Figure.TCP1,
                        "without offloads, 1 TCP flow, of v21.1"));
        aims.add(atMost(128, OURS, "", Figure.RSS_MIB, "resident after load, MiB"));
        aims.add(
                atLeast(
                        0,
                        OURS,
                        "direct: wireguard-go",
                        Figure.TCP1,
                        "direct, 1 TCP flow, of wireguard-go (stated, no bound)"));
        return List.copyOf(aims);
    }

    private static void farEnd(String version, List<Aim> aims) {
        String row = "genuine far end: boreas + " + version, pair = "direct: " + version;
        String to = "to " + version + ", 1 TCP flow", from = "from " + version + ", 1 TCP flow";
        aims.add(atLeast(1, row, pair, Figure.TCP1, to + ", of its pair"));
        aims.add(atLeast(1, row, pair, Figure.TCP1_CUBIC, to + " by CUBIC, of its pair"));
        aims.add(atLeast(1, row, pair, Figure.TCP1_BACK, from + ", of its pair"));
        aims.add(atLeast(1, row, pair, Figure.TCP1_CUBIC_BACK, from + " by CUBIC, of its pair"));
        aims.add(
                new Aim(
                        "to " + version + ", our CPU per GB, of theirs",
                        row,
                        Figure.CPU_PER_GB_NEAR,
                        row,
                        Figure.CPU_PER_GB_FAR,
                        false,
                        0.5));
        aims.add(
                new Aim(
                        "from " + version + ", our CPU per GB, of theirs",
                        row,
                        Figure.BACK_CPU_PER_GB_NEAR,
                        row,
                        Figure.BACK_CPU_PER_GB_FAR,
                        false,
                        0.5));
    }

    Series measured(ThroughputRun run) {
        var own = run.series(row, figure);
        return baseRow.isEmpty() ? own : own.per(run.series(baseRow, baseFigure));
    }

    /// Whether the median keeps the bound; without a figure it does not.
    boolean isMet(ThroughputRun run) {
        double median = measured(run).median();
        return isAtLeast ? median >= bound : median <= bound;
    }

    String boundText() {
        return (isAtLeast ? "≥ " : "≤ ") + String.format(Locale.ROOT, "%.2f", bound);
    }
}
