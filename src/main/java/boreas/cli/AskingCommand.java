package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.Ink;
import boreas.admin.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A command that asks a running node and prints what it says.
abstract class AskingCommand implements Callable<Integer> {
    @Mixin private AdminAccess access = new AdminAccess();

    @Option(names = "--json", description = "For programs.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /// How long to wait for each answer of the node.
    Duration patience() {
        return AdminClient.PATIENCE;
    }

    /// Asks.
    abstract Report ask(AdminClient client);

    @Override
    public Integer call() throws IOException {
        try (var client = access.connect(patience())) {
            var report = ask(client);
            var out = spec.commandLine().getOut();
            out.print(isJson ? report.toJson() : report.toTable(ink()));
            out.flush();
            return report.isHealthy() ? 0 : Main.FAILED;
        }
    }

    /// Colours where stdout is a terminal and nobody has switched them off.
    Ink ink() {
        return Ink.of(spec.commandLine().getColorScheme().ansi().enabled());
    }

    /// While somebody waits: on stderr, so that redirected output stays clean.
    void tell(String doing) {
        spec.commandLine().getErr().println("... " + doing);
        spec.commandLine().getErr().flush();
    }

    /// The command line makes no sense.
    ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
