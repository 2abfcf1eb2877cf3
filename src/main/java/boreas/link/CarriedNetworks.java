package boreas.link;

import boreas.address.IpPrefix;
import boreas.address.LinkAddress;
import java.util.List;

/// Networks that this node carries over the mesh: a link to an address inside one would run through
/// itself. That fc00::/8 is one goes without saying.
///
/// @param networks all of them; nobody in there is called
/// @param behindUs those of them that this machine is the router of: who is in there is heard, and
///   greeted after a restart, because the way to it is a cable
public record CarriedNetworks(List<IpPrefix> networks, List<IpPrefix> behindUs) {
    /// None but fc00::/8.
    static final CarriedNetworks NONE = new CarriedNetworks(List.of(), List.of());

    public CarriedNetworks {
        networks = List.copyOf(networks);
        behindUs = List.copyOf(behindUs);
    }

    /// Whether a link of our choice must not go there.
    boolean contain(LinkAddress address) {
        return isIn(networks, address);
    }

    /// Whether what comes from there must have come through ourselves.
    boolean carry(LinkAddress address) {
        return contain(address) && !isIn(behindUs, address);
    }

    private static boolean isIn(List<IpPrefix> ranges, LinkAddress address) {
        if (ranges.isEmpty() || address.kind() == LinkAddress.Kind.ETHERNET) return false;
        var ip = address.ip();
        return ranges.stream().anyMatch(r -> r.holds(ip));
    }
}
