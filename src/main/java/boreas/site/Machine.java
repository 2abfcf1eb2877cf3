package boreas.site;

import boreas.address.Ip4;
import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One machine of a site file, with the addresses that follow from it.
///
/// @param name unique; for people and for rules
/// @param subnet the 16 bits behind the /48
/// @param network the machine's /64
/// @param endpoint the machine's own end of all its tunnels
/// @param source what its programs send from, unless they choose: one of its addresses
/// @param underlay where the machine is reached from outside; null when nobody can call it
/// @param behind further networks that this machine is the router of
/// @param ip4Address what its programs send from to IPv4 networks of others
/// @param lanDevice the device of its /64; null when nobody but the machine itself is in there
/// @param meshDevice the node's own tun device
/// @param tunnel name of the tunnel devices that lead to it, on all other machines
/// @param isGenuine it runs a genuine `cjdroute` with a tunnel of the kernel on top
/// @param encapsulationLimit how many tunnels more may be put around a packet to it, 0 to 255;
///   null: nothing is said about it (RFC 2473, 4.1.1)
public record Machine(
        String name,
        PublicKey key,
        int subnet,
        Ip6Prefix network,
        Ip6 endpoint,
        Ip6 source,
        @Nullable PeerEndpoint underlay,
        List<Service> services,
        List<IpPrefix> behind,
        @Nullable Ip4 ip4Address,
        @Nullable String lanDevice,
        String meshDevice,
        String tunnel,
        boolean isGenuine,
        @Nullable Integer encapsulationLimit) {
    static final int HOST_BITS = 128;

    public Machine {
        services = List.copyOf(services);
        behind = List.copyOf(behind);
    }

    /// The machine's own address in its /64.
    public Ip6 ownAddress() {
        return ownAddress(network);
    }

    static Ip6 ownAddress(Ip6Prefix network) {
        return new Ip6(network.address().hi(), network.address().lo() + 1);
    }

    /// The address of its node, fc…
    public Ip6 nodeAddress() {
        return key.ip6();
    }

    @Nullable Service service(String name) {
        for (var s : services) if (s.name().equals(name)) return s;
        return null;
    }

    /// Everything that is reached through this machine's tunnel, in order, none inside another.
    public List<IpPrefix> siteRanges() {
        var all = new ArrayList<IpPrefix>();
        all.add(network);
        all.add(host(endpoint));
        for (var s : services) all.add(host(s.address()));
        all.addAll(behind);
        return Ranges.minimal(all);
    }

    static IpPrefix host(Ip6 address) {
        return new Ip6Prefix(address, HOST_BITS);
    }
}
