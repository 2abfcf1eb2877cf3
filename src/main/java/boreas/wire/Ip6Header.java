package boreas.wire;

/// IPv6 header, 40 bytes, big endian. Source: RFC 8200.
///
/// ```
///       0               1               2               3
///      +-------+-------+-------+-------+---------------+---------------+
///    0 |ver = 6| traffic class |            flow label (20)            |
///      +-------+-------+-------+-------+---------------+---------------+
///    4 |        payload length         |  next header  |   hop limit   |
///      +---------------+---------------+---------------+---------------+
///    8 |                      source address (16)                      |
///   24 |                    destination address (16)                   |
///      +---------------+---------------+---------------+---------------+
/// ```
///
/// A view; ask [#fits] once. Addresses come as two halves, since nothing is allocated for a packet
/// on its way.
public final class Ip6Header {
    public static final int SIZE = 40;

    /// Next headers.
    public static final int TCP = 6, UDP = 17, IP6 = 41, ICMP6 = 58;

    /// The smallest MTU that any IPv6 link must have.
    public static final int MIN_MTU = 1280;

    private static final int VERSION_CLASS_FLOW = 0,
            PAYLOAD_LENGTH = 4,
            NEXT_HEADER = 6,
            HOP_LIMIT = 7,
            SOURCE = 8,
            DESTINATION = 24;

    private Ip6Header() {}

    /// Whether it is an IPv6 packet, and all of it is there.
    public static boolean fits(Packet p) {
        return p.length() >= SIZE
                && p.u8(VERSION_CLASS_FLOW) >>> 4 == 6
                && SIZE + p.u16(PAYLOAD_LENGTH) <= p.length();
    }

    public static int trafficClass(Packet p) {
        return p.i32(VERSION_CLASS_FLOW) >>> 20 & 0xff;
    }

    public static int flowLabel(Packet p) {
        return p.i32(VERSION_CLASS_FLOW) & 0xfffff;
    }

    public static int payloadLength(Packet p) {
        return p.u16(PAYLOAD_LENGTH);
    }

    public static int nextHeader(Packet p) {
        return p.u8(NEXT_HEADER);
    }

    public static int hopLimit(Packet p) {
        return p.u8(HOP_LIMIT);
    }

    public static long sourceHi(Packet p) {
        return p.i64(SOURCE);
    }

    public static long sourceLo(Packet p) {
        return p.i64(SOURCE + 8);
    }

    public static long destinationHi(Packet p) {
        return p.i64(DESTINATION);
    }

    public static long destinationLo(Packet p) {
        return p.i64(DESTINATION + 8);
    }

    public static void putHopLimit(Packet p, int hopLimit) {
        p.putU8(HOP_LIMIT, hopLimit);
    }

    public static void putTrafficClass(Packet p, int trafficClass) {
        p.putI32(
                VERSION_CLASS_FLOW,
                p.i32(VERSION_CLASS_FLOW) & 0xf00fffff | (trafficClass & 0xff) << 20);
    }

    public static void putSource(Packet p, long hi, long lo) {
        p.putI64(SOURCE, hi);
        p.putI64(SOURCE + 8, lo);
    }

    public static void putDestination(Packet p, long hi, long lo) {
        p.putI64(DESTINATION, hi);
        p.putI64(DESTINATION + 8, lo);
    }

    /// Puts a header in front of a payload; traffic class and flow label are 0, and the addresses
    /// are still to be written.
    public static void prepend(Packet p, int nextHeader, int hopLimit) {
        int payloadLength = p.length();
        p.prepend(SIZE);
        p.putI32(VERSION_CLASS_FLOW, 6 << 28);
        p.putU16(PAYLOAD_LENGTH, payloadLength);
        p.putU8(NEXT_HEADER, nextHeader);
        p.putU8(HOP_LIMIT, hopLimit);
    }

    /// Sum over the pseudo-header that checksums of upper layers cover (RFC 8200, 8.1).
    static long pseudoHeaderSum(Packet p) {
        return InternetChecksum.sum(p, SOURCE, 32) + payloadLength(p) + nextHeader(p);
    }
}
