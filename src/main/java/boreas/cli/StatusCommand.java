package boreas.cli;

import boreas.admin.StatusReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `boreas status`: how a running node is doing.
@Command(
        name = "status",
        description = "Says how a running node is doing, and what is wrong if something is.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:each peer is well, and there is one", "1:not so, or nobody answers"})
final class StatusCommand implements Callable<Integer> {
    @Mixin private AdminAccess access = new AdminAccess();

    @Option(names = "--json", description = "For programs.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (var client = access.connect()) {
            var report = StatusReport.fetch(client, System.currentTimeMillis());
            spec.commandLine().getOut().print(isJson ? report.toJson() : report.toTable());
            spec.commandLine().getOut().flush();
            return report.isHealthy() ? 0 : Main.FAILED;
        }
    }
}
