package boreas.link;

/// A UDP socket or Ethernet device that the links may use.
///
/// @param port its number, in the order of creation and never used again; the admin API's
///   `interfaceNumber`
/// @param kind what addresses it reaches
/// @param name as genuine nodes print it: `UDP/IPv4/0.0.0.0:1234`, `ETH/eth0`
/// @param udpPort local port of a UDP socket, which its beacons tell; 0 for Ethernet
public record PortInfo(int port, Kind kind, String name, int udpPort, BeaconState beacon) {
    public enum Kind {
        UDP4,
        UDP6,
        ETHERNET
    }

    PortInfo with(BeaconState beacon) {
        return new PortInfo(port, kind, name, udpPort, beacon);
    }
}
