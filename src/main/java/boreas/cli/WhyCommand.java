package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.Report;
import boreas.admin.WhyReport;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `boreas why`: a path hop by hop, and where it breaks.
@Command(
        name = "why",
        description = {
            "Looks at the path to a node hop by hop: who is there, how fast, how sure, how long"
                    + " packets may be; and says where it breaks and what can be done.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the path is as it should be",
            "1:it is not, or the node refuses, such as for a wrong password",
            AdminAccess.MISUSED,
            "3:this machine's node does not answer"
        })
final class WhyCommand extends ReportCommand {
    /// A look at a path is given 45 s by the node.
    private static final Duration PATIENCE = Duration.ofSeconds(55);

    private static final int ROUNDS_MAX = 100;

    @Mixin private WhomParameter whom = new WhomParameter();

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            defaultValue = "10",
            description = "Pings to each hop. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--no-sizes",
            description = "Do not find out how long packets may be, which takes the most time.")
    private boolean isWithoutSizes;

    @Override
    Duration patience() {
        return PATIENCE;
    }

    @Override
    Report ask(AdminClient client) {
        if (rounds < 1 || rounds > ROUNDS_MAX)
            throw refused("--count is " + rounds + "; it must be 1 to " + ROUNDS_MAX);
        return WhyReport.make(client, whom.find(client), rounds, !isWithoutSizes, this::tell);
    }
}
