package boreas.wire;

/// Cuts an IPv4 packet that its sender allows to be cut into parts that fit. Source: RFC 791, 3.2.
///
/// Only packets without options: those would have to be looked at one by one, and nobody sends
/// them.
public final class Ip4Parts {
    private static final int FLAGS_OFFSET = 6, TOTAL_LENGTH = 2, CHECKSUM = 10;
    private static final int DONT_FRAGMENT = 0x4000, MORE = 0x2000, OFFSET_MASK = 0x1fff;
    private static final int UNIT_BYTES = 8;

    private Ip4Parts() {}

    /// Whether a packet ([Ip4Header#fits]) may be cut.
    public static boolean mayCut(Packet p) {
        return (p.u16(FLAGS_OFFSET) & DONT_FRAGMENT) == 0
                && Ip4Header.headerLength(p) == Ip4Header.SIZE;
    }

    /// Payload of each part but the last.
    public static int partBytes(int mtuBytes) {
        return (mtuBytes - Ip4Header.SIZE) / UNIT_BYTES * UNIT_BYTES;
    }

    /// Makes one part out of an empty packet.
    ///
    /// @param at first byte of the payload that goes into it, a multiple of 8
    /// @param length of the payload that goes into it
    public static void copy(Packet whole, int at, int length, Packet part) {
        part.extend(Ip4Header.SIZE + length);
        part.copyFrom(whole, 0, 0, Ip4Header.SIZE);
        part.copyFrom(whole, Ip4Header.SIZE + at, Ip4Header.SIZE, length);
        int word = whole.u16(FLAGS_OFFSET);
        boolean isLast = Ip4Header.SIZE + at + length == whole.length();
        int more = isLast ? word & MORE : MORE;
        part.putU16(FLAGS_OFFSET, more | (word & OFFSET_MASK) + at / UNIT_BYTES);
        part.putU16(TOTAL_LENGTH, part.length());
        part.putU16(CHECKSUM, 0);
        part.putU16(CHECKSUM, InternetChecksum.of(part, 0, Ip4Header.SIZE));
    }
}
