package boreas.cli;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A machine to install services on: its processes, its network, and all folders that an
/// installation writes to are a scenario's own, and end with it.
///
/// A scenario is a shell script that prints `name: value` lines.
final class ServiceMachine {
    private static final long LIMIT_S = 240;

    private ServiceMachine() {}

    /// What a scenario printed.
    record Seen(Map<String, String> values, String errors) {
        @Nullable String get(String name) {
            return values.get(name);
        }

        @Override
        public String toString() {
            return values + "\n" + errors;
        }
    }

    static void assumePossible(Path folder) throws Exception {
        assumeTrue(
                scenario(folder, "echo 'is: possible'").values.containsValue("possible"),
                "no namespaces and overlays here (needs root)");
    }

    static Seen scenario(Path folder, String script) throws IOException, InterruptedException {
        var errors = folder.resolve("stderr");
        var builder =
                new ProcessBuilder(
                                "unshare",
                                "--net",
                                "--pid",
                                "--mount",
                                "--fork",
                                "--mount-proc",
                                "--kill-child",
                                "sh",
                                "-c",
                                """
                                set -e
                                mount --make-rprivate /
                                mkdir -p over && mount -t tmpfs none over
                                for own in etc opt var/lib; do
                                    mkdir -p over/$own/up over/$own/work
                                    mount -t overlay -o lowerdir=/$own,upperdir=over/$own/up,workdir=over/$own/work none /$own
                                done
                                mount -t tmpfs none /run
                                ip link set lo up
                                unset BOREAS_STATE BOREAS_USER
                                set +e
                                """
                                        + script)
                        .directory(folder.toFile())
                        .redirectError(errors.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process running;
        try {
            running = builder.start();
        } catch (IOException _) {
            return abort("there is no unshare(1) here");
        }
        running.getOutputStream().close();
        var out = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!running.waitFor(LIMIT_S, TimeUnit.SECONDS)) running.destroyForcibly();
        return new Seen(values(out), Files.readString(errors));
    }

    /// Lines `name: value`, by name.
    static Map<String, String> values(String out) {
        var seen = new TreeMap<String, String>();
        for (var line : out.lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0) seen.put(line.substring(0, colon), line.substring(colon + 2).strip());
            else if (line.endsWith(":")) seen.put(line.substring(0, line.length() - 1), "");
        }
        return seen;
    }
}
