package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.TopFrame;
import boreas.admin.TopSample;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `boreas top`: links and sessions with what they move just now.
@Command(
        name = "top",
        description = {
            "Shows links and sessions of a running node with what they move just now, the busiest"
                    + " first, again and again; q ends it. Without a terminal the pictures come one"
                    + " below the other.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was ended, or all pictures were shown",
            "1:the node refuses, such as for a wrong password",
            AdminAccess.MISUSED,
            "3:this machine's node does not answer"
        })
final class TopCommand extends AskingCommand {
    @Option(
            names = {"-d", "--delay"},
            paramLabel = "S",
            defaultValue = "2",
            description = "Seconds from picture to picture. Default: ${DEFAULT-VALUE}")
    private double delaySeconds;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            defaultValue = "0",
            description = "How many pictures; 0 goes on until it is ended. Default: 0")
    private int count;

    @Option(names = "--once", description = "One picture, of what was moved in a delay.")
    private boolean isOnce;

    @Option(names = "--json", description = "For programs: an object on each line.")
    private boolean isJson;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(delaySeconds >= 0.1 && delaySeconds <= 3600))
            throw refused("--delay is " + delaySeconds + "; it must be 0.1 to 3600");
        if (count < 0) throw refused("--count is " + count + "; it must be 0 or more");
        int pictures = isOnce ? 1 : count;
        var out = out();
        try (var client = connect(AdminClient.PATIENCE)) {
            // An error must not vanish with the screen: ask before it is there.
            var before = sample(client);
            try (var screen = Screen.open(out, !isJson && pictures != 1)) {
                show(client, before, pictures, screen, out);
            }
        }
        return 0;
    }

    private void show(
            AdminClient client, TopSample first, int pictures, Screen screen, PrintWriter out)
            throws IOException, InterruptedException {
        var ink = ink();
        var before = first;
        for (int i = 0; pictures == 0 || i < pictures; i++) {
            if (!screen.waits((long) (delaySeconds * 1000))) return;
            var now = sample(client);
            var frame = new TopFrame(before, now);
            before = now;
            if (!isJson) {
                screen.show(frame.lines(ink));
                continue;
            }
            out.println(frame.toJson());
            out.flush();
        }
    }

    private static TopSample sample(AdminClient client) {
        return TopSample.take(client, System.nanoTime(), System.currentTimeMillis());
    }
}
