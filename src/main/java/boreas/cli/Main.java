package boreas.cli;

import boreas.admin.AdminException;
import boreas.config.Spelling;
import boreas.daemon.LogOutput;
import boreas.lab.LabException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `boreas`: runs the node, and asks a running one.
@Command(
        name = "boreas",
        description = "A cjdns node: private encrypted IPv6 networks, site to site.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "First steps: `boreas demo` shows what it does. `boreas genconf` makes a",
            "configuration, `boreas run` runs it, `boreas status` and `boreas peers` say how",
            "it is doing, `boreas ping`, `paths` and `why` how others are reached. The",
            "drop-in for the genuine program is called `cjdroute`."
        },
        subcommands = {
            RunCommand.class,
            GenconfCommand.class,
            CheckCommand.class,
            ReloadCommand.class,
            StatusCommand.class,
            PeersCommand.class,
            SessionsCommand.class,
            LogCommand.class,
            TopCommand.class,
            PingCommand.class,
            PathsCommand.class,
            WhyCommand.class,
            AdminCommand.class,
            InviteCommand.class,
            JoinCommand.class,
            RevokeCommand.class,
            DemoCommand.class,
            SimCommand.class,
            BenchCommand.class,
            SiteCommand.class,
            InstallServiceCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Runnable {
    /// What the command asked for did not come about; the sentence says why.
    static final int FAILED = 1;

    /// What exit code 2 means.
    static final String MISUSED = "2:the command line makes no sense";

    /// There is no node that could be asked: a script tells it from a node that is not well.
    static final int NOBODY_ANSWERS = 3;

    /// What has to begin at once: to read what all the others take as options costs a cold virtual
    /// machine 0.2 s.
    private static final Map<String, Class<?>> QUICK =
            Map.of(
                    "run", RunCommand.class,
                    "status", StatusCommand.class,
                    "peers", PeersCommand.class);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        LogOutput.nowhere();
        var line = commandLine(args).setOut(standardOutput());
        System.exit(Faults.guard("boreas", () -> line.execute(args)));
    }

    /// Not through `System.out`, which keeps to itself that nobody reads any more: what goes on and
    /// on ends then.
    private static PrintWriter standardOutput() {
        return new PrintWriter(
                new OutputStreamWriter(
                        new FileOutputStream(FileDescriptor.out), System.out.charset()),
                true);
    }

    static CommandLine commandLine() {
        return guarded(new CommandLine(new Main()));
    }

    /// The same for these arguments, though it may not know what they do not need.
    static CommandLine commandLine(String... args) {
        var quick = args.length == 0 ? null : QUICK.get(args[0]);
        if (quick == null) return commandLine();
        var root = new CommandLine(CommandSpec.create().name("boreas"));
        return guarded(root.addSubcommand(quick));
    }

    private static CommandLine guarded(CommandLine line) {
        tellVersion(line.getCommandSpec());
        return line.setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::fail);
    }

    /// `-V` is an option of every command.
    private static void tellVersion(CommandSpec command) {
        command.versionProvider(new ProgramVersion());
        for (var sub : command.subcommands().values()) tellVersion(sub.getCommandSpec());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// One line on what is wrong, one on where to read more.
    private static int refuse(ParameterException e, String[] args) {
        var line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("boreas: " + what(e));
        err.println("Try `" + line.getCommandSpec().qualifiedName() + " --help'.");
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String what(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            var line = e.getCommandLine();
            if (line.getSubcommands().isEmpty())
                return "'%s' is too much for `%s`"
                        .formatted(
                                unmatched.getUnmatched().getFirst(),
                                line.getCommandSpec().qualifiedName());
            var word = unmatched.getUnmatched().getFirst();
            var near = Spelling.nearest(word, line.getSubcommands().keySet());
            return "there is no command '"
                    + word
                    + "'"
                    + (near == null ? "" : "; is '" + near + "' meant?");
        }
        return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }

    private static int fail(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        var kind = e instanceof AdminException a ? a.kind() : null;
        if (kind == AdminException.Kind.MISNAMED)
            return refuse(new ParameterException(line, e.getMessage()), new String[0]);
        line.getErr().println("boreas: " + sentence(e));
        if (kind == AdminException.Kind.NO_ANSWER) return NOBODY_ANSWERS;
        return kind == AdminException.Kind.NO_SETTINGS
                ? line.getCommandSpec().exitCodeOnInvalidInput()
                : FAILED;
    }

    /// What went wrong, for the operator.
    static String sentence(Exception e) {
        return switch (e) {
            case AdminException a -> a.getMessage();
            case LabException l -> String.valueOf(l.getMessage());
            case NoSuchFileException file ->
                    "no such file: "
                            + file.getFile()
                            + (file.getReason() == null ? "" : "; " + file.getReason());
            case AccessDeniedException file -> "may not read " + file.getFile();
            case FileAlreadyExistsException file ->
                    file.getFile() + " is there already, and is no folder";
            // Our own sentence; the JDK's kinds say by their name what happened.
            case IOException io when io.getClass() == IOException.class ->
                    String.valueOf(io.getMessage());
            case IOException io -> io.getClass().getSimpleName() + ": " + io.getMessage();
            default -> Faults.sentence(e);
        };
    }
}
