package boreas.cli;

import boreas.admin.AdminClient;
import boreas.config.Spelling;
import boreas.value.JsonText;
import boreas.value.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `boreas reload`: another configuration for a running node.
@Command(
        name = "reload",
        description = {
            "Tells a running node its configuration anew: prints what differs, and does it, all or"
                    + " nothing.",
            "Links that the change does not mention notice nothing."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or nothing to do",
            "1:refused: what was in force is in force; where a site refused, links that were cut"
                    + " for it have begun anew",
            AdminAccess.MISUSED,
            "3:this machine's node does not answer"
        })
final class ReloadCommand implements Callable<Integer> {
    /// A site may take 60 s; one that is about to be done then, and does not hold after all, is
    /// taken back by programs that may take 20 s; and before, between and after a loop that is busy
    /// is given 10 s.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Line and column.
    private static final Pattern PLACE = Pattern.compile("\\d+:\\d+: ");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = {
                "The configuration: it is handed to the node whose admin interface it names."
                        + " Default: the file that the node was started with, by its own word;"
                        + " the node is asked as `boreas status` asks it, and reads the file by"
                        + " itself where whoever types this may not"
            })
    private @Nullable Path config;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only say what would be done.")
    private boolean isDryRun;

    @Option(names = "--json", description = "For programs.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (var client = AdminAccess.connect(config, PATIENCE)) {
            var files = new HandedFiles(config, client);
            var reply = files.send(isDryRun);
            var out = spec.commandLine().getOut();
            if (isJson) out.println(JsonText.standard(AdminClient.content(reply)));
            else print(reply, files.name(), out);
            out.flush();
            return reply.has("refusal") ? Main.FAILED : 0;
        }
    }

    /// @param file what people call the configuration
    private void print(Value.Dict reply, String file, PrintWriter out) {
        var problems = reply.texts("problems");
        for (var line : problems) out.println(placed(file, line));
        var refused = reply.str("refusal");
        if (refused != null) {
            long errors = problems.stream().filter(ReloadCommand::isError).count();
            out.println(
                    "refused, nothing has changed: "
                            + (errors == 0 ? refused.text() : Spelling.count(errors, "error")));
            return;
        }
        var changes = reply.texts("changes");
        changes.forEach(out::println);
        long restarts = reply.number("needRestart", 0);
        out.println(
                changes.isEmpty()
                        ? "nothing differs"
                        : "%s: %s%s"
                                .formatted(
                                        isDryRun ? "would be done" : "done",
                                        Spelling.count(changes.size(), "change"),
                                        restarts == 0
                                                ? ""
                                                : "; %d of them need%s a restart"
                                                        .formatted(
                                                                restarts,
                                                                restarts == 1 ? "s" : "")));
    }

    /// In the form that editors understand, where it has a place.
    private static String placed(String file, String problem) {
        return file + (PLACE.matcher(problem).lookingAt() ? ":" : ": ") + problem;
    }

    private static boolean isError(String problem) {
        var place = PLACE.matcher(problem);
        return place.lookingAt() && problem.startsWith("error: ", place.end());
    }
}
