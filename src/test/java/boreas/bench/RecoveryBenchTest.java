package boreas.bench;

import boreas.interop.Chain;
import boreas.interop.Programs;
import boreas.lab.LabException;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private static final String TITLE = "called side killed, back after 2 s";

    /// A part of a pairing's name; empty for all.
    private static final String WANTED = System.getProperty("boreas.only", "");

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
    void isAskedFor() {
        Asked.assume("recovery");
    }

    @Test
    void recoveryOfTheCalledSide() throws Exception {
        var file = new ResultFile("recovery");
        var results = new ArrayList<String>();
        for (var pairing : pairings()) {
            var figures = figures(measure(pairing));
            if (results.isEmpty()) System.out.printf("%-34s %s%n", TITLE, Figures.HEADER);
            System.out.printf("%-34s %s%n", pairing, figures.columns());
            for (var failure : figures.failures()) System.out.println("  failed: " + failure);
            results.add("{\"pairing\": \"%s\", %s}".formatted(pairing, figures.json()));
        }
        // A part is for the eye; a file stands for the whole.
        if (WANTED.isEmpty()) System.out.println("written to " + file.write(results));
    }

    private static Figures figures(List<Trial> trials) {
        return new Figures(
                trials.stream().map(Trial::seconds).filter(s -> !s.isNaN()).toList(),
                trials.stream().map(Trial::failure).filter(f -> !f.isEmpty()).toList());
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
    private record Trial(Double seconds, String failure) {}
}
