package boreas.lab;

import java.util.LinkedHashMap;
import java.util.Map;

/// A switch of the local network, in a namespace of its own: whoever is plugged in hears the
/// broadcasts of all others, and has an address of 10.78.n.0/24.
///
/// Hosts see a cable, not the bridge: cutting it leaves the others joined.
public final class Bridge {
    private static final String DEVICE = "br0";

    private final Namespaces lab;
    private final Host inside;
    private final int number;
    private final Map<Host, Plug> plugs = new LinkedHashMap<>();

    /// A host's place at the bridge.
    ///
    /// @param cable to cut; its first end is the bridge's
    /// @param end the host's end, with its address in the network of all
    public record Plug(Cable cable, Cable.End end) {}

    Bridge(Namespaces lab, Host inside, int number) {
        this.lab = lab;
        this.inside = inside;
        this.number = number;
        inside.must("ip", "link", "add", DEVICE, "type", "bridge");
        inside.must("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/br0/disable_ipv6 || true");
        inside.must("ip", "link", "set", DEVICE, "up");
    }

    /// Joins a host with all others here, at once.
    public Plug plug(Host host) {
        var cable = lab.cable(inside, host);
        var its = cable.at(host).device();
        var ours = cable.at(inside).device();
        inside.must("ip", "address", "flush", "dev", ours);
        inside.must("ip", "link", "set", ours, "master", DEVICE);
        var address = "10.78." + number + "." + (plugs.size() + 1);
        host.must("ip", "address", "flush", "dev", its);
        host.must("ip", "address", "add", address + "/24", "dev", its);
        var plug = new Plug(cable, new Cable.End(host, its, address));
        plugs.put(host, plug);
        return plug;
    }

    public Plug at(Host host) {
        var plug = plugs.get(host);
        if (plug == null) throw new LabException(host + " is not plugged into this bridge");
        return plug;
    }
}
