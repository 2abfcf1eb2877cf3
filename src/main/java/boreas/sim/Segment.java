package boreas.sim;

import java.util.ArrayList;
import java.util.List;

/// Hosts that hear each other's broadcasts, such as those on one Ethernet. Weather and cuts between
/// two of them hold for broadcasts as for everything else; a host hears its own ones too.
public final class Segment {
    private final SimWorld world;
    private final List<SimHost> hosts = new ArrayList<>();

    Segment(SimWorld world) {
        this.world = world;
    }

    public void join(SimHost host) {
        if (hosts.contains(host)) return;
        hosts.add(host);
        host.onJoined(this);
    }

    public List<SimHost> hosts() {
        return List.copyOf(hosts);
    }

    void broadcast(SimHost from, byte[] bytes) {
        for (var to : hosts) {
            if (to == from) world.injectBroadcast(from.address(), to.address(), bytes, 0);
            else world.send(from.address(), to.address(), bytes, true);
        }
    }
}
