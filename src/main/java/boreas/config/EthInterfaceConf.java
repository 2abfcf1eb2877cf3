package boreas.config;

import java.util.List;

/// One Ethernet device, or all of them.
///
/// @param bind name of a device, or `all`
public record EthInterfaceConf(String bind, BeaconMode beacon, List<PeerConf> connectTo) {
    public static final String ALL_DEVICES = "all";

    public boolean isForAllDevices() {
        return bind.equals(ALL_DEVICES);
    }

    /// What counts of a list: one entry for all devices leaves out all others, and all peers.
    public static List<EthInterfaceConf> inForce(List<EthInterfaceConf> entries) {
        for (var one : entries)
            if (one.isForAllDevices())
                return List.of(new EthInterfaceConf(one.bind, one.beacon, List.of()));
        return entries;
    }
}
