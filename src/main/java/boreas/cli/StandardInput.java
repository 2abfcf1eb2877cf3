package boreas.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What stands behind stdin.
final class StandardInput {
    private StandardInput() {}

    /// Whether a command line means it by the name of a file.
    static boolean isMeantBy(Path file) {
        return file.toString().equals("-");
    }

    /// The file that it is; null for everything else, pipes and terminals among them.
    static @Nullable Path file() {
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd/0"));
            return target.isAbsolute() && Files.isRegularFile(target) ? target : null;
        } catch (IOException | UnsupportedOperationException _) {
            return null;
        }
    }

    /// Whether somebody would have to type. The console of the JDK asks about all three streams, so
    /// the kernel is asked about the one.
    static boolean isTerminal() {
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }
}
