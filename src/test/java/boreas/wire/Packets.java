package boreas.wire;

import java.util.HexFormat;

/// Packets for tests, each in a slab of its own.
final class Packets {
    private Packets() {}

    static Packet empty() {
        return new Batch(1).next();
    }

    static Packet of(byte[] bytes) {
        return empty().append(bytes);
    }

    static Packet ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    static Packet zeros(int length) {
        return of(new byte[length]);
    }
}
