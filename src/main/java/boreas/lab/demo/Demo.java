package boreas.lab.demo;

import boreas.lab.LabException;
import boreas.lab.Pause;
import boreas.lab.Rights;
import boreas.lab.demo.DemoStep.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The whole show: chooses the stage, takes the steps, reports.
public final class Demo {
    private static final int OK = 0;
    private static final int NOT_VERIFIED = 1;

    // sysexits(3)
    private static final int NO_STAGE = 69;
    private static final int NO_REPORT = 73;

    private static final Duration HOOK_DELAY = Duration.ofMillis(300);

    private Demo() {}

    /// @param simulation the stage for a machine on which no namespace can be made; null when the
    ///   program has none
    /// @return the exit status: 0 only when every step was verified
    public static int run(
            DemoOptions options, @Nullable Supplier<DemoStage> simulation, PrintStream out) {
        return switch (Rights.detect()) {
            case Rights.Here() -> play(NamespaceStage.open(options.launcher()), options, out);
            case Rights.InUserNamespace inside -> again(inside, options, out);
            case Rights.Missing(var reason) -> {
                if (simulation == null) {
                    out.println("The demo cannot play here: " + reason + ".");
                    yield NO_STAGE;
                }
                out.println("No network namespaces here: " + reason + ".");
                yield play(simulation.get(), options, out);
            }
        };
    }

    /// The same command inside a user namespace of its own, where it finds itself to be root.
    private static int again(Rights.InUserNamespace inside, DemoOptions options, PrintStream out) {
        out.println("Not root: starting again in a user namespace.");
        out.flush();
        var words = new ArrayList<>(List.of(options.launcher().toString(), "demo"));
        words.addAll(options.arguments());
        try {
            var process = new ProcessBuilder(inside.enter(words)).inheritIO().start();
            // Ctrl-C reaches both; the one inside takes its hosts down before we leave.
            try (var _ = AtEnd.run(() -> awaitEnd(process))) {
                return process.waitFor();
            }
        } catch (IOException e) {
            throw new LabException("cannot start " + options.launcher() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_VERIFIED;
        }
    }

    private static void awaitEnd(Process process) {
        try {
            process.destroy();
            if (!process.waitFor(15, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    static int play(DemoStage stage, DemoOptions options, PrintStream out) {
        var isInterrupted = new AtomicBoolean();
        Runnable onInterrupt =
                () -> {
                    isInterrupted.set(true);
                    stage.close();
                    out.println("\n\nInterrupted; everything was taken down.");
                };
        try (stage;
                var _ = AtEnd.run(onInterrupt)) {
            var report = new DemoReport(stage.mode(), out);
            out.println(stage.description());
            out.println();
            takeSteps(stage, report, isInterrupted);
            // The JVM is on its way out already; what is said now would be about a ruin.
            if (isInterrupted.get()) return NOT_VERIFIED;
            report.finish();
            if (options.json() != null && !report.writeJson(options.json())) return NO_REPORT;
            return report.isVerified() ? OK : NOT_VERIFIED;
        }
    }

    private static void takeSteps(DemoStage stage, DemoReport report, AtomicBoolean isInterrupted) {
        var failure = "";
        for (var step : stage.steps()) {
            report.begin(step);
            if (!failure.isEmpty()) {
                report.end(step, Outcome.failed("not done, because an earlier step could not be"));
                continue;
            }
            Outcome outcome;
            try {
                outcome = step.measurement().measure();
            } catch (LabException e) {
                failure = String.valueOf(e.getMessage());
                outcome = Outcome.failed(failure);
            }
            // Ctrl-C ends ping and iperf3 as well, a little earlier than it reaches our hook.
            if (!outcome.ok()) Pause.of(HOOK_DELAY);
            if (isInterrupted.get()) return;
            report.end(step, outcome);
        }
    }
}
