package boreas.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `boreas man`: the manual pages.
@Command(
        name = "man",
        description = {
            "Prints a manual page, or writes all of them.",
            "  boreas man site plan | man -l -",
            "  boreas man --into /usr/local/share/man/man1"
        },
        mixinStandardHelpOptions = true)
final class ManCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "Whose page, such as `site plan`. Default: that of boreas itself")
    private List<String> path = new ArrayList<>();

    @Option(names = "--into", paramLabel = "FOLDER", description = "Write all pages there.")
    private @Nullable Path folder;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        if (folder == null) {
            out.print(ManPage.of(named()));
            out.flush();
            return 0;
        }
        var pages = ManPage.all(spec.root());
        Files.createDirectories(folder);
        for (var page : pages.entrySet())
            Files.write(
                    folder.resolve(page.getKey()),
                    page.getValue().getBytes(StandardCharsets.UTF_8));
        out.println("%d pages in %s".formatted(pages.size(), folder));
        return 0;
    }

    private CommandSpec named() {
        var command = spec.root();
        for (var word : path) {
            var sub = command.subcommands().get(word);
            if (sub == null)
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no command '" + word + "' of " + command.qualifiedName());
            command = sub.getCommandSpec();
        }
        return command;
    }
}
