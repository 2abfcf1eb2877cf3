package boreas.daemon.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteLockTest {
    @TempDir Path folder;

    @Test
    void theSecondOneIsToldWhoTheFirstIs() throws Exception {
        var ledger = folder.resolve("fc00.site");
        assertThat(SiteLock.holder(ledger)).isNull();
        try (var _ = SiteLock.take(ledger, "boreas run")) {
            String first = "boreas run, pid " + ProcessHandle.current().pid();
            assertThat(SiteLock.holder(ledger)).isEqualTo(first);
            assertThatThrownBy(() -> SiteLock.take(ledger, "boreas site up"))
                    .hasMessageContaining("in the hands of " + first + "; end that first");
        }
        assertThat(SiteLock.holder(ledger)).isNull();
        SiteLock.take(ledger, "boreas site up").close();
    }

    /// Root reads it on a terminal, and the folder may be another user's.
    @Test
    void whatStandsInTheFileCannotSteerATerminal() throws Exception {
        var ledger = folder.resolve("fc00.site");
        try (var _ = SiteLock.take(ledger, "boreas run")) {
            Files.writeString(
                    folder.resolve("fc00.site.lock"),
                    "\u001b]0;x\u0007boreas\nrun\u009b2J, pid 1\n");
            assertThat(SiteLock.holder(ledger)).isEqualTo("?]0;x?boreas?run?2J, pid 1");
        }
    }
}
