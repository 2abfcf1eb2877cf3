package boreas.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.lab.NodeProgram;
import boreas.lab.Rights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/// The nodes that scenarios start, and what they need to run at all.
public final class Programs {
    private static final Rights RIGHTS = Rights.detect();

    private Programs() {}

    /// Ours, of the classes that are being tested; where those cannot be installed, as they were
    /// when this checkout's launcher last built them.
    public static NodeProgram boreas() {
        return Installed.PROGRAM;
    }

    /// Ours as a user starts it from this checkout.
    public static NodeProgram shippedBoreas() {
        return NodeProgram.boreas(Path.of("cjdroute"));
    }

    private static final class Installed {
        private static final NodeProgram PROGRAM = install();

        private static NodeProgram install() {
            if (!InstalledBoreas.isPossible()) return shippedBoreas();
            var folder = Path.of("target/installed");
            try {
                InstalledBoreas.into(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return NodeProgram.boreas(folder.resolve("cjdroute"));
        }
    }

    /// Skips the test where no namespace can be made.
    public static void assumeNamespaces() {
        switch (RIGHTS) {
            case Rights.Here() -> {}
            case Rights.InUserNamespace _ -> assumeTrue(false, "needs root for network namespaces");
            case Rights.Missing(var reason) -> assumeTrue(false, reason);
        }
    }

    public static boolean isGenuineNamed(String variable) {
        return System.getenv(variable) != null;
    }

    /// The genuine node that an environment variable names; skips the test without it.
    public static NodeProgram genuine(String variable) {
        var file = System.getenv(variable);
        assumeTrue(file != null, variable + " names no genuine node");
        return NodeProgram.genuine(variable.toLowerCase(Locale.ROOT), Path.of(file));
    }
}
