package boreas.cli;

import boreas.config.Spelling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `boreas site check FILE`: everything that is wrong with a site file, by place.
@Command(
        name = "check",
        description = "Says everything that is wrong with a site file, and what would work.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it can be used", "1:it cannot, or is not there", Main.MISUSED})
final class SiteCheckCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            defaultValue = SiteFile.USUAL,
            description = "The site file. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var read = SiteFile.read(file, "boreas site check FILE reads another");
        var out = spec.commandLine().getOut();
        read.printProblems(out::println);
        var site = read.site();
        if (site == null)
            out.printf(
                    "%s: not usable, %s, %s%n",
                    file,
                    Spelling.count(read.errors(), "error"),
                    Spelling.count(read.warnings(), "warning"));
        else
            out.printf(
                    "%s: usable, %s, %s, %s%n",
                    file,
                    Spelling.count(site.machines().size(), "machine"),
                    Spelling.count(site.rules().size(), "rule"),
                    Spelling.count(read.warnings(), "warning"));
        out.flush();
        return site != null ? 0 : Main.FAILED;
    }
}
