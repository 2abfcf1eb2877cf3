package boreas.daemon;

import boreas.config.Spelling;
import boreas.link.PeerState;
import boreas.node.NodeSnapshot;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What a node tells systemd while it runs: that it is ready, that its data loop turns, and how
/// many peers it has.
///
/// All of it is said by the loop's own thread, in a command: a loop that stands still gives no sign
/// of life, and neither does one that cannot keep up with its commands. Systemd ends the process
/// then, and starts another.
final class Supervision implements AutoCloseable {
    /// The manual advises half of the period; a command may be late.
    private static final int SIGNS_PER_PERIOD = 3;

    private static final long STATUS_NS = 10_000_000_000L;
    private static final Duration READY_POLL = Duration.ofMillis(100);

    private final NotifySocket systemd;
    private final Executor loop;
    private final Supplier<String> status;
    private final BooleanSupplier isReady;
    private final Thread thread = Thread.ofVirtual().name("supervision").unstarted(this::run);
    private String said = "";

    private Supervision(
            NotifySocket systemd, Executor loop, BooleanSupplier isReady, Supplier<String> status) {
        this.systemd = systemd;
        this.loop = loop;
        this.isReady = isReady;
        this.status = status;
    }

    /// @param loop does work on the data loop's thread
    /// @param isReady asked until it is so
    /// @param status a line for people, asked for on the loop's thread
    static Supervision begin(
            NotifySocket systemd, Executor loop, BooleanSupplier isReady, Supplier<String> status) {
        var supervision = new Supervision(systemd, loop, isReady, status);
        if (systemd.isHeard()) supervision.thread.start();
        return supervision;
    }

    private void run() {
        try {
            if (!isReady.getAsBoolean()) systemd.status("waits for the address of its tun device");
            while (!isReady.getAsBoolean()) Thread.sleep(READY_POLL);
            loop.execute(systemd::ready);
            var spacing = Duration.ofNanos(spacingNs(systemd.watchdogNs()));
            while (true) {
                loop.execute(this::tell);
                Thread.sleep(spacing);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    static long spacingNs(long watchdogNs) {
        return watchdogNs == 0 ? STATUS_NS : Math.min(STATUS_NS, watchdogNs / SIGNS_PER_PERIOD);
    }

    private void tell() {
        systemd.alive();
        var line = status.get();
        if (line.equals(said)) return;
        said = line;
        systemd.status(line);
    }

    /// How a node is doing.
    static String line(NodeSnapshot snapshot) {
        long up = snapshot.peers().stream().filter(p -> p.state() == PeerState.ESTABLISHED).count();
        int all = snapshot.peers().size();
        return all == 0
                ? "up, without peers so far"
                : "up, %d of %s linked".formatted(up, Spelling.count(all, "peer"));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
