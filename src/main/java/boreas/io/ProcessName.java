package boreas.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// How the process is called in the process table (`ps -o comm`, `pgrep`, `killall`).
///
/// The name of a process is that of its first thread. Java code never runs on that one, so
/// `prctl(PR_SET_NAME)` would name another thread; but any thread may write the first one's name to
/// `/proc/self/comm` (proc_pid_comm(5)).
public final class ProcessName {
    private static final int NAME_MAX_BYTES = 15;
    private static final Path COMM = Path.of("/proc/self/comm");

    private ProcessName() {}

    /// @param name at most 15 bytes; longer ones the kernel would cut
    /// @return false where the machine does not allow it, which harms nobody
    public static boolean set(String name) {
        var bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > NAME_MAX_BYTES) throw new IllegalArgumentException(name);
        try {
            Files.write(COMM, bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
