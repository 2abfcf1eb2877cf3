package boreas.tun;

import boreas.wire.Packet;

/// The way out to the tun devices. Implemented by `io` in a running node, and by the simulator.
public interface TunPort {
    /// Takes an IPv6 packet for a device; the window begins at the IPv6 header. The bytes are lent
    /// until [#flush] returns.
    void send(int tunId, Packet packet);

    /// The turn ends: whatever was taken goes out now, its packets will be reused.
    void flush();
}
