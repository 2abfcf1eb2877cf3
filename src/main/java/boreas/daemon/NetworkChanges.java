package boreas.daemon;

import boreas.env.Clock;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.env.Timers;
import boreas.env.TokenBucket;
import boreas.io.DataLoop;
import boreas.io.DeviceException;
import boreas.io.DeviceWatch;
import boreas.node.Node;
import boreas.node.NodeCommand;

/// What becomes of the host's network while the node runs: addresses, devices and routes that come
/// and go, and a machine that sleeps and wakes. The node is told at once, so that nobody waits for
/// a link to be silent long enough.
///
/// The kernel tells of changes by netlink. Of sleep it tells nothing: the clock of this process
/// stands still meanwhile, and another one does not ([Clock#sleptNs]). The loop's.
final class NetworkChanges {
    /// Who changes something changes more: an address goes, another comes, and routes by it.
    private static final long GATHER_NS = 30_000_000L;

    /// Of a network that changes all the time one change a second is told.
    private static final int BURST = 4, PER_SECOND = 1;

    private static final long RETRY_NS = 250_000_000L;

    /// Shorter sleep is none: the two clocks are not read in the same moment.
    private static final long SLEEP_NS = 1_000_000_000L;

    private static final long LOOK_EACH_NS = 500_000_000L;

    private final Clock clock;
    private final Node node;
    private final EventLog log;
    private final TokenBucket told;
    private long dueNs = Timers.NEVER;
    private long lookNs;
    private long sleptNs;

    NetworkChanges(Clock clock, Node node, EventLog log) {
        this.clock = clock;
        this.node = node;
        this.log = log;
        lookNs = clock.nanoTime();
        sleptNs = clock.sleptNs();
        told = new TokenBucket(BURST, PER_SECOND, lookNs);
    }

    /// Before the loop runs.
    void watch(DataLoop loop) {
        try {
            loop.addWatch(DeviceWatch.ofNetwork(), this::onNews);
        } catch (DeviceException e) {
            log.event(
                    Level.WARN,
                    "daemon",
                    "changes of the network are noticed by silent links only: " + e.getMessage());
        }
    }

    void onNews() {
        if (dueNs == Timers.NEVER) dueNs = clock.nanoTime() + GATHER_NS;
    }

    long nextDeadlineNs() {
        return dueNs;
    }

    /// Told as often as anything is due in the node, which is once a second at least.
    void onDeadline(long nowNs) {
        if (nowNs - lookNs >= LOOK_EACH_NS) lookAtTheClocks(nowNs);
        if (nowNs < dueNs) return;
        if (!told.take(nowNs)) {
            dueNs = nowNs + RETRY_NS;
            return;
        }
        dueNs = Timers.NEVER;
        log.event(Level.DEBUG, "daemon", "the network has changed; every link is asked");
        node.onCommand(new NodeCommand.NetworkChanged(false), nowNs);
    }

    private void lookAtTheClocks(long nowNs) {
        lookNs = nowNs;
        long nowSleptNs = clock.sleptNs();
        long moreNs = nowSleptNs - sleptNs;
        sleptNs = nowSleptNs;
        if (moreNs < SLEEP_NS) return;
        log.event(
                Level.INFO,
                "daemon",
                "the machine slept for %d s; every link is asked"
                        .formatted(moreNs / 1_000_000_000L));
        node.onCommand(new NodeCommand.NetworkChanged(true), nowNs);
    }
}
