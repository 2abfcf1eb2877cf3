package boreas.bench;

import boreas.interop.Programs;
import boreas.lab.NodeProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// `./dev bench failover [--trials N] [--only TEXT]`: how long traffic stands still when what it
/// crosses breaks, and how soon it is back on the better way.
@Tag("bench")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverBenchTest {
    /// A part of a row's name; empty for all.
    private static final String WANTED = System.getProperty("boreas.only", "");

    private static final List<String> GENUINE = List.of("CJDROUTE_V21", "CJDROUTE_V22");

    /// Genuine nodes take half a minute for each event, so they get fewer trials: one for so many
    /// of ours. They run beside ours, all shapes and versions at once, because nearly all of the
    /// time they do nothing.
    private static final int OURS_FOR_ONE_OF_THEIRS = 4;

    private final int trials = Integer.getInteger("boreas.trials", 20);
    private final Map<Row, List<Failover.Result>> rows = new LinkedHashMap<>();

    private record Row(Failover.Event event, String nodes) {
        @Override
        public String toString() {
            return nodes + ": " + event;
        }

        boolean isWanted() {
            return toString().contains(WANTED);
        }
    }

    @BeforeEach
    void isAskedFor() {
        Asked.assume("failover");
    }

    @Test
    void gapsOfTrafficAroundWhatBreaks() throws Exception {
        var file = new ResultFile("failover");
        var ours = Programs.shippedBoreas();
        var rivals =
                GENUINE.stream().filter(Programs::isGenuineNamed).map(Programs::genuine).toList();
        for (var event : Failover.Event.values())
            Stream.concat(Stream.of(ours), rivals.stream())
                    .map(program -> new Row(event, program.name()))
                    .filter(Row::isWanted)
                    .forEach(row -> rows.put(row, new ArrayList<>()));
        try (var beside = Executors.newSingleThreadExecutor()) {
            var theirs = beside.submit(() -> measureRivals(rivals));
            for (int i = 0; i < trials; i++) {
                for (var shape : Failover.all()) measure(shape, ours);
                if (WANTED.isEmpty()) write(file);
            }
            theirs.get();
        }
        report();
        // A part is for the eye; a file stands for the whole.
        if (WANTED.isEmpty()) System.out.println("written to " + write(file));
    }

    /// After each trial anew: a run that is ended early has measured something all the same.
    private synchronized Path write(ResultFile file) throws IOException {
        return file.write(rows.entrySet().stream().map(this::json).toList());
    }

    private boolean isWanted(Failover shape, NodeProgram program) {
        return shape.events().stream()
                .anyMatch(event -> rows.containsKey(new Row(event, program.name())));
    }

    private void measure(Failover shape, NodeProgram program) {
        if (!isWanted(shape, program)) return;
        take(program, shape.trial(program));
    }

    private Void measureRivals(List<NodeProgram> rivals) throws Exception {
        for (int i = 0; i < trials; i += OURS_FOR_ONE_OF_THEIRS) measureAtOnce(rivals);
        return null;
    }

    private void measureAtOnce(List<NodeProgram> rivals) throws Exception {
        try (var workers = Executors.newCachedThreadPool()) {
            var work = new ArrayList<Callable<List<Failover.Result>>>();
            var programs = new ArrayList<NodeProgram>();
            for (var rival : rivals)
                for (var shape : Failover.all())
                    if (isWanted(shape, rival)) {
                        work.add(() -> shape.trial(rival));
                        programs.add(rival);
                    }
            var done = workers.invokeAll(work);
            for (int i = 0; i < done.size(); i++) take(programs.get(i), done.get(i).get());
        }
    }

    private synchronized void take(NodeProgram program, List<Failover.Result> results) {
        for (var result : results) {
            var row = rows.get(new Row(result.event(), program.name()));
            if (row == null) continue;
            row.add(result);
            System.out.printf("%s: %s, %s%n", program, result.event(), result);
        }
    }

    private void report() {
        System.out.printf(
                "%n%-52s %s %7s  %s%n",
                "traffic stands still", Figures.HEADER, "bound s", "packets/s at the relay");
        rows.forEach((row, results) -> {
            var figures = figures(results);
            var packets = new ArrayList<String>();
            relay(results)
                    .forEach((when, rate) ->
                            packets.add(String.format(Locale.ROOT, "%s %.0f", when, rate)));
            System.out.printf(
                    "%-52s %s %7.1f  %s%n",
                    row, figures.columns(), row.event.boundS(), String.join(", ", packets));
            for (var failure : figures.failures()) System.out.println("  failed: " + failure);
        });
        System.out.println("load at the end: " + ResultFile.load());
    }

    private static Figures figures(List<Failover.Result> results) {
        return new Figures(
                results.stream().map(Failover.Result::seconds).filter(s -> !s.isNaN()).toList(),
                results.stream().map(Failover.Result::failure).filter(f -> !f.isEmpty()).toList());
    }

    /// Medians over the trials, by when they were counted.
    private static Map<String, Double> relay(List<Failover.Result> results) {
        var named = new LinkedHashMap<String, Double>();
        for (var when :
                results.stream().flatMap(r -> r.relay().keySet().stream()).distinct().toList())
            named.put(
                    when,
                    Figures.median(
                            results.stream()
                                    .filter(r -> r.relay().containsKey(when))
                                    .mapToDouble(r -> r.relay().get(when))
                                    .toArray()));
        return named;
    }

    private String json(Map.Entry<Row, List<Failover.Result>> entry) {
        var relay = new ArrayList<String>();
        relay(entry.getValue())
                .forEach((when, rate) ->
                        relay.add(String.format(Locale.ROOT, "\"%s\": %.1f", when, rate)));
        var lost =
                entry.getValue().stream()
                        .filter(r -> r.failure().isEmpty())
                        .map(Failover.Result::lost);
        return "{\"event\": \"%s\", \"nodes\": \"%s\", \"bound\": %s, \"packets per second at the relay\": {%s}, \"lost\": %s, %s}"
                .formatted(
                        entry.getKey().event,
                        entry.getKey().nodes,
                        Double.isNaN(entry.getKey().event.boundS())
                                ? "null"
                                : entry.getKey().event.boundS(),
                        String.join(", ", relay),
                        lost.toList(),
                        figures(entry.getValue()).json());
    }
}
