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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The tun devices of a site's tunnels, and their number in the node: from 1 on, in the plan's
/// order.
///
/// ```
///   device deleted  -> loop: isLost -> control thread: made again under its old name,
///                      then what belongs to it (SiteInForce) -> loop: its packets again
///   tunnel is stuck -> loop: onStuck -> control thread: a look at everything; the node itself
///                      has begun its session anew
/// ```
///
/// A device that is missing has no route, and the site's networks have one that refuses: nothing
/// leaves another way meanwhile.
final class SiteTunnels {
    private final SitePlan plan;
    private final SiteInForce inForce;
    private final DataLoop loop;
    private final Node node;
    private final ControlThread control;
    private final EventLog log;
    private final List<Way> ways = new CopyOnWriteArrayList<>();

    /// One tunnel.
    private static final class Way {
        final int tunId;
        final Tunnel tunnel;
        final TunDevice device;
        final AtomicInteger repairs = new AtomicInteger();

        /// The loop has it no more. Set by the loop, reset before it has it again.
        volatile boolean isLost;

        // the control thread's
        boolean isMadeAgain;
        @Nullable String complaint;

        Way(int tunId, Tunnel tunnel, TunDevice device) {
            this.tunId = tunId;
            this.tunnel = tunnel;
            this.device = device;
        }

        @Override
        public String toString() {
            return "tunnel to " + tunnel.machine() + " by " + tunnel.device();
        }
    }

    SiteTunnels(
            SitePlan plan,
            SiteInForce inForce,
            DataLoop loop,
            Node node,
            ControlThread control,
            EventLog log) {
        this.plan = plan;
        this.inForce = inForce;
        this.loop = loop;
        this.node = node;
        this.control = control;
        this.log = log;
    }

    /// Opens all devices, which are there. Before the loop runs, on the thread that starts it.
    void open(Counters counters, long nowNs) throws StartFailure {
        inForce.afterEachLook(this::makeAgainWhatIsLost);
        for (var tunnel : plan.tunnels()) {
            try {
                int tunId = ways.size() + 1;
                var settings = settings(tunId, tunnel);
                var device = TunDevice.open(tunnel.device(), counters);
                loop.addTun(tunId, device);
                ways.add(new Way(tunId, tunnel, device));
                log.event(
                        Level.INFO,
                        "site",
                        "tunnel %d to %s: %s, its endpoint is %s"
                                .formatted(
                                        tunId,
                                        tunnel.machine(),
                                        tunnel.device(),
                                        settings.farEndpoint().compressedText()));
                var refusal = node.onCommand(new NodeCommand.OpenTunnel(settings), nowNs);
                if (refusal.isPresent())
                    throw new StartFailure(StartFailure.CONFIGURATION, refusal.get());
            } catch (DeviceException e) {
                throw new StartFailure(
                        StartFailure.CONFIGURATION,
                        "the tunnel to " + tunnel.machine() + ": " + e.getMessage());
            }
        }
    }

    private TunnelSettings settings(int tunId, Tunnel tunnel) {
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

    // --- the loop's thread

    /// A device was lost. @return false when it is none of a tunnel
    boolean isLost(int tunId) {
        var way = way(tunId);
        if (way == null) return false;
        log.event(Level.WARN, "site", way + ": somebody deleted the device; it is made again");
        way.isLost = true;
        var _ = control.later(way.toString(), () -> makeAgain(way));
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
        return tunId > 0 && tunId <= ways.size() ? ways.get(tunId - 1) : null;
    }

    // --- the control thread

    private void makeAgain(Way way) {
        if (!way.isLost) return;
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
                plan.own().name(),
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
