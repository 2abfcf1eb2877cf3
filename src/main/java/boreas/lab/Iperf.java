package boreas.lab;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// How much TCP a path carries, by iperf3.
public final class Iperf {
    private static final int PORT = 5201;

    /// `"sum_received": { ... "bits_per_second": 1.2e9`
    private static final Pattern RECEIVED =
            Pattern.compile("\"sum_received\":\\s*\\{[^}]*\"bits_per_second\":\\s*([0-9.eE+]+)");

    private static final Pattern ERROR = Pattern.compile("\"error\":\\s*\"([^\"]*)\"");

    private Iperf() {}

    /// One stream from one host to an address of another.
    ///
    /// @return bits per second as the receiver counted them
    public static double stream(Host from, Host to, String address, int seconds) {
        var devNull = new File("/dev/null");
        var server =
                to.start(
                        Redirect.from(devNull),
                        Redirect.to(devNull),
                        List.of("iperf3", "-s", "-1", "-B", address));
        try {
            awaitListening(to);
            var output =
                    from.run(
                            Duration.ofSeconds(seconds + 20L),
                            "iperf3",
                            "-J",
                            "-c",
                            address,
                            "-t",
                            Integer.toString(seconds),
                            "--connect-timeout",
                            "5000");
            var received = RECEIVED.matcher(output.out());
            if (received.find()) return Double.parseDouble(received.group(1));
            var error = ERROR.matcher(output.out());
            throw new LabException(
                    "iperf3 measured nothing: " + (error.find() ? error.group(1) : output.err()));
        } finally {
            server.destroyForcibly();
        }
    }

    private static void awaitListening(Host host) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        var port = ":%04X ".formatted(PORT);
        while (!host.must("cat", "/proc/net/tcp6", "/proc/net/tcp").out().contains(port)) {
            if (System.nanoTime() - endNs > 0)
                throw new LabException("the iperf3 server on " + host + " does not listen");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
