package boreas.link;

import boreas.address.LinkAddress;

/// A UDP socket or Ethernet device that the links may use.
///
/// @param port its number, in the order of creation and never used again
/// @param ifNum what people and their tools call it by, the admin API's `interfaceNumber`: a socket
///   that takes the place of another has its number
public record PortInfo(int port, int ifNum, Local local, BeaconState beacon) {
    /// Where none has gone yet: both numbers are one.
    public PortInfo(int port, Local local, BeaconState beacon) {
        this(port, port, local, beacon);
    }

    /// What a port is bound to; its text is the name that genuine nodes print.
    public sealed interface Local {
        /// What addresses it reaches.
        LinkAddress.Kind kind();

        /// `UDP/IPv4/0.0.0.0:1234`
        record Udp(LinkAddress address) implements Local {
            @Override
            public LinkAddress.Kind kind() {
                return address.kind();
            }

            @Override
            public String toString() {
                var family = kind() == LinkAddress.Kind.UDP4 ? "IPv4" : "IPv6";
                return "UDP/" + family + "/" + address;
            }
        }

        /// `ETH/eth0`
        record Ethernet(String device) implements Local {
            @Override
            public LinkAddress.Kind kind() {
                return LinkAddress.Kind.ETHERNET;
            }

            @Override
            public String toString() {
                return "ETH/" + device;
            }
        }
    }

    public LinkAddress.Kind kind() {
        return local.kind();
    }

    public boolean isEthernet() {
        return local instanceof Local.Ethernet;
    }

    public String name() {
        return local.toString();
    }

    /// Of a UDP socket, told by its beacons; 0 for Ethernet.
    public int udpPort() {
        return local instanceof Local.Udp(LinkAddress address) ? address.udpPort() : 0;
    }

    PortInfo with(BeaconState beacon) {
        return new PortInfo(port, ifNum, local, beacon);
    }

    PortInfo numbered(int ifNum) {
        return new PortInfo(port, ifNum, local, beacon);
    }
}
