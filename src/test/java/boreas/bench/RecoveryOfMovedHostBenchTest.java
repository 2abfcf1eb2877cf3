package boreas.bench;

import boreas.interop.Chain;
import boreas.interop.Programs;
import boreas.lab.LabException;
import boreas.lab.NodeConfig.Auth;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `./dev bench recovery [--trials N]`, its second part: how long traffic stands still when a host
/// gets another address.
@Tag("bench")
class RecoveryOfMovedHostBenchTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WANTED = System.getProperty("boreas.only", "");

    private final int trials = Integer.getInteger("boreas.trials", 20);

    @BeforeEach
    void isAskedFor() {
        Asked.assume("recovery");
    }

    @Test
    void silenceWhenAHostGetsAnotherAddress() throws Exception {
        var file = new ResultFile("moved-host");
        var results = new ArrayList<String>();
        for (int moved = 0; moved < 2; moved++) {
            var name = "address of the " + (moved == 0 ? "caller" : "called host") + " changed";
            if (!name.contains(WANTED)) continue;
            var figures = figures(moved);
            if (results.isEmpty())
                System.out.printf("%-34s %s%n", "boreas->boreas", Figures.HEADER);
            System.out.printf("%-34s %s%n", name, figures.columns());
            for (var failure : figures.failures()) System.out.println("  failed: " + failure);
            results.add("{\"event\": \"%s\", %s}".formatted(name, figures.json()));
        }
        if (WANTED.isEmpty()) System.out.println("written to " + file.write(results));
    }

    /// Nodes of its own for each trial: no state of an earlier one helps or hinders.
    private Figures figures(int moved) {
        var seconds = new ArrayList<Double>();
        var failures = new ArrayList<String>();
        var boreas = Programs.shippedBoreas();
        for (int i = 0; i < trials; i++) {
            try (var chain = Chain.start(Auth.LOGIN, boreas, boreas)) {
                chain.assertPings(0, 1, 10);
                chain.assertPings(1, 0, 10);
                seconds.add(chain.move(moved, 77, PATIENCE).toMillis() / 1000.0);
            } catch (LabException | AssertionError e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        return new Figures(seconds, failures);
    }
}
