package boreas.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.lab.NodeProgram;
import boreas.lab.Rights;
import java.nio.file.Path;
import java.util.Locale;

/// The nodes that scenarios start, and what they need to run at all.
public final class Programs {
    private static final Rights RIGHTS = Rights.detect();

    private Programs() {}

    /// The launcher of this checkout, as a user starts it.
    public static NodeProgram boreas() {
        return NodeProgram.boreas(Path.of(System.getProperty("boreas.launcher", "cjdroute")));
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
