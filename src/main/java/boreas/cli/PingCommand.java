package boreas.cli;

import boreas.admin.PingReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `boreas ping`: asks another node whether it is there.
@Command(
        name = "ping",
        description = {
            "Pings a node: its router inside the session, by the best path, after a search if none"
                    + " is known; or the switch at the end of a path.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:at least one ping was answered",
            "1:none was, or the node refuses, such as for a wrong password",
            AdminAccess.MISUSED,
            "3:this machine's node does not answer"
        })
final class PingCommand implements Callable<Integer> {
    private static final int TIMEOUT_MS = 3_000;

    /// A search comes before the first ping.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Mixin private WhomParameter whom = new WhomParameter();

    @Option(
            names = {"-c", "--count"},
            paramLabel = "N",
            defaultValue = "4",
            description = "How many pings; 0 until Ctrl-C. Default: ${DEFAULT-VALUE}")
    private String countText = "";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The node's own configuration, as with the other commands; -c is the count"
                            + " here, as with other pings")
    private @Nullable Path config;

    @Option(names = "--socket", paramLabel = "FILE", description = AdminAccess.SOCKET)
    private @Nullable Path socket;

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "Between two pings. Default: ${DEFAULT-VALUE}")
    private double intervalSeconds;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "0",
            description =
                    "Length of the ping, like that of an IPv6 packet on the same way. Default: as"
                            + " short as it is")
    private int sizeBytes;

    @Option(names = "--json", description = "For programs.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int count = count();
        check();
        try (var client = AdminAccess.connect(config, socket, PATIENCE)) {
            var report = new PingReport(client, whom.find(client), sizeBytes, TIMEOUT_MS);
            var out = spec.commandLine().getOut();
            if (report.isSelf()) {
                print(out, isJson ? report.toJson() : report.heading());
                return report.leadsNowhere() ? Main.FAILED : 0;
            }
            var isSummed = new AtomicBoolean();
            var atEnd = new Thread(() -> sum(report, out, isSummed));
            // Ctrl-C ends the program, and asks for the sum.
            Runtime.getRuntime().addShutdownHook(atEnd);
            if (!isJson) print(out, report.heading());
            for (int i = 0; (count == 0 || i < count) && !out.checkError(); i++) {
                if (i > 0) Thread.sleep(Math.round(intervalSeconds * 1000));
                var line = report.ping();
                if (!isJson) print(out, line);
            }
            sum(report, out, isSummed);
            return report.isAnswered() ? 0 : Main.FAILED;
        }
    }

    private int count() {
        if (countText.matches("[0-9]{1,9}")) return Integer.parseInt(countText);
        throw refused(
                "--count is '"
                        + countText
                        + "'; it must be a number, 0 or more (a configuration is named by --config)");
    }

    private void check() {
        if (!(intervalSeconds >= 0.01 && intervalSeconds <= 3600))
            throw refused("--interval is " + intervalSeconds + " s; it must be 0.01 to 3600");
        if (sizeBytes < 0) throw refused("--size is " + sizeBytes + "; it must be 0 or more");
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private void sum(PingReport report, PrintWriter out, AtomicBoolean isSummed) {
        if (isSummed.getAndSet(true) || !report.isBegun()) return;
        print(out, isJson ? report.toJson() : report.summary());
    }

    private static void print(PrintWriter out, String text) {
        out.print(text);
        out.flush();
    }
}
