package boreas.lab;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Watches what comes out of a node's tun device: how long nothing did.
///
/// A ping needs both directions. Where the far end belongs to somebody else, this tells whether
/// what was sent has arrived, whatever became of the replies.
public final class Arrivals implements AutoCloseable {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Thread thread;
    private volatile long longestNs;
    private volatile boolean isStopping;

    private Arrivals(Host host) {
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("arrivals at " + host)
                        .unstarted(() -> watch(host));
    }

    /// Begins now.
    public static Arrivals at(Host host) {
        var arrivals = new Arrivals(host);
        arrivals.thread.start();
        return arrivals;
    }

    private void watch(Host host) {
        host.adoptThread();
        long changedNs = System.nanoTime();
        long in = -1;
        while (!isStopping) {
            var count = DeviceCount.first("tun");
            long nowNs = System.nanoTime();
            if (count != null && count.in() != in) {
                in = count.in();
                changedNs = nowNs;
            }
            longestNs = Math.max(longestNs, nowNs - changedNs);
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    /// So far, to a few milliseconds.
    public Duration longestSilence() {
        return Duration.ofNanos(longestNs);
    }

    @Override
    public void close() {
        isStopping = true;
    }
}
