package boreas.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program that is a cjdns node: reads its configuration on standard input, makes one with
/// `--genconf`.
///
/// @param startPatience after which a start that has not come up is given up
/// @param startsMax how often a start is tried. Ours must come up the first time; a released
///   genuine version now and then ends while it sets itself up
/// @param site the site file with which `boreas run` is started, in place of the drop-in; null:
///   none
public record NodeProgram(
        String name,
        Path file,
        boolean isGenuine,
        Duration startPatience,
        int startsMax,
        @Nullable Path site) {

    /// Our own, by its drop-in launcher. The patience covers a busy machine.
    public static NodeProgram boreas(Path launcher) {
        return new NodeProgram(
                "boreas", executable(launcher), false, Duration.ofSeconds(30), 1, null);
    }

    public static NodeProgram genuine(String name, Path file) {
        return new NodeProgram(name, executable(file), true, Duration.ofSeconds(3), 30, null);
    }

    /// Our own as a machine of a site, by `boreas run --site`.
    public NodeProgram withSite(Path siteFile) {
        return new NodeProgram(name, file, isGenuine, startPatience, startsMax, siteFile);
    }

    private static Path executable(Path file) {
        if (!Files.isExecutable(file))
            throw new LabException("no program that could be started: " + file);
        return file.toAbsolutePath();
    }

    /// The command line that stays in the foreground.
    ///
    /// @param state where ours remembers its peers
    List<String> foreground(Path state) {
        if (site == null) return List.of(file.toString(), "--nobg");
        var line = new ArrayList<>(List.of(executable(file.resolveSibling("boreas")).toString()));
        line.addAll(List.of("run", "--config", "-", "--site", site.toString()));
        line.addAll(List.of("--state", state.toString()));
        return line;
    }

    @Override
    public String toString() {
        return name;
    }
}
