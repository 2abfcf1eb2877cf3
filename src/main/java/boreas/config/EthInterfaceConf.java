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
}
