package boreas.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.lab.Host;
import boreas.lab.Pause;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What `ip -6 tunnel add DEVICE mode any local … remote … encaplimit …` makes, played in user
/// space by `tunnel_end.py` above whatever device carries the two addresses. It shares nothing with
/// ours but the kernel.
final class KernelStyleTunnel {
    private static final String SCRIPT = "/interop/tunnel_end.py";
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final String PYTHON = "/usr/bin/python3";

    private KernelStyleTunnel() {}

    /// Skips the test where the end could not be played.
    static void assumePossible() {
        assumeTrue(
                Files.isExecutable(Path.of(PYTHON)),
                "no " + PYTHON + " to play a tunnel of the kernel: apt-get install python3");
    }

    /// Makes a device; it is gone when its process ends.
    ///
    /// @param limit of the encapsulation limit option; `none`: no option
    static Process add(Host host, String device, String local, String remote, String limit) {
        var script = host.folder().resolve("tunnel_end.py");
        var log = host.folder().resolve(device + ".log");
        try (var text = KernelStyleTunnel.class.getResourceAsStream(SCRIPT)) {
            if (text == null) throw new AssertionError("no resource " + SCRIPT);
            Files.write(script, text.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var process =
                host.start(
                        Redirect.from(new File("/dev/null")),
                        Redirect.to(log.toFile()),
                        List.of(PYTHON, script.toString(), device, local, remote, limit));
        Operator.awaitThat(
                "a tunnel's end on " + host + " that is ready: " + text(log),
                START_LIMIT,
                () -> text(log).contains("ready"));
        host.must("ip", "link", "set", device, "up", "mtu", "1280");
        return process;
    }

    /// Takes a device away again.
    static void delete(Process end) {
        end.destroy();
        for (int i = 0; i < 100 && end.isAlive(); i++) Pause.of(Duration.ofMillis(20));
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }
}
