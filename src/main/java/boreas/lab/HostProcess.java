package boreas.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A process inside a namespace of ours, as the kernel shows it. Zombies have left and do not
/// count.
///
/// @param name what `ps -o comm` and `pgrep` see, at most 15 characters
public record HostProcess(long pid, String name, List<String> arguments) {
    private static final Path PROC = Path.of("/proc");

    /// A node ends at once; a shell that waits for its child needs a moment.
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(2);

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(10);

    static List<HostProcess> of(String namespace) {
        var found = new ArrayList<HostProcess>();
        try {
            var wanted =
                    "net:["
                            + Files.getAttribute(Namespaces.NAMES.resolve(namespace), "unix:ino")
                            + "]";
            try (var all = Files.newDirectoryStream(PROC, "[0-9]*")) {
                for (var entry : all) {
                    var process = read(entry, wanted);
                    if (process != null) found.add(process);
                }
            }
        } catch (IOException e) {
            return found; // the namespace is gone, and with it everybody in it
        }
        return found;
    }

    private static @Nullable HostProcess read(Path entry, String namespace) {
        try {
            var network = Files.readSymbolicLink(entry.resolve("ns/net"));
            if (!network.toString().equals(namespace)) return null;
            long pid = Long.parseLong(entry.getFileName().toString());
            if (pid == ProcessHandle.current().pid()) return null;
            var name = Files.readString(entry.resolve("comm")).strip();
            var line = Files.readString(entry.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return new HostProcess(pid, name, List.of(line.split("\0")));
        } catch (IOException e) {
            return null; // it ended while we looked, or it is a kernel thread
        }
    }

    public boolean isAlive() {
        var handle = ProcessHandle.of(pid);
        return handle.isPresent() && handle.get().isAlive() && !isZombie(pid);
    }

    /// SIGTERM.
    public void terminate() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }

    /// SIGKILL.
    public void kill() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /// Real and effective user, or -1 when the process is gone.
    int user() {
        try {
            for (var line : Files.readAllLines(PROC.resolve(pid + "/status")))
                if (line.startsWith("Uid:")) return Integer.parseInt(line.split("\\s+")[2]);
        } catch (IOException e) {
            return -1;
        }
        return -1;
    }

    /// Ends everything inside: politely, then for good.
    static void endAll(String namespace) {
        of(namespace).forEach(HostProcess::terminate);
        if (areGone(namespace, GRACE_NS)) return;
        of(namespace).forEach(HostProcess::kill);
        areGone(namespace, GRACE_NS);
    }

    private static boolean areGone(String namespace, long patienceNs) {
        long endNs = System.nanoTime() + patienceNs;
        while (!of(namespace).isEmpty()) {
            if (System.nanoTime() - endNs > 0) return false;
            LockSupport.parkNanos(POLL_NS);
        }
        return true;
    }

    /// `/proc/PID/stat` reads `PID (name) STATE ...`, and the name may hold anything.
    private static boolean isZombie(long pid) {
        try {
            var stat = Files.readString(PROC.resolve(pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException | StringIndexOutOfBoundsException e) {
            return true;
        }
    }
}
