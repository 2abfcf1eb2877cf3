package boreas.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `boreas check FILE`: everything that is wrong with a configuration, by place.
@Command(
        name = "check",
        description = "Says everything that is wrong with a configuration, and what would work.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the node can run with it", "1:it cannot"})
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "such as /etc/cjdroute.conf")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ConfFile conf;
        try (var in = Files.newInputStream(file)) {
            conf = ConfFile.read(file.toString(), in);
        }
        var out = spec.commandLine().getOut();
        conf.printProblems(out::println);
        boolean isUsable = conf.conf() != null;
        out.printf(
                "%s: %s, %s, %s%n",
                file,
                isUsable ? "usable" : "not usable",
                CheckedFile.count(conf.errors(), "error"),
                CheckedFile.count(conf.warnings(), "warning"));
        return isUsable ? 0 : Main.FAILED;
    }
}
