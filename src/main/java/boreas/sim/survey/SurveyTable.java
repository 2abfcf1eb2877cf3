package boreas.sim.survey;

import boreas.env.Verdict;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/// Tells a result to people, in a page of text.
public final class SurveyTable {
    private static final int DROPS_SHOWN = 6;

    private final StringBuilder text = new StringBuilder();

    private SurveyTable() {}

    public static String of(SurveyPlan plan, SurveyResult result, SurveyCost cost) {
        var table = new SurveyTable();
        table.plan(plan);
        table.reachability(result);
        table.paths(result);
        table.traffic(result);
        table.cost(plan, result, cost);
        return table.text.toString();
    }

    private void plan(SurveyPlan plan) {
        var graph = plan.topology();
        var degrees = Arrays.stream(graph.degrees()).summaryStatistics();
        line(
                "world",
                "%d nodes, %s, %d links (%d to %d a node, %s on average), seed %d"
                        .formatted(
                                graph.nodes(),
                                graph.name(),
                                graph.links().size(),
                                degrees.getMin(),
                                degrees.getMax(),
                                number(degrees.getAverage()),
                                plan.seed()));
        line(
                "",
                "each link: delay %s ms, jitter %s ms, loss %s %%; crypto: %s"
                        .formatted(
                                number(plan.weather().delayNs() / 1e6),
                                number(plan.weather().jitterNs() / 1e6),
                                number(plan.weather().lossPpm() / 1e4),
                                plan.crypto().name()));
        line(
                "",
                "%s min of virtual time; idle from %s to %s min, then pairs"
                        .formatted(
                                number(plan.durationNs() / 60e9),
                                number(plan.idleFromNs() / 60e9),
                                number(plan.pairsFromNs() / 60e9)));
    }

    private void reachability(SurveyResult r) {
        heading(
                "reachability (a packet from tun to tun; %d a pair, one a second)"
                        .formatted(SurveyPlan.PACKETS));
        line(
                "reached",
                "%d of %d pairs, ".formatted(r.reached(), r.pairs())
                        + share(r.reached(), r.pairs()));
        within("within 100 ms", 100, r);
        within("within 1 s", 1_000, r);
        within("within 3 s", 3_000, r);
        within("within 10 s", 10_000, r);
        line("first packet after", spread(r.reachedAfterMs()) + " ms");
        line(
                "packets arrived",
                "%d of %d, ".formatted(r.arrived(), r.packets()) + share(r.arrived(), r.packets()));
    }

    private void within(String name, int ms, SurveyResult r) {
        int count = r.reachedAfterMs().upTo(ms);
        line(name, count + ", " + share(count, r.pairs()));
    }

    private void paths(SurveyResult r) {
        heading("paths (hops over the fewest possible)");
        line("stretch at the first packet", spread(r.firstStretch()));
        line("stretch after " + SurveyPlan.PACKETS + " s", spread(r.stretch()));
        line("hops after " + SurveyPlan.PACKETS + " s", spread(r.hops()));
        line("paths that lead nowhere", "" + r.lost());
        line(
                "labels that do not fit",
                "%d frames dropped; %d nodes told of were too far"
                        .formatted(r.labelOverflows(), r.tooFar()));
    }

    private void traffic(SurveyResult r) {
        rates("control traffic of a node, idle", r.idle());
        rates("all traffic of a node, while pairs talk", r.loaded());
        heading("nodes and drops");
        line("known nodes of a node", spread(r.knownNodes()));
        r.drops().entrySet().stream()
                .sorted(
                        Map.Entry.<Verdict, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(DROPS_SHOWN)
                .forEach(e -> line(e.getKey().name(), "" + e.getValue()));
    }

    private void rates(String title, TrafficRates rates) {
        heading(title);
        line("routing questions/s", spread(rates.questions()));
        line("datagrams/s", spread(rates.datagrams()));
        line("bytes/s", spread(rates.bytes()));
    }

    private void cost(SurveyPlan plan, SurveyResult r, SurveyCost cost) {
        heading("the run");
        line("digest", "%016x".formatted(r.digest()));
        line("datagrams", "%d; %d events".formatted(r.datagrams(), r.events()));
        double wallSeconds = cost.wallNs() / 1e9;
        line(
                "wall time",
                "%s s (processor time %s s); %s s of virtual time a second"
                        .formatted(
                                number(wallSeconds),
                                number(cost.cpuNs() / 1e9),
                                number(plan.durationNs() / 1e9 / wallSeconds)));
        line(
                "memory",
                "%s KB of heap a node at the end"
                        .formatted(number(cost.heapBytes() / 1024.0 / plan.topology().nodes())));
    }

    private static String spread(Sample s) {
        if (s.size() == 0) return "none";
        return "median %s, p90 %s, p99 %s, max %s, mean %s"
                .formatted(
                        number(s.median()),
                        number(s.quantile(0.9)),
                        number(s.quantile(0.99)),
                        number(s.max()),
                        number(s.mean()));
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
    }

    /// Three digits that matter, all that stand before the point.
    static String number(double value) {
        double size = Math.abs(value);
        String format =
                size >= 100 || value == Math.rint(value) ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    private void heading(String title) {
        text.append('\n').append(title).append('\n');
    }

    private void line(String name, String what) {
        text.append(String.format(Locale.ROOT, "  %-28s ", name)).append(what).append('\n');
    }
}
