package boreas.cli;

import boreas.lab.demo.Demo;
import boreas.lab.demo.DemoOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `boreas demo`: the job done on this machine before the reader's eyes.
@Command(
        name = "demo",
        description = {
            "Plays the job on this machine before your eyes, and verifies each step.",
            "Three hosts in network namespaces, a node on each: pings, a measured rate, the direct"
                    + " cable cut and healed, a restart; then three sites from one file, who"
                    + " reaches whom, and a TCP connection that outlives a cut. Nothing of this"
                    + " machine's own network is touched.",
            "Needs root, or a system that allows user namespaces; elsewhere it is played in"
                    + " simulation."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every step was verified",
            "1:one was not",
            Main.MISUSED,
            "69:it cannot play here"
        })
final class DemoCommand implements Callable<Integer> {
    /// Any: the same show each time.
    private static final long SEED = 1;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write what was measured there too, for programs.")
    private @Nullable Path json;

    @Override
    public Integer call() {
        var launcher = Path.of(System.getProperty("boreas.program", "./boreas")).toAbsolutePath();
        List<String> arguments = new ArrayList<>();
        if (json != null) arguments.addAll(List.of("--json", json.toString()));
        var options = new DemoOptions(launcher, arguments, json);
        return Demo.run(options, () -> new SimulationStage(SEED), System.out);
    }
}
