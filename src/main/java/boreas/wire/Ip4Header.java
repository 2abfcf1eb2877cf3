package boreas.wire;

/// IPv4 header, 20 bytes and options, big endian; as much as a tunnel needs to know. Source: RFC
/// 791.
///
/// ```
///       0               1               2               3
///      +-------+-------+---------------+-------------------------------+
///    0 |ver = 4| IHL/4 |      TOS      |         total length          |
///      +-------+-------+---------------+-----+-------------------------+
///    4 |        identification         |0 D M|    fragment offset      |
///      +---------------+---------------+-----+-------------------------+
///    8 |      TTL      |   protocol    |           checksum            |
///      +---------------+---------------+-------------------------------+
///   12 |                        source address                         |
///   16 |                      destination address                      |
///      +---------------+---------------+---------------+---------------+
/// ```
///
/// A view; ask [#fits] once. The checksum is the kernel's matter.
public final class Ip4Header {
    /// Without options.
    public static final int SIZE = 20;

    static final int ICMP = 1;

    private static final int VERSION_LENGTH = 0,
            TOTAL_LENGTH = 2,
            FLAGS_OFFSET = 6,
            TTL = 8,
            PROTOCOL = 9,
            CHECKSUM = 10,
            SOURCE = 12,
            DESTINATION = 16;
    private static final int OFFSET_MASK = 0x1fff;

    private Ip4Header() {}

    /// Whether it is an IPv4 packet, and all of it is there.
    public static boolean fits(Packet p) {
        if (p.length() < SIZE || p.u8(VERSION_LENGTH) >>> 4 != 4) return false;
        int header = headerLength(p);
        int total = p.u16(TOTAL_LENGTH);
        return header >= SIZE && total >= header && total <= p.length();
    }

    public static int headerLength(Packet p) {
        return (p.u8(VERSION_LENGTH) & 0xf) * 4;
    }

    /// Header and payload.
    public static int totalLength(Packet p) {
        return p.u16(TOTAL_LENGTH);
    }

    public static int protocol(Packet p) {
        return p.u8(PROTOCOL);
    }

    public static int source(Packet p) {
        return p.i32(SOURCE);
    }

    public static int destination(Packet p) {
        return p.i32(DESTINATION);
    }

    /// Whether it is the first fragment of something, or whole.
    static boolean isFirst(Packet p) {
        return (p.u16(FLAGS_OFFSET) & OFFSET_MASK) == 0;
    }

    /// Puts a header without options in front of a payload.
    static void prepend(Packet p, int protocol, int ttl, int source, int destination) {
        int total = p.length() + SIZE;
        p.prepend(SIZE);
        p.putZeros(0, SIZE);
        p.putU8(VERSION_LENGTH, 4 << 4 | SIZE / 4);
        p.putU16(TOTAL_LENGTH, total);
        p.putU8(TTL, ttl);
        p.putU8(PROTOCOL, protocol);
        p.putI32(SOURCE, source);
        p.putI32(DESTINATION, destination);
        p.putU16(CHECKSUM, InternetChecksum.of(p, 0, SIZE));
    }
}
