package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.ffm.Errno;
import boreas.ffm.LibCProcess;
import boreas.ffm.Linux;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs a part of a test in a network namespace of its own.
///
/// A namespace belongs to a thread, so a fresh thread takes a new one and runs the body; what the
/// body opens (sockets, tun devices, programs that it starts) is in there. It has no name and ends
/// with its thread and its descriptors: nothing to clean up, whatever happens.
public final class NetworkNamespace {
    private NetworkNamespace() {}

    /// Runs `ip(8)` in the namespace of the calling thread.
    public static void ip(String words) throws Exception {
        var ip = new ProcessBuilder(("ip " + words).split(" ")).inheritIO().start();
        assertThat(ip.waitFor()).isZero();
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
