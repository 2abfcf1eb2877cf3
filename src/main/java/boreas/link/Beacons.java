package boreas.link;

import boreas.address.Identity;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.wire.Packet;
import boreas.wire.PacketSource;

/// Finds neighbours on the same segment: shouts who we are, hears who they are.
final class Beacons {
    private final World world;
    private final Ports ports;

    Beacons(World world, Identity identity, Ports ports, LinkPort linkPort, PacketSource packets) {
        this.world = world;
        this.ports = ports;
    }

    /// @return false when there is no such port
    boolean setState(int port, BeaconState state, long nowNs) {
        if (ports.find(port) == null) return false;
        ports.setBeacon(port, state);
        return true;
    }

    /// Something that came as a broadcast; on Ethernet its header is cut already.
    Verdict onBroadcast(PortInfo port, Packet p, long nowNs) {
        return world.counters().count(Verdict.BEACONS_OFF);
    }
}
