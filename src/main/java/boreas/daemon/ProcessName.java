package boreas.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What `ps`, `pgrep` and `killall` call this process: the name of its first thread, which for a
/// JVM is `java` unless it is changed.
///
/// A process may write the names of its own threads under `/proc/self/task`; the first thread's
/// number is the process's own. Scripts of the field look for `cjdroute`.
final class ProcessName {
    /// The kernel cuts names after this many bytes.
    private static final int LENGTH_MAX = 15;

    private ProcessName() {}

    /// @return false where `/proc` does not allow it: the node runs all the same
    static boolean set(String name) {
        if (name.length() > LENGTH_MAX) throw new IllegalArgumentException(name + " is too long");
        var first =
                Path.of("/proc/self/task", Long.toString(ProcessHandle.current().pid()), "comm");
        try {
            Files.writeString(first, name);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
