package boreas.cli;

import boreas.admin.PeersReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `boreas peers`: the peers of a running node.
@Command(
        name = "peers",
        description =
                "Lists the peers of a running node, and the likely cause where one is not well.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:each peer is well, and there is one", "1:not so, or nobody answers"})
final class PeersCommand implements Callable<Integer> {
    @Mixin private AdminAccess access = new AdminAccess();

    @Option(names = "--json", description = "For programs.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (var client = access.connect()) {
            var report = PeersReport.fetch(client, System.currentTimeMillis());
            spec.commandLine().getOut().print(isJson ? report.toJson() : report.toTable());
            spec.commandLine().getOut().flush();
            return report.isHealthy() ? 0 : Main.FAILED;
        }
    }
}
