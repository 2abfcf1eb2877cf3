package boreas.tun;

import boreas.wire.Packet;

/// The way out to the tun devices. Implemented by `io` in a running node, and by the simulator.
@FunctionalInterface
public interface TunPort {
    /// Takes an IPv6 packet for a device; the window begins at the IPv6 header. The bytes are lent
    /// until the flush that ends the turn.
    void send(int tunId, Packet packet);
}
