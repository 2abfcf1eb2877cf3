package boreas.io;

import java.nio.file.Files;
import java.nio.file.Path;

/// Started by [PrivilegesTest] in a process of its own, because there is no way back: gives up root
/// and prints the user and the capabilities of each thread.
final class PrivilegesProbe {
    private PrivilegesProbe() {}

    public static void main(String[] args) throws Exception {
        Privileges.become(Privileges.account("nobody"));
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            for (var task : tasks.toList())
                for (var line : Files.readAllLines(task.resolve("status")))
                    if (line.startsWith("Uid:")
                            || line.startsWith("Gid:")
                            || line.startsWith("Groups:")
                            || line.startsWith("CapPrm:"))
                        System.out.println(line.replaceAll("\\s+", " ").strip());
        }
    }
}
