package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data loop whose turns are made by the test.
class SupervisionTest {
    private static final long PID = 4711;

    @TempDir private Path folder = Path.of("");
    private final LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    private final AtomicBoolean isReady = new AtomicBoolean(true);
    private final AtomicReference<String> status = new AtomicReference<>("up");

    private String path() {
        return folder.resolve("notify").toString();
    }

    private NotifySocket socket() {
        return NotifySocket.of(
                Map.of("NOTIFY_SOCKET", path(), "WATCHDOG_USEC", "30000"),
                PID,
                new NodeLog(SystemClock.INSTANCE, (_, _) -> {}));
    }

    private Supervision supervise(NotifySocket socket) {
        return Supervision.begin(socket, loop::add, isReady::get, status::get);
    }

    private void turn() throws InterruptedException {
        Objects.requireNonNull(loop.poll(10, TimeUnit.SECONDS), "work for the loop").run();
    }

    @Test
    void isReadyWhenTheTunDeviceHasItsAddressAndTheLoopTurns() throws Exception {
        isReady.set(false);
        try (var ear = new SystemdEar(path());
                var socket = socket();
                var _ = supervise(socket)) {
            assertThat(ear.next()).isEqualTo("STATUS=waits for the address of its tun device");
            assertThat(ear.next(300)).isNull();
            isReady.set(true);
            assertThat(ear.next(300)).as("a loop that does not turn").isNull();
            turn();
            assertThat(ear.next()).isEqualTo("READY=1");
        }
    }

    @Test
    void aLoopThatStandsStillGivesNoSignOfLife() throws Exception {
        try (var ear = new SystemdEar(path());
                var socket = socket();
                var _ = supervise(socket)) {
            turn();
            assertThat(ear.next()).isEqualTo("READY=1");
            turn();
            assertThat(ear.next()).isEqualTo("WATCHDOG=1");
            assertThat(ear.next()).isEqualTo("STATUS=up");
            assertThat(ear.next(200)).as("ten periods of signs later").isNull();
            turn();
            assertThat(ear.next()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void aStatusIsToldWhenItIsAnother() throws Exception {
        try (var ear = new SystemdEar(path());
                var socket = socket();
                var _ = supervise(socket)) {
            for (int i = 0; i < 3; i++) turn();
            status.set("up, 1 of 1 peer linked");
            turn();
            assertThat(ear.next()).isEqualTo("READY=1");
            assertThat(ear.next()).isEqualTo("WATCHDOG=1");
            assertThat(ear.next()).isEqualTo("STATUS=up");
            assertThat(ear.next()).isEqualTo("WATCHDOG=1");
            assertThat(ear.next()).isEqualTo("WATCHDOG=1");
            assertThat(ear.next()).isEqualTo("STATUS=up, 1 of 1 peer linked");
        }
    }

    @Test
    void theSignsComeThreeTimesAPeriodButNotSeldom() {
        assertThat(Supervision.spacingNs(30_000)).isEqualTo(10_000);
        assertThat(Supervision.spacingNs(0)).isEqualTo(10_000_000_000L);
        assertThat(Supervision.spacingNs(3_600_000_000_000L)).isEqualTo(10_000_000_000L);
    }
}
