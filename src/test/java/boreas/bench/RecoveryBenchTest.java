package boreas.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.interop.Chain;
import boreas.interop.Programs;
import boreas.lab.LabException;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// `./dev bench recovery [--trials N]`: how long a link stays dead when its called side is killed
/// and started again.
@Tag("bench")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveryBenchTest {
    /// A genuine pair takes a minute and more, so its trials run side by side: nearly all of the
    /// time both nodes do nothing.
    private static final int GENUINE_PAIRS_AT_ONCE = 10;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// A part of a pairing's name; empty for all.
    private static final String WANTED = System.getProperty("boreas.pairing", "");

    private static final List<String> GENUINE = List.of("CJDROUTE_V21", "CJDROUTE_V22");

    private final int trials = Integer.getInteger("boreas.trials", 20);

    /// Who calls whom; the called one is killed.
    private record Pairing(NodeProgram caller, NodeProgram called) {
        boolean isGenuine() {
            return caller.isGenuine() && called.isGenuine();
        }

        @Override
        public String toString() {
            return caller + "->" + called;
        }
    }

    @BeforeEach
    void needNamespaces() {
        assumeTrue(
                System.getProperty("boreas.bench", "recovery").equals("recovery"),
                "another measurement was asked for");
        Programs.assumeNamespaces();
    }

    @Test
    void recoveryOfTheCalledSide() throws Exception {
        var results = new ArrayList<Figures>();
        for (var pairing : pairings()) {
            var figures = new Figures(pairing.toString(), measure(pairing));
            System.out.println(results.isEmpty() ? Figures.HEADER + "\n" + figures : figures);
            for (var failure : figures.failures()) System.out.println("  failed: " + failure);
            results.add(figures);
        }
        // A part is for the eye; a file stands for the whole.
        if (WANTED.isEmpty()) write(results);
    }

    private static List<Pairing> pairings() {
        var ours = Programs.shippedBoreas();
        var pairings = new ArrayList<>(List.of(new Pairing(ours, ours)));
        for (var variable : GENUINE) {
            if (!Programs.isGenuineNamed(variable)) continue;
            var genuine = Programs.genuine(variable);
            pairings.add(new Pairing(genuine, ours));
            pairings.add(new Pairing(ours, genuine));
            pairings.add(new Pairing(genuine, genuine));
        }
        pairings.removeIf(pairing -> !pairing.toString().contains(WANTED));
        return pairings;
    }

    private List<Trial> measure(Pairing pairing) throws Exception {
        int atOnce = pairing.isGenuine() ? GENUINE_PAIRS_AT_ONCE : 1;
        try (var workers = Executors.newFixedThreadPool(atOnce)) {
            var work = new ArrayList<Callable<Trial>>();
            for (int i = 0; i < trials; i++) work.add(() -> once(pairing));
            var done = new ArrayList<Trial>();
            for (var one : workers.invokeAll(work)) done.add(one.get());
            return done;
        }
    }

    /// Nodes of its own for each trial: no state of an earlier one helps or hinders.
    private static Trial once(Pairing pairing) {
        try (var chain = Chain.start(Auth.LOGIN, pairing.caller, pairing.called)) {
            chain.assertPings(0, 1, 10);
            chain.assertPings(1, 0, 10);
            return new Trial(chain.restart(1, PATIENCE).toMillis() / 1000.0, "");
        } catch (LabException | AssertionError e) {
            return new Trial(Double.NaN, String.valueOf(e.getMessage()));
        }
    }

    /// @param seconds NaN when it did not recover
    private record Trial(double seconds, String failure) {}

    private record Figures(String name, List<Trial> trials) {
        static final String HEADER =
                "%-30s %6s %6s %8s %8s %8s %8s"
                        .formatted(
                                "called side killed, back after 2 s",
                                "trials",
                                "failed",
                                "min s",
                                "median s",
                                "p90 s",
                                "max s");

        private double[] sorted() {
            return trials.stream()
                    .mapToDouble(Trial::seconds)
                    .filter(s -> !Double.isNaN(s))
                    .sorted()
                    .toArray();
        }

        List<String> failures() {
            return trials.stream().map(Trial::failure).filter(f -> !f.isEmpty()).toList();
        }

        int failed() {
            return failures().size();
        }

        Map<String, Double> percentiles() {
            var sorted = sorted();
            var named = new TreeMap<String, Double>();
            if (sorted.length == 0) return named;
            named.put("min", sorted[0]);
            named.put("median", atRank(sorted, 0.5));
            named.put("p90", atRank(sorted, 0.9));
            named.put("max", sorted[sorted.length - 1]);
            return named;
        }

        /// Nearest rank: a figure that was really measured.
        private static double atRank(double[] sorted, double share) {
            return sorted[(int) Math.ceil(share * sorted.length) - 1];
        }

        @Override
        public String toString() {
            var p = percentiles();
            return String.format(
                    Locale.ROOT,
                    "%-34s %6d %6d %8.3f %8.3f %8.3f %8.3f",
                    name,
                    trials.size(),
                    failed(),
                    p.getOrDefault("min", Double.NaN),
                    p.getOrDefault("median", Double.NaN),
                    p.getOrDefault("p90", Double.NaN),
                    p.getOrDefault("max", Double.NaN));
        }

        String json() {
            var text = new StringBuilder();
            percentiles()
                    .forEach((name, s) ->
                            text.append(String.format(Locale.ROOT, ", \"%s\": %.3f", name, s)));
            var all = new ArrayList<String>();
            for (double s : sorted()) all.add(String.format(Locale.ROOT, "%.3f", s));
            return "{\"pairing\": \"%s\", \"trials\": %d, \"failed\": %d%s, \"seconds\": [%s]}"
                    .formatted(name, trials.size(), failed(), text, String.join(", ", all));
        }
    }

    private static void write(List<Figures> results) throws IOException {
        var folder = Files.createDirectories(Path.of("bench/results"));
        var file = folder.resolve("recovery-" + LocalDate.now() + ".json");
        Files.writeString(
                file,
                """
                {"measurement": "recovery", "date": "%s",
                 "machine": "%s", "processors": %d, "load before": "%s",
                 "results": [
                  %s
                ]}
                """
                        .formatted(
                                LocalDate.now(),
                                machine(),
                                Runtime.getRuntime().availableProcessors(),
                                Files.readString(Path.of("/proc/loadavg")).strip(),
                                String.join(
                                        ",\n  ", results.stream().map(Figures::json).toList())));
        System.out.println("written to " + file);
    }

    private static String machine() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/cpuinfo")))
            if (line.startsWith("model name")) return line.substring(line.indexOf(':') + 1).strip();
        return System.getProperty("os.arch");
    }
}
