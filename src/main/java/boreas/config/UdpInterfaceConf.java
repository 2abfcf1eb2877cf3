package boreas.config;

import boreas.address.LinkAddress;
import java.util.List;
import java.util.OptionalInt;

/// One UDP socket.
///
/// @param dscp traffic class of what it sends, 0 to 63
/// @param beacon [BeaconMode#OFF] unless port and devices of the beacon are there too
/// @param beaconDevices names of devices, broadcast addresses, or `all`
public record UdpInterfaceConf(
        LinkAddress bind,
        OptionalInt dscp,
        BeaconMode beacon,
        OptionalInt beaconPort,
        List<String> beaconDevices,
        List<PeerConf> connectTo) {
    public static final String ALL_DEVICES = "all";
}
