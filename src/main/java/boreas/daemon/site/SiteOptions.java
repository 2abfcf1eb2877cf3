package boreas.daemon.site;

import boreas.config.UdpPort;
import java.util.List;

/// What the operator chose beside the plan.
///
/// @param hasFirewall false: the firewall is somebody else's business, and stays as it is
/// @param isInserting where a chain of another firewall would drop what the plan grants, a tagged
///   rule is added there; else the line to add is only said
/// @param isKeeping rules that were added so stay as long as the plan needs them, and are added
///   again where they have gone
/// @param udpPorts of the node, which other firewalls must let in
/// @param tunOwner the user, by number, who may open the tun devices without rights; -1: only who
///   has CAP_NET_ADMIN
public record SiteOptions(
        boolean hasFirewall,
        boolean isInserting,
        boolean isKeeping,
        List<UdpPort> udpPorts,
        int tunOwner) {
    public static final int NO_OWNER = -1;

    public SiteOptions {
        udpPorts = List.copyOf(udpPorts);
    }

    /// Of a command, which says itself whether rules are added.
    public SiteOptions(
            boolean hasFirewall, boolean isInserting, List<UdpPort> udpPorts, int tunOwner) {
        this(hasFirewall, isInserting, false, udpPorts, tunOwner);
    }

    /// With the firewall, without a word in those of others.
    public static SiteOptions usual(List<UdpPort> udpPorts) {
        return new SiteOptions(true, false, udpPorts, NO_OWNER);
    }

    /// Of a node: what the operator has opened for it with `boreas site up --insert` stays open.
    public static SiteOptions ofNode(List<UdpPort> udpPorts) {
        return new SiteOptions(true, false, true, udpPorts, NO_OWNER);
    }
}
