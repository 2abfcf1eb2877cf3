package boreas.daemon;

import boreas.daemon.SiteTunnels.Way;
import boreas.daemon.site.SiteException;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.io.DeviceException;
import boreas.site.SitePlan;
import boreas.site.Tunnel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The tunnels of one plan on their way to those of another.
///
/// ```
///   letGo         loop         tunnels that the next plan does not have: whoever deletes their
///                              devices then takes nothing away from the node
///                              -- here the machine's settings change --
///   openDevices   site thread  of tunnels that are new
///   carry         loop         new ones, and those whose addresses have changed, which keep their
///                              device; all of them, or as it was before
///   takeBack      site thread  when something behind letGo was refused
/// ```
///
/// What is the same in both plans is not touched.
final class TunnelSwap {
    private final SiteTunnels tunnels;
    private final SitePlan next;
    private final EventLog log;
    private final List<Way> before;
    private final List<Way> gone = new ArrayList<>();

    /// What it was, and what it will be: the same number and device.
    private final Map<Way, Way> changed = new LinkedHashMap<>();

    private final List<Tunnel> come = new ArrayList<>();
    private final List<Way> opened = new ArrayList<>();

    TunnelSwap(SiteTunnels tunnels, SitePlan next, EventLog log) {
        this.tunnels = tunnels;
        this.next = next;
        this.log = log;
        before = tunnels.ways();
        gone.addAll(before);
        for (var tunnel : next.tunnels()) {
            var way = same(tunnel);
            if (way == null) {
                come.add(tunnel);
                continue;
            }
            gone.remove(way);
            var settings = SiteTunnels.settings(way.tunId, next, tunnel);
            if (!settings.equals(way.settings) || !tunnel.equals(way.tunnel))
                changed.put(way, new Way(settings, tunnel, way.device, way.repairs));
        }
    }

    /// The same device to the same node.
    private @Nullable Way same(Tunnel tunnel) {
        for (var way : before)
            if (way.tunnel.device().equals(tunnel.device())
                    && way.tunnel.key().equals(tunnel.key())) return way;
        return null;
    }

    void letGo(long nowNs) {
        for (var way : gone) tunnels.drop(way, nowNs);
        var left = new ArrayList<>(before);
        left.removeAll(gone);
        tunnels.now(left);
    }

    /// @throws SiteException when one cannot be had; none is open then
    void openDevices() throws SiteException {
        for (var tunnel : come) {
            try {
                opened.add(
                        tunnels.opened(
                                SiteTunnels.settings(tunnels.nextId(), next, tunnel),
                                tunnel,
                                new AtomicInteger()));
            } catch (DeviceException e) {
                for (var way : opened) way.device.close();
                opened.clear();
                throw new SiteException(
                        "the tunnel to " + tunnel.machine() + ": " + e.getMessage());
            }
        }
    }

    /// @return why it cannot be so, and is as [#letGo] left it; null when it is done
    @Nullable String carry(long nowNs) {
        var replaced = new ArrayList<Map.Entry<Way, Way>>();
        var carried = new ArrayList<Way>();
        String refusal = null;
        for (var change : changed.entrySet()) {
            if (refusal != null) break;
            replaced.add(change);
            refusal = tunnels.replace(change.getKey(), change.getValue(), nowNs);
        }
        for (var way : opened) {
            if (refusal != null) way.device.close();
            else if ((refusal = tunnels.carry(way, nowNs)) == null) carried.add(way);
        }
        if (refusal == null) {
            tunnels.now(inOrder(carried));
            return null;
        }
        for (var way : carried) tunnels.drop(way, nowNs);
        for (var change : replaced.reversed())
            tell(change.getKey(), tunnels.replace(change.getValue(), change.getKey(), nowNs));
        return refusal;
    }

    private List<Way> inOrder(List<Way> carried) {
        var ways = new ArrayList<Way>();
        for (var tunnel : next.tunnels()) {
            var way = same(tunnel);
            if (way != null) ways.add(changed.getOrDefault(way, way));
            else for (var c : carried) if (c.tunnel.equals(tunnel)) ways.add(c);
        }
        return ways;
    }

    /// The devices of what was let go, which are there again.
    List<Way> reopened() {
        var again = new ArrayList<Way>();
        for (var way : gone) {
            try {
                again.add(tunnels.opened(way.settings, way.tunnel, way.repairs));
            } catch (DeviceException e) {
                tell(way, e.getMessage());
            }
        }
        return again;
    }

    /// As it was before [#letGo]. By the loop's thread.
    ///
    /// @param again from [#reopened]
    void takeBack(List<Way> again, long nowNs) {
        var ways = new ArrayList<Way>();
        for (var way : before) {
            if (!gone.contains(way)) ways.add(way);
            for (var a : again) {
                if (a.tunId != way.tunId) continue;
                var refusal = tunnels.carry(a, nowNs);
                if (refusal == null) ways.add(a);
                else tell(way, refusal);
            }
        }
        tunnels.now(ways);
    }

    private void tell(Way way, @Nullable String trouble) {
        if (trouble != null)
            log.event(Level.ERROR, "site", way + " is lost until the next start: " + trouble);
    }
}
