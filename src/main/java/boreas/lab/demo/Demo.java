package boreas.lab.demo;

import boreas.lab.LabException;
import boreas.lab.Rights;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The whole show: chooses the stage, takes the steps, reports.
public final class Demo {
    private static final int OK = 0;
    private static final int NOT_VERIFIED = 1;

    /// sysexits(3), EX_UNAVAILABLE.
    private static final int NO_STAGE = 69;

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
            var hook = new Thread(() -> awaitEnd(process), "demo-end");
            Runtime.getRuntime().addShutdownHook(hook);
            int code = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(hook);
            return code;
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
        try (stage) {
            var report = new DemoReport(stage.mode(), out);
            out.println(stage.description());
            out.println();
            var failure = "";
            for (var step : stage.steps()) {
                if (!failure.isEmpty()) {
                    report.skip(step, failure);
                    continue;
                }
                report.begin(step);
                try {
                    report.end(step, step.measurement().measure());
                } catch (LabException e) {
                    failure = "after `" + step.name() + "` had failed";
                    report.fail(step, String.valueOf(e.getMessage()));
                }
            }
            report.finish();
            if (options.json() != null) report.writeJson(options.json());
            return report.isVerified() ? OK : NOT_VERIFIED;
        }
    }
}
