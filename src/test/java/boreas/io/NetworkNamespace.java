package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.ffm.Errno;
import boreas.ffm.LibCProcess;
import boreas.ffm.Linux;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs a part of a test in a network namespace of its own.
///
/// A namespace belongs to a thread, so a fresh thread takes a new one and runs the body; what the
/// body opens (sockets, tun devices, programs that it starts) is in there. It has no name and ends
/// with its thread and its descriptors: nothing to clean up, whatever happens.
public final class NetworkNamespace {
    private static final long PATIENCE_NS = 10_000_000_000L;

    private NetworkNamespace() {}

    /// Runs `ip(8)` in the namespace of the calling thread.
    public static void ip(String words) throws Exception {
        var ip = new ProcessBuilder(("ip " + words).split(" ")).inheritIO().start();
        assertThat(ip.waitFor()).isZero();
    }

    /// Gives a device an IPv6 address, and waits until the kernel takes packets for it: the route
    /// to an address is made by a worker of the kernel, some milliseconds after `ip` has ended
    /// where many devices come and go, and a datagram that is there before it is lost.
    ///
    /// @param prefix as `fd00::1/64`
    public static void address6(String prefix, String device) throws Exception {
        ip("address add " + prefix + " dev " + device + " nodad");
        var address = InetAddress.getByName(prefix.substring(0, prefix.indexOf('/')));
        var route = HexFormat.of().formatHex(address.getAddress()) + " 80 ";
        var table = Path.of("/proc/thread-self/net/ipv6_route");
        long end = System.nanoTime() + PATIENCE_NS;
        while (Files.readAllLines(table).stream().noneMatch(line -> line.startsWith(route))) {
            assertThat(System.nanoTime()).as("no route to " + prefix).isLessThan(end);
            Thread.sleep(1);
        }
    }

    /// Skips the calling test where the machine does not allow a namespace.
    public static <T> T in(Callable<T> body) throws Exception {
        var reason = new String[1];
        var task =
                new FutureTask<T>(() -> {
                    int r = LibCProcess.unshare(Linux.CLONE_NEWNET);
                    if (r < 0) {
                        reason[0] = Errno.text(r);
                        return null;
                    }
                    return body.call();
                });
        var thread = Thread.ofPlatform().name("bt-namespace").start(task);
        try {
            var result = task.get();
            assumeTrue(
                    reason[0] == null,
                    () -> "no network namespace of its own without root: " + reason[0]);
            return result;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) throw cause;
            if (e.getCause() instanceof Error cause) throw cause;
            throw e;
        } finally {
            thread.join();
        }
    }
}
