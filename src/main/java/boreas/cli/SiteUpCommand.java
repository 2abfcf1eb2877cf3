package boreas.cli;

import boreas.daemon.UserNumber;
import boreas.daemon.site.SiteControl;
import boreas.daemon.site.SiteException;
import boreas.daemon.site.SiteOptions;
import boreas.daemon.site.SiteReport;
import boreas.site.PlanText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `boreas site up`: what the site file plans for this machine is so afterwards.
@Command(
        name = "up",
        description = {
            "Makes devices, addresses, routes and firewall as the site file plans them.",
            "Needs root. What is there already is left alone; what an earlier file wanted and this"
                    + " one does not is taken away. `boreas run --site` does the same at its start."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is in force", "1:it is not, and why", Main.MISUSED})
final class SiteUpCommand implements Callable<Integer> {
    @Mixin private SiteHere here = new SiteHere();

    @Option(
            names = "--without-firewall",
            description = "Leave the firewall alone: then nobody but you keeps anybody out.")
    private boolean isWithoutFirewall;

    @Option(
            names = "--insert",
            description =
                    "Where a chain of another firewall would drop what the file allows, add a rule"
                            + " to it, tagged boreas-site. `down` removes it.")
    private boolean isInserting;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Who may open the tunnel devices without root: the user of the node.")
    private @Nullable String user;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var err = spec.commandLine().getErr();
        var plan = here.plan(err::println);
        if (!isWithoutFirewall && !SiteControl.hasNftables()) {
            spec.commandLine().getOut().print(PlanText.IP6TABLES.of(plan));
            spec.commandLine().getOut().flush();
            throw new IOException(
                    "nftables is missing, so the firewall of the site cannot be loaded, and nothing was changed: install it (such as 'apt-get install nftables'), or load the rules above yourself and say --without-firewall");
        }
        var options =
                new SiteOptions(
                        !isWithoutFirewall,
                        isInserting,
                        here.conf().udpPorts(),
                        user == null ? SiteOptions.NO_OWNER : UserNumber.of(user));
        try (var site = SiteControl.open(here.ledger(), "boreas site up")) {
            print(site.up(plan, options), spec.commandLine().getOut(), err);
            return 0;
        } catch (SiteException e) {
            throw new IOException(e.sentence(), e);
        }
    }

    static void print(SiteReport report, PrintWriter out, PrintWriter err) {
        for (var line : report.done()) out.println(line);
        if (report.changedNothing()) out.println("nothing to do");
        out.flush();
        for (var line : report.warnings()) err.println("boreas: " + line);
        err.flush();
    }
}
