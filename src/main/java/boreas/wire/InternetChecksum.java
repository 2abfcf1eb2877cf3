package boreas.wire;

/// The Internet checksum: the complement of the ones' complement sum of 16-bit words, an odd last
/// byte padded with zero. Source: RFC 1071; vectors: `switch.json` (`checksum`).
///
/// A sum is carried along as a `long`, so parts with an even number of bytes can be added in any
/// order; [#complement] ends it. Over data that contain their own checksum the result is 0.
public final class InternetChecksum {
    private InternetChecksum() {}

    /// Checksum of a part of a packet.
    public static int of(Packet p, int at, int length) {
        return complement(sum(p, at, length));
    }

    /// Checksum of a whole packet.
    public static int of(Packet p) {
        return of(p, 0, p.length());
    }

    /// Sum of a part of a packet, to be added to others.
    public static long sum(Packet p, int at, int length) {
        long sum = 0;
        int i = at;
        // Four bytes are two words: their carries are folded in at the end.
        for (int end = at + length - 3; i < end; i += 4) sum += p.u32(i);
        int rest = at + length - i;
        if (rest >= 2) sum += p.u16(i);
        if ((rest & 1) != 0) sum += p.u8(i + rest - 1) << 8;
        return sum;
    }

    /// Sum of an address or another 64-bit field, to be added to others.
    public static long sum(long field) {
        return (field >>> 32) + (field & 0xffffffffL);
    }

    /// Folds a sum into 16 bits and complements it.
    public static int complement(long sum) {
        while (sum >>> 16 != 0) sum = (sum >>> 16) + (sum & 0xffff);
        return (int) ~sum & 0xffff;
    }
}
