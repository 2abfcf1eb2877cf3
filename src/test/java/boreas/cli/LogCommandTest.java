package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.daemon.LiveNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCommandTest {
    @TempDir Path folder;

    @Test
    void levelsAndCountsThatMakeNoSenseAreUsageErrors() {
        assertThat(Ran.boreas("log", "--level", "loud").err())
                .startsWith("boreas: 'loud' is no level; there are debug, info, warn and error");
        assertThat(Ran.boreas("log", "-n", "-1"))
                .satisfies(ran -> assertThat(ran.code()).isEqualTo(2));
        assertThat(Ran.boreas("log", "-n", "x").code()).isEqualTo(2);
    }

    @Test
    void aModuleThatIsNotThereIsAUsageErrorAndLevelsAreThereForPrograms() throws Exception {
        try (var node = LiveNode.start("NONE")) {
            var socket = folder.resolve("admin.sock");
            node.listenAt(socket);
            var at = socket.toString();
            for (var wrong : new String[][] {{"--level", "bogus=debug"}, {"--module", "nosuch"}}) {
                var ran = Ran.boreas("log", "--socket", at, wrong[0], wrong[1]);
                assertThat(ran.code()).as(ran.err()).isEqualTo(2);
                assertThat(ran.err())
                        .contains("' is no module; there are ", "link", "session")
                        .doesNotContain("Boreas_");
            }
            assertThat(Ran.boreas("log", "--socket", at, "--level", "link=debug", "--json").out())
                    .contains("\"own\"")
                    .containsPattern("\"link\": ?\"DEBUG\"")
                    .hasLineCount(1);
            assertThat(Ran.boreas("log", "--socket", at, "--levels").out())
                    .isEqualTo("all=info link=debug\n");
            assertThat(Ran.boreas("log", "--socket", at, "--levels", "--json").out())
                    .containsPattern("\"level\": ?\"INFO\"");
        }
    }
}
