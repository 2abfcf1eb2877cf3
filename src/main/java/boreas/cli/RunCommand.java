package boreas.cli;

import boreas.daemon.LogOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `boreas run`: the node in this process, with its log on stdout.
@Command(
        name = "run",
        description = "Runs the node, with its log on stdout, until it is told to end.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was told to end, and ended in order",
            "1:the configuration or the site file is wrong, or what it names cannot be had here",
            Main.MISUSED,
            "134:a node with the same admin address runs already"
        })
final class RunCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "/etc/cjdroute.conf",
            description = "Configuration; - reads stdin. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path config;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description =
                    "Where peers are remembered over a restart; none switches that off. Default:"
                            + " /var/lib/boreas/ADDRESS.peers for root, else"
                            + " ~/.local/state/boreas/ADDRESS.peers")
    private @Nullable String state;

    @Option(
            names = {"-s", "--site"},
            paramLabel = "FILE",
            description =
                    "The site file that this machine is part of. Default: \"site\" of the"
                            + " configuration, else none")
    private @Nullable Path site;

    @Option(
            names = "--name",
            defaultValue = "boreas",
            description = "What ps, pgrep and killall shall call it. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Option(names = "--debug", description = "Log more.")
    private boolean isDebug;

    @Option(
            names = "--background",
            description = "Return when the node is up, and leave it running (by the launcher).")
    @SuppressWarnings("UnusedVariable") // the launcher has acted on it already
    private boolean isBackground;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var conf = ConfFile.read(config);
        conf.printProblems(System.err::println);
        var settings = conf.conf();
        if (settings == null) return Main.FAILED;
        LogOutput.to(System.out, isDebug);
        return NodeRun.run(
                settings,
                new OwnConf(StandardInput.isMeantBy(config) ? StandardInput.file() : config, site),
                OwnSite.of(settings, site),
                state,
                name,
                false,
                System.err);
    }
}
