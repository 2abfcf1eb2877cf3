package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.Report;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Option;

/// A command that asks a running node once and prints what it says.
abstract class ReportCommand extends AskingCommand {
    @Option(names = "--json", description = "For programs.")
    private boolean isJson;

    /// How long to wait for each answer of the node.
    Duration patience() {
        return AdminClient.PATIENCE;
    }

    /// Asks.
    abstract Report ask(AdminClient client);

    @Override
    public Integer call() throws IOException {
        try (var client = connect(patience())) {
            var report = ask(client);
            out().print(isJson ? report.toJson() : report.toTable(ink()));
            out().flush();
            return report.isHealthy() ? 0 : Main.FAILED;
        }
    }
}
