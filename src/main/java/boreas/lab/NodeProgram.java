package boreas.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A program that is a cjdns node: reads its configuration on standard input, makes one with
/// `--genconf`.
///
/// @param startPatience after which a start that has not come up is given up
/// @param startsMax how often a start is tried. Ours must come up the first time; a released
///   genuine version now and then ends while it sets itself up
public record NodeProgram(
        String name, Path file, boolean isGenuine, Duration startPatience, int startsMax) {

    /// Our own, by its drop-in launcher. The patience covers a busy machine.
    public static NodeProgram boreas(Path launcher) {
        return new NodeProgram("boreas", executable(launcher), false, Duration.ofSeconds(30), 1);
    }

    public static NodeProgram genuine(String name, Path file) {
        return new NodeProgram(name, executable(file), true, Duration.ofSeconds(3), 30);
    }

    private static Path executable(Path file) {
        if (!Files.isExecutable(file))
            throw new LabException("no program that could be started: " + file);
        return file.toAbsolutePath();
    }

    /// The command line that stays in the foreground.
    List<String> foreground() {
        return List.of(file.toString(), "--nobg");
    }

    @Override
    public String toString() {
        return name;
    }
}
