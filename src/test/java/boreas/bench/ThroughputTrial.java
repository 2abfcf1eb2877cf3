package boreas.bench;

import boreas.bench.overlay.Overlay;
import boreas.lab.LabException;
import boreas.lab.Pause;
import boreas.lab.Ping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One row in one round: nodes of its own, and all figures of them, one after another.
final class ThroughputTrial {
    /// A just-in-time compiler needs a few seconds of traffic, in both directions; all get them.
    private static final int WARM_UP_S = 3, WARM_UP_BACK_S = 1;

    private static final int FLOW_S = 4, SHORT_FLOW_S = 3;
    private static final int PROBE_S = 1;

    /// Every contender carries this rate; so the price of a packet can be compared.
    private static final int FIXED_PPS = 8000;

    private static final int FIXED_S = 2;

    /// ping(8) sleeps between its requests only if there are more than 10 ms; below that it spins,
    /// and would be one more busy program on these processors.
    private static final Duration PING_INTERVAL = Duration.ofMillis(20);

    private static final int PINGS = 100;

    /// After all nodes are up, before anything is measured.
    private static final Duration SETTLING = Duration.ofMillis(500);

    private final Overlay overlay;
    private final Traffic traffic;
    private final List<Long> near;
    private final List<Long> far;
    private final List<Long> all;
    private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    private final List<String> failures = new ArrayList<>();

    private ThroughputTrial(Overlay overlay) {
        this.overlay = overlay;
        traffic = new Traffic(overlay.near(), overlay.far(), overlay.address());
        near = overlay.nodesAt(overlay.near());
        far = overlay.nodesAt(overlay.far());
        all = overlay.allNodes();
    }

    /// @param figures those that were measured
    /// @param failures why others were not
    record Result(Map<Figure, Double> figures, List<String> failures) {}

    static Result of(ThroughputRow row) {
        try (var overlay = row.contender().start(row.shape(), row.hasOffloads())) {
            var trial = new ThroughputTrial(overlay);
            trial.measure(row);
            return new Result(trial.figures, trial.failures);
        } catch (LabException e) {
            return new Result(Map.of(), List.of(String.valueOf(e.getMessage())));
        }
    }

    private void measure(ThroughputRow row) {
        figures.put(Figure.START_S, overlay.firstReply().toMillis() / 1000.0);
        Pause.of(SETTLING);
        part("warm-up", this::warmUp);
        part("idle ping", this::idlePing);
        part("1 flow", this::oneFlow);
        part("1 flow back", this::oneFlowBack);
        if (row.isPairOfNodes()) part("CUBIC", this::byCubic);
        part("4 flows", () -> put(Figure.TCP4, traffic.tcp(4, SHORT_FLOW_S, false)));
        if (row.isWhole()) {
            part("4 flows back", () -> put(Figure.TCP4_BACK, traffic.tcp(4, SHORT_FLOW_S, true)));
            part("100 B", () -> packets(100, Figure.UDP100_PPS, Figure.UDP100_CPU_US));
            part("1200 B", () -> packets(1200, Figure.UDP1200_PPS, Figure.UDP1200_CPU_US));
        }
        double larger = Math.max(CpuTime.residentMib(near), CpuTime.residentMib(far));
        figures.put(Figure.RSS_MIB, larger);
    }

    /// What fails leaves its figures out, and the others in.
    private void part(String name, Runnable part) {
        try {
            part.run();
        } catch (LabException e) {
            failures.add(name + ": " + e.getMessage());
        }
    }

    private void put(Figure figure, Traffic.Load load) {
        figures.put(figure, load.mbitPerS());
    }

    private void warmUp() {
        traffic.tcp(1, WARM_UP_S, false);
        traffic.tcp(1, WARM_UP_BACK_S, true);
    }

    private void idlePing() {
        var pings = Ping.count(overlay.near(), overlay.address(), PINGS, PING_INTERVAL);
        var us = pings.replies().stream().map(reply -> (double) reply.rttUs()).toList();
        figures.put(Figure.PING_US, new Series(us).median());
    }

    private void oneFlow() {
        double nearS = CpuTime.seconds(near), farS = CpuTime.seconds(far);
        double allS = CpuTime.seconds(all), machineS = CpuTime.machineSeconds();
        long beganNs = System.nanoTime();
        Ping.Result pings;
        Traffic.Load load;
        try (var ping = Ping.start(overlay.near(), overlay.address(), PING_INTERVAL)) {
            load = traffic.tcp(1, FLOW_S, false);
            double gb = load.gigabytes();
            put(Figure.TCP1, load);
            double nodesS = CpuTime.seconds(all) - allS;
            figures.put(Figure.CPU_PER_GB, nodesS / gb);
            figures.put(Figure.CPU_PER_GB_NEAR, (CpuTime.seconds(near) - nearS) / gb);
            figures.put(Figure.CPU_PER_GB_FAR, (CpuTime.seconds(far) - farS) / gb);
            figures.put(Figure.RETRANSMITS, load.retransmits() / load.seconds());
            double wallS = (System.nanoTime() - beganNs) / 1e9;
            double others =
                    (CpuTime.machineSeconds() - machineS - nodesS) / wallS
                            - load.toolCores() * load.seconds() / wallS;
            figures.put(Figure.OTHERS_CORES, Math.max(0, others));
            pings = ping.stop();
        }
        var ms = pings.replies().stream().mapToDouble(reply -> reply.rttUs() / 1000.0).toArray();
        figures.put(Figure.PING_BULK_P50_MS, Percentiles.of(ms, 0.5));
        figures.put(Figure.PING_BULK_P99_MS, Percentiles.of(ms, 0.99));
    }

    private void oneFlowBack() {
        double nearS = CpuTime.seconds(near), farS = CpuTime.seconds(far);
        double allS = CpuTime.seconds(all);
        var load = traffic.tcp(1, SHORT_FLOW_S, true);
        double gb = load.gigabytes();
        put(Figure.TCP1_BACK, load);
        figures.put(Figure.BACK_CPU_PER_GB, (CpuTime.seconds(all) - allS) / gb);
        figures.put(Figure.BACK_CPU_PER_GB_NEAR, (CpuTime.seconds(near) - nearS) / gb);
        figures.put(Figure.BACK_CPU_PER_GB_FAR, (CpuTime.seconds(far) - farS) / gb);
    }

    /// A sender that takes each loss for a sign, and one that does not (BBR), fare differently with
    /// a node that loses many.
    private void byCubic() {
        put(Figure.TCP1_CUBIC, traffic.tcp(Traffic.CUBIC, SHORT_FLOW_S, false));
        put(Figure.TCP1_CUBIC_BACK, traffic.tcp(Traffic.CUBIC, SHORT_FLOW_S, true));
    }

    /// The search comes first, and warms up too: a stream of TCP has shown a compiler nothing of
    /// datagrams.
    private void packets(int bytes, Figure highest, Figure price) {
        figures.put(highest, RateSearch.highest(pps -> traffic.udp(bytes, pps, PROBE_S)));
        double allS = CpuTime.seconds(all);
        var fixed = traffic.udp(bytes, FIXED_PPS, FIXED_S);
        if (fixed == null) failures.add(bytes + " B: no result at a fixed rate");
        else
            figures.put(
                    price, (CpuTime.seconds(all) - allS) / (fixed.receivedPps() * FIXED_S) * 1e6);
    }
}
