package boreas.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `boreas site`: networks of several machines from one file.
@Command(
        name = "site",
        description = {
            "Joins the networks of several machines from one file.",
            "The file is the same on each of them, holds no secret, and declares addresses,"
                    + " tunnels, routes and firewall."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "First steps: `boreas site init > site.conf` on one machine; on each one",
            "`boreas site enroll NAME`, whose line goes into that file; `boreas site check`.",
            "Then copy the file to all, and see with `boreas site plan` what each one does.",
            "`boreas run --site` puts it into force and runs the node; `boreas site up`",
            "does without the node. All but `up` and `down` change nothing."
        },
        subcommands = {
            SiteInitCommand.class,
            SiteEnrollCommand.class,
            SiteCheckCommand.class,
            SitePlanCommand.class,
            SiteUpCommand.class,
            SiteDownCommand.class,
            SiteStatusCommand.class,
            CommandLine.HelpCommand.class
        })
final class SiteCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
