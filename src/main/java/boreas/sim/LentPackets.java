package boreas.sim;

import boreas.wire.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Watches that a node leaves alone what it has lent to a port: the drivers send it at the end of
/// the turn, from where it is.
final class LentPackets {
    private record Lent(
            Packet packet, byte[] bytes, int port, long linkHi, long linkLo, int linkUdpPort) {
        boolean isAsItWas() {
            return packet.port == port
                    && packet.linkHi == linkHi
                    && packet.linkLo == linkLo
                    && packet.linkUdpPort == linkUdpPort
                    && Arrays.equals(packet.toArray(), bytes);
        }
    }

    private final List<Lent> lent = new ArrayList<>();

    void add(Packet p, byte[] bytes) {
        lent.add(new Lent(p, bytes, p.port, p.linkHi, p.linkLo, p.linkUdpPort));
    }

    /// The turn ends.
    void giveBack() {
        for (var one : lent) assert one.isAsItWas() : "changed after it was sent: " + one.packet;
        lent.clear();
    }
}
