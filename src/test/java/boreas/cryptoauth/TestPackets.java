package boreas.cryptoauth;

import boreas.wire.Packet;
import java.lang.foreign.Arena;

/// Packets with a slot of their own.
final class TestPackets {
    private TestPackets() {}

    static Packet packet(byte[] content) {
        return new Packet(Arena.ofAuto().allocate(Packet.CAPACITY, 8)).append(content);
    }
}
