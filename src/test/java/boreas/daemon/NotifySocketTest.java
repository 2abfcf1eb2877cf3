package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.EventLog;
import boreas.env.HeardLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Source: sd_notify(3), sd_watchdog_enabled(3).
class NotifySocketTest {
    private static final long PID = 4711;

    @TempDir private Path folder = Path.of("");
    private final List<String> complaints = new ArrayList<>();
    private final EventLog log = new HeardLog(complaints::add);

    private NotifySocket open(Map<String, String> environment) {
        return NotifySocket.of(environment, PID, log);
    }

    @Test
    void eachMessageIsOneDatagramOfLines() {
        var path = folder.resolve("notify").toString();
        try (var ear = new SystemdEar(path);
                var socket = open(Map.of("NOTIFY_SOCKET", path))) {
            assertThat(socket.isHeard()).isTrue();
            socket.ready();
            socket.status("up,\n2 of 3");
            socket.reloading(5_000_000_999L);
            socket.alive();
            socket.stopping();
            assertThat(ear.next()).isEqualTo("READY=1");
            assertThat(ear.next()).isEqualTo("STATUS=up, 2 of 3");
            assertThat(ear.next()).isEqualTo("RELOADING=1\nMONOTONIC_USEC=5000000");
            assertThat(ear.next()).isEqualTo("WATCHDOG=1");
            assertThat(ear.next()).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void anAtSignBeginsAnAbstractName() {
        var name = "@boreas-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        try (var ear = new SystemdEar(name);
                var socket = open(Map.of("NOTIFY_SOCKET", name))) {
            socket.ready();
            assertThat(ear.next()).isEqualTo("READY=1");
        }
    }

    @Test
    void withoutASystemdNothingIsSaid() {
        try (var socket = open(Map.of("WATCHDOG_USEC", "30000000"))) {
            assertThat(socket.isHeard()).isFalse();
            assertThat(socket.watchdogNs()).isZero();
            socket.ready();
            socket.stopping();
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aSocketThatCannotBeHadIsAWarning() {
        var longName = "/" + "x".repeat(107);
        for (var name : List.of("", "/", "@", "notify", longName, folder + "/gone"))
            try (var socket = open(Map.of("NOTIFY_SOCKET", name))) {
                assertThat(socket.isHeard()).as(name).isFalse();
                socket.ready();
            }
        assertThat(complaints).hasSize(6).allMatch(c -> c.contains("NOTIFY_SOCKET is "));
    }

    @Test
    void aSystemdThatIsGoneHarmsNobody() {
        var path = folder.resolve("notify").toString();
        var ear = new SystemdEar(path);
        try (var socket = open(Map.of("NOTIFY_SOCKET", path))) {
            ear.close();
            for (int i = 0; i < 3; i++) socket.alive();
        }
    }

    @Test
    void aSystemdThatDoesNotReadIsNotWaitedFor() {
        var path = folder.resolve("notify").toString();
        try (var ear = new SystemdEar(path);
                var socket = open(Map.of("NOTIFY_SOCKET", path))) {
            for (int i = 0; i < 10_000; i++) socket.alive();
            assertThat(ear.next()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void theWatchdogIsForTheProcessThatItNames() {
        var path = folder.resolve("notify").toString();
        try (var _ = new SystemdEar(path)) {
            assertThat(watchdogNs(path, "30000000", null)).isEqualTo(30_000_000_000L);
            assertThat(watchdogNs(path, "30000000", "4711")).isEqualTo(30_000_000_000L);
            assertThat(watchdogNs(path, "30000000", "4712")).isZero();
            for (var wrong : List.of("", "0", "-1", "soon", "9223372036854775807"))
                assertThat(watchdogNs(path, wrong, null)).as(wrong).isZero();
        }
    }

    private long watchdogNs(String path, String period, @Nullable String pid) {
        var environment = new HashMap<String, String>();
        environment.put("NOTIFY_SOCKET", path);
        environment.put("WATCHDOG_USEC", period);
        if (pid != null) environment.put("WATCHDOG_PID", pid);
        try (var socket = open(environment)) {
            return socket.watchdogNs();
        }
    }
}
