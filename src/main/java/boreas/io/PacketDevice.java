package boreas.io;

import boreas.env.Verdict;
import boreas.wire.Batch;
import boreas.wire.Packet;

/// A descriptor that packets come from and go to: a socket or a tun device. Belongs to the loop's
/// thread.
sealed interface PacketDevice extends AutoCloseable
        permits UdpSocket, BeaconSocket, EthernetDevice, TunDevice {
    int fd();

    /// Appends what is there, without waiting, up to the batch's capacity. Never throws.
    ///
    /// @return false when the device is gone for good
    boolean receive(Batch into);

    /// The same, for a device that needs to know the time.
    default boolean receive(Batch into, long nowNs) {
        return receive(into);
    }

    /// Whether [#receive] has more without asking the kernel: the descriptor does not tell.
    default boolean isHolding() {
        return false;
    }

    /// Sends at once; the packet is not needed afterwards. A refusal is counted.
    Verdict send(Packet packet);

    /// Sends at once or by [#flush], until when the packet stays as it is. A refusal is counted.
    default void lend(Packet packet) {
        send(packet);
    }

    /// Sends what was lent, as far as there is room.
    default void flush() {}

    /// Whether [#flush] has left something: to be called again when the descriptor is writable.
    default boolean isBlocked() {
        return false;
    }

    @Override
    void close();
}
