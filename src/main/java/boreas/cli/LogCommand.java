package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.LogReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// `boreas log`: what a running node has logged lately, what it logs now, and how much it may say.
@Command(
        name = "log",
        description = {
            "Shows the last lines of a running node's log, wherever it is written; the last 1000"
                    + " are kept. Sets while it runs who may say how much.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the lines are on stdout, or the level is set",
            "1:the node refuses, such as for a wrong password",
            AdminAccess.MISUSED,
            "3:this machine's node does not answer"
        })
final class LogCommand extends AskingCommand {
    private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "error");
    private static final long POLL_MS = 250;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of the last lines. Default: ${DEFAULT-VALUE}")
    private int count;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is logged from now on, until Ctrl-C.")
    private boolean isFollowing;

    @Option(
            names = {"-l", "--level"},
            paramLabel = "LEVEL|MODULE=LEVEL",
            description = {
                "LEVEL (debug, info, warn, error): shows only lines of it and above; the node goes"
                        + " on as it was.",
                "MODULE=LEVEL: changes the node: it logs that much of this module from now on, until"
                        + " it ends; all=LEVEL: of all others; MODULE=usual: as at its start. Shows"
                        + " no lines then, unless with -f."
            })
    private List<String> levels = new ArrayList<>();

    @Option(
            names = {"-m", "--module"},
            paramLabel = "MODULE",
            description = "Only lines of this module: link, session, site, ...")
    private @Nullable String module;

    @Option(names = "--levels", description = "Say how much each module may log now.")
    private boolean isAskingLevels;

    @Option(names = "--json", description = "For programs: an object on each line.")
    private boolean isJson;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (count < 0) throw refused("--lines is " + count + "; it must be 0 or more");
        var lowest = lowest();
        try (var client = connect(AdminClient.PATIENCE)) {
            var out = out();
            requireSources(client);
            boolean isSetting = set(client, out);
            if (isAskingLevels) print(LogReader.levels(client), out);
            out.flush();
            if ((isSetting || isAskingLevels) && !isFollowing) return 0;
            var reader = new LogReader(client, lowest, module);
            print(reader.last(count), out);
            while (isFollowing && !out.checkError()) {
                Thread.sleep(POLL_MS);
                print(reader.news(), out);
            }
        }
        return 0;
    }

    /// Before anything is set.
    private void requireSources(AdminClient client) {
        var meant = new ArrayList<String>();
        if (module != null) meant.add(module);
        for (var text : levels) {
            int equals = text.indexOf('=');
            if (equals >= 0 && !text.startsWith("all=")) meant.add(text.substring(0, equals));
        }
        if (meant.isEmpty() || !client.knows("Boreas_logLevels")) return;
        var sources = LogReader.levels(client).sources();
        for (var one : meant)
            if (!sources.contains(one))
                throw refused(
                        "'%s' is no module; there are %s"
                                .formatted(one, String.join(", ", sources)));
    }

    private void print(LogReader.Levels now, PrintWriter out) {
        out.println(isJson ? now.toJson() : now.toText());
    }

    private boolean set(AdminClient client, PrintWriter out) {
        LogReader.Levels now = null;
        for (var text : levels) {
            int equals = text.indexOf('=');
            if (equals < 0) continue;
            var whose = text.substring(0, equals);
            var level = text.substring(equals + 1).toLowerCase(Locale.ROOT);
            if (!level.equals("usual") && !LEVELS.contains(level)) throw unknown(level);
            now =
                    LogReader.setLevel(
                            client,
                            whose.equals("all") ? null : whose,
                            level.equals("usual") ? null : level);
        }
        if (now != null) print(now, out);
        return now != null;
    }

    private @Nullable String lowest() {
        String lowest = null;
        for (var text : levels) {
            if (text.indexOf('=') >= 0) continue;
            lowest = text.toLowerCase(Locale.ROOT);
            if (!LEVELS.contains(lowest)) throw unknown(text);
        }
        return lowest;
    }

    private ParameterException unknown(String level) {
        return refused("'" + level + "' is no level; there are debug, info, warn and error");
    }

    private void print(List<LogReader.Line> lines, PrintWriter out) {
        var ink = ink();
        var zone = ZoneId.systemDefault();
        for (var line : lines) out.println(isJson ? line.toJson() : line.toText(zone, ink));
        out.flush();
    }
}
