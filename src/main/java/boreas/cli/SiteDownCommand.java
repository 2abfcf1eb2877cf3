package boreas.cli;

import boreas.daemon.site.SiteControl;
import boreas.daemon.site.SiteException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `boreas site down`: takes back what was made for the site.
@Command(
        name = "down",
        description = {
            "Removes exactly what `boreas site up` or `boreas run --site` made on this machine.",
            "Needs root. It goes by what was noted then, not by the site file."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing of it is left", "1:something is, and why", Main.MISUSED})
final class SiteDownCommand implements Callable<Integer> {
    @Mixin private SiteHere here = new SiteHere();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var line = spec.commandLine();
        try (var site = SiteControl.open(here.ledger(), "boreas site down")) {
            SiteUpCommand.print(site.down(), line.getOut(), line.getErr());
            return 0;
        } catch (SiteException e) {
            throw new IOException(e.sentence(), e);
        }
    }
}
