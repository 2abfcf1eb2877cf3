package boreas.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `boreas`.
@Command(
        name = "boreas",
        description = "A cjdns node: private encrypted IPv6 networks, site to site.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
