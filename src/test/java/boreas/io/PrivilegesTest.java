package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrivilegesTest {
    @Test
    void knowsTheUsersOfTheMachine() throws Exception {
        assertThat(Privileges.account("root")).isEqualTo(new Privileges.Account("root", 0, 0));
        assertThatThrownBy(() -> Privileges.account("no-such-user"))
                .isInstanceOf(DeviceException.class)
                .hasMessage("no user no-such-user in /etc/passwd");
    }

    @Test
    void changesTheUserOfEveryThreadAndTakesEveryCapability() throws Exception {
        assumeTrue(Privileges.isRoot(), "only root can give up root");
        var nobody = Privileges.account("nobody");
        var seen = new HashSet<>(runProbe());
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "Uid: " + (nobody.uid() + " ").repeat(4).strip(),
                        "Gid: " + (nobody.gid() + " ").repeat(4).strip(),
                        "Groups:",
                        "CapPrm: 0000000000000000");
    }

    /// From the class path: the child needs no other module, and finds classes wherever the test
    /// itself got them from.
    private static List<String> runProbe() throws Exception {
        var classes =
                folderOf(Privileges.class) + File.pathSeparator + folderOf(PrivilegesTest.class);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var child =
                new ProcessBuilder(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classes,
                                PrivilegesProbe.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try (var out = child.inputReader()) {
            return out.readAllLines();
        }
    }

    /// Folder of compiled classes, also for a test class that was patched into the module.
    private static String folderOf(Class<?> type) throws Exception {
        var file = Path.of(type.getResource(type.getSimpleName() + ".class").toURI()).toString();
        return file.substring(0, file.length() - (type.getName() + ".class").length());
    }
}
