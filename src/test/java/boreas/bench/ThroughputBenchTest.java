package boreas.bench;

import boreas.bench.overlay.Contenders;
import boreas.interop.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `./dev bench throughput [--rounds N] [--only TEXT] [--seed N]`: ours beside every other overlay
/// that this machine has. In each round each row comes once, in an order of its own: what else the
/// machine does meanwhile falls on all.
@Tag("bench")
class ThroughputBenchTest {
    /// Names of rows, or parts of them; empty for all.
    private static final String WANTED = System.getProperty("boreas.only", "");

    private final int rounds = Integer.getInteger("boreas.rounds", 5);
    private final long seed = Long.getLong("boreas.seed", 1);

    @BeforeEach
    void isAskedFor() {
        Asked.assume("throughput");
    }

    @Test
    void allOverlaysOfThisMachineRoundByRound() throws IOException {
        var here = Contenders.here(Programs.shippedBoreas());
        for (var line : here.missing()) System.out.println("not measured: " + line);
        var rows = new ArrayList<>(ThroughputRow.all(here));
        rows.removeIf(row -> !row.isWanted(WANTED));
        var run = new ThroughputRun();
        ResultFile.describe(run::tell, "throughput");
        run.tell("seed", Long.toString(seed));
        for (var row : rows) {
            run.declare(row.name());
            run.tellVersion(row.contender().name(), row.contender().version());
        }
        System.out.printf("%d rows, %d rounds, seed %d%n", rows.size(), rounds, seed);
        var random = new Random(seed);
        var begun = Instant.now();
        for (int round = 1; round <= rounds; round++) {
            Collections.shuffle(rows, random);
            for (var row : rows) {
                var result = ThroughputTrial.of(row);
                run.add(row.name(), result.figures(), result.failures());
                System.out.printf(
                        "%4d s, round %d, %s: %s %s%n",
                        Duration.between(begun, Instant.now()).toSeconds(),
                        round,
                        row.name(),
                        ThroughputTable.line(result.figures()),
                        result.failures().isEmpty() ? "" : result.failures());
            }
            run.tell("load after", ResultFile.load());
            write(run);
        }
        System.out.println();
        System.out.println(new ThroughputTable(run).markdown());
        System.out.println("written to " + write(run));
    }

    /// After each round anew: a run that is ended early has measured something all the same. A part
    /// is for the eye and leaves the file of the whole alone.
    private static Path write(ThroughputRun run) throws IOException {
        var folder =
                WANTED.isEmpty() || WANTED.equals(ThroughputRow.CORE)
                        ? Path.of("bench/results")
                        : Path.of("target/bench");
        var file =
                Files.createDirectories(folder).resolve("throughput-" + LocalDate.now() + ".json");
        return Files.writeString(file, run.json());
    }
}
