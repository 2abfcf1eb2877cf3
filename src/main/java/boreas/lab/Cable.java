package boreas.lab;

import java.util.List;
import java.util.regex.Pattern;

/// A cable between two hosts: a veth pair, with 10.77.n.1 at its first end and 10.77.n.2 at the
/// other. IPv6 is switched off on it, so that nothing but what a node sends is ever on the wire.
public final class Cable {
    private final End a;
    private final End b;
    private boolean isCut;

    /// One end of a cable.
    ///
    /// @param device its name inside the host, `to-` and the other host
    public record End(Host host, String device, String address) {
        /// The device's Ethernet address.
        public String mac() {
            var shown = host.must("ip", "-o", "link", "show", "dev", device).out();
            var mac = Pattern.compile("link/ether (\\S+)").matcher(shown);
            if (!mac.find()) throw new LabException(device + " of " + host + " has no MAC");
            return mac.group(1);
        }

        /// Frames in and out so far, as the kernel counts them.
        public long frames() {
            return host.inside(() -> DeviceCount.frames(device));
        }
    }

    private Cable(End a, End b) {
        this.a = a;
        this.b = b;
    }

    static Cable between(Host a, Host b, int number) {
        // names of devices have at most 15 characters; these live inside their namespaces at once
        var cable =
                new Cable(
                        new End(a, "to-" + b.name(), "10.77." + number + ".1"),
                        new End(b, "to-" + a.name(), "10.77." + number + ".2"));
        Command.must(
                Command.QUICK,
                List.of(
                        "ip",
                        "link",
                        "add",
                        cable.a.device,
                        "netns",
                        a.namespace(),
                        "type",
                        "veth",
                        "peer",
                        "name",
                        cable.b.device,
                        "netns",
                        b.namespace()));
        for (var end : List.of(cable.a, cable.b)) {
            end.host.must(
                    "sh",
                    "-c",
                    "echo 1 > /proc/sys/net/ipv6/conf/" + end.device + "/disable_ipv6 || true");
            end.host.must("ip", "address", "add", end.address + "/24", "dev", end.device);
            end.host.must("ip", "link", "set", end.device, "up");
        }
        return cable;
    }

    public End a() {
        return a;
    }

    public End b() {
        return b;
    }

    /// The end that is plugged into a host.
    public End at(Host host) {
        if (host == a.host) return a;
        if (host == b.host) return b;
        throw new LabException(host + " has no end of this cable");
    }

    /// Loses every frame in both directions, silently: senders see no error and both devices stay
    /// up, as when a router far away drops packets.
    public void blackhole() {
        if (isCut) return;
        isCut = true;
        for (var end : List.of(a, b))
            end.host.must(
                    "nft",
                    "add table netdev boreas-%1$s; add chain netdev boreas-%1$s lost { type filter hook ingress device \"%1$s\" priority 0; policy drop; }"
                            .formatted(end.device));
    }

    /// Undoes [#blackhole].
    public void mend() {
        if (!isCut) return;
        isCut = false;
        for (var end : List.of(a, b))
            end.host.must("nft", "delete table netdev boreas-" + end.device);
    }

    /// Takes one end down: both ends see the carrier go, as when the plug is pulled.
    public void unplug() {
        a.host.must("ip", "link", "set", a.device, "down");
    }

    public void plug() {
        a.host.must("ip", "link", "set", a.device, "up");
    }

    /// Makes both ends network cards that neither cut nor join packets: a veth pair hands
    /// super-packets over whole, which few real cards do. Needs ethtool.
    public void switchOffloadsOff() {
        for (var end : List.of(a, b))
            for (var offload : List.of("tso", "gso", "gro", "tx-udp-segmentation"))
                end.host.must("ethtool", "-K", end.device, offload, "off");
    }
}
