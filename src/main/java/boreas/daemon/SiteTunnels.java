package boreas.daemon;

import boreas.admin.SiteView;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.io.DataLoop;
import boreas.io.DeviceException;
import boreas.io.TunDevice;
import boreas.node.Node;
import boreas.node.NodeCommand;
import boreas.site.SitePlan;
import boreas.site.Tunnel;
import boreas.tunnel.TunnelSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The tun devices of a site's tunnels, and their numbers in the node: from 1 on, and none twice.
///
/// ```
///   device deleted  -> loop: isLost -> site thread: made again under its old name,
///                      then what belongs to it (SiteInForce) -> loop: its packets again
///   tunnel is stuck -> loop: onStuck -> site thread: a look at everything; the node itself
///                      has begun its session anew
///   another plan    -> TunnelSwap
/// ```
///
/// A device that is missing has no route, and the site's networks have one that refuses: nothing
/// leaves another way meanwhile.
final class SiteTunnels {
    private final SiteInForce inForce;
    private final DataLoop loop;
    private final Node node;
    private final Counters counters;
    private final EventLog log;

    /// In the plan's order. Replaced as a whole, before the loop runs or by it.
    private volatile List<Way> ways = List.of();

    private int lastId;

    /// One tunnel.
    static final class Way {
        final int tunId;
        final Tunnel tunnel;
        final TunnelSettings settings;
        final TunDevice device;
        final AtomicInteger repairs;

        /// The loop has it no more. Set by the loop, reset before it has it again.
        volatile boolean isLost;

        // the site thread's
        boolean isMadeAgain;
        @Nullable String complaint;

        Way(TunnelSettings settings, Tunnel tunnel, TunDevice device, AtomicInteger repairs) {
            this.tunId = settings.tunId();
            this.tunnel = tunnel;
            this.settings = settings;
            this.device = device;
            this.repairs = repairs;
        }

        @Override
        public String toString() {
            return "tunnel to " + tunnel.machine() + " by " + tunnel.device();
        }
    }

    /// @param counters of the loop's thread
    SiteTunnels(SiteInForce inForce, DataLoop loop, Node node, Counters counters, EventLog log) {
        this.inForce = inForce;
        this.loop = loop;
        this.node = node;
        this.counters = counters;
        this.log = log;
    }

    /// Opens all devices, which are there. Before the loop runs, on the thread that starts it.
    void open(long nowNs) throws StartFailure {
        inForce.afterEachLook(this::makeAgainWhatIsLost);
        var plan = inForce.plan();
        for (var tunnel : plan.tunnels()) {
            try {
                var way = opened(settings(++lastId, plan, tunnel), tunnel, new AtomicInteger());
                var refusal = carry(way, nowNs);
                if (refusal != null) throw new StartFailure(StartFailure.CONFIGURATION, refusal);
                var next = new ArrayList<>(ways);
                next.add(way);
                ways = List.copyOf(next);
            } catch (DeviceException e) {
                throw new StartFailure(
                        StartFailure.CONFIGURATION,
                        "the tunnel to " + tunnel.machine() + ": " + e.getMessage());
            }
        }
    }

    // --- for a swap, too

    List<Way> ways() {
        return ways;
    }

    int nextId() {
        return ++lastId;
    }

    static TunnelSettings settings(int tunId, SitePlan plan, Tunnel tunnel) {
        var far = plan.site().byName(tunnel.machine());
        if (far == null) throw new AssertionError(tunnel.machine());
        var limit = tunnel.encapsulationLimit();
        return new TunnelSettings(
                tunId,
                tunnel.key(),
                plan.own().endpoint(),
                far.endpoint(),
                tunnel.remote(),
                plan.own().siteRanges(),
                tunnel.mtuBytes(),
                limit == null ? TunnelSettings.NO_LIMIT : limit,
                tunnel.isKernelTunnel());
    }

    /// With its device, which is there; the loop does not have it yet.
    Way opened(TunnelSettings settings, Tunnel tunnel, AtomicInteger repairs)
            throws DeviceException {
        return new Way(settings, tunnel, TunDevice.open(tunnel.device(), counters), repairs);
    }

    /// The loop's from now on, which closes the device in the end. By the loop's thread, or before
    /// it runs.
    ///
    /// @return why the node does not carry its packets; null when it does
    @Nullable String carry(Way way, long nowNs) {
        loop.addTun(way.tunId, way.device);
        var refusal = node.onCommand(new NodeCommand.OpenTunnel(way.settings), nowNs).orElse(null);
        if (refusal != null) loop.removeTun(way.tunId);
        else
            log.event(
                    Level.INFO,
                    "site",
                    "tunnel %d to %s: %s, its endpoint is %s"
                            .formatted(
                                    way.tunId,
                                    way.tunnel.machine(),
                                    way.tunnel.device(),
                                    way.settings.farEndpoint().compressedText()));
        return refusal;
    }

    /// Neither node nor loop have it any more, and its device is closed. By the loop's thread.
    void drop(Way way, long nowNs) {
        node.onCommand(new NodeCommand.CloseTunnel(way.tunId), nowNs);
        if (!loop.removeTun(way.tunId)) way.device.close(); // it was lost
    }

    /// The same device with other settings. By the loop's thread.
    ///
    /// @return why the node does not carry its packets so; null when it does
    @Nullable String replace(Way before, Way after, long nowNs) {
        node.onCommand(new NodeCommand.CloseTunnel(before.tunId), nowNs);
        return node.onCommand(new NodeCommand.OpenTunnel(after.settings), nowNs).orElse(null);
    }

    /// By the loop's thread.
    void now(List<Way> next) {
        ways = List.copyOf(next);
    }

    // --- the loop's thread

    /// A device was lost. @return false when it is none of a tunnel
    boolean isLost(int tunId) {
        var way = way(tunId);
        if (way == null) return false;
        log.event(Level.WARN, "site", way + ": somebody deleted the device; it is made again");
        way.isLost = true;
        var _ = inForce.later(way.toString(), () -> makeAgain(way));
        return true;
    }

    /// The far node is heard, but nothing comes out of the tunnel; told again while it lasts.
    void onStuck(int tunId) {
        var way = way(tunId);
        if (way == null) return;
        way.repairs.incrementAndGet();
        inForce.lookSoon();
    }

    private @Nullable Way way(int tunId) {
        for (var way : ways) if (way.tunId == tunId) return way;
        return null;
    }

    // --- the site thread

    private void makeAgain(Way way) {
        if (!way.isLost || !ways.contains(way)) return;
        try {
            if (!way.isMadeAgain) way.device.makeAgain();
        } catch (DeviceException e) {
            var complaint = String.valueOf(e.getMessage());
            if (!complaint.equals(way.complaint))
                log.event(
                        Level.ERROR, "site", way + ": " + complaint + "; tried again at each look");
            way.complaint = complaint;
            return;
        }
        way.isMadeAgain = true;
        inForce.look();
        way.isLost = false;
        if (loop.submit(_ -> loop.addTun(way.tunId, way.device))) {
            way.isMadeAgain = false;
            way.complaint = null;
            way.repairs.incrementAndGet();
        } else {
            way.isLost = true; // the loop is busy
        }
    }

    /// What could not be had at once: somebody may have taken the name for a while.
    private void makeAgainWhatIsLost() {
        for (var way : ways) makeAgain(way);
    }

    // --- for people, from any thread

    SiteView view() {
        return new SiteView(
                inForce.plan().own().name(),
                inForce.repairs(),
                ways.stream()
                        .map(w ->
                                new SiteView.Way(
                                        w.tunId,
                                        w.tunnel.device(),
                                        w.tunnel.machine(),
                                        w.repairs.get()))
                        .toList());
    }
}
