package boreas.wire;

/// UDP header, 8 bytes, big endian, behind an [Ip6Header]. Source: RFC 768, RFC 8200.
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+---------------+
///    0 |          source port          |       destination port        |
///    4 |            length             |           checksum            |
///      +---------------+---------------+---------------+---------------+
/// ```
///
/// A view over a packet whose window begins at the IPv6 header; ask [#fits] once.
public final class UdpHeader {
    public static final int SIZE = 8;

    private static final int SOURCE_PORT = Ip6Header.SIZE,
            DESTINATION_PORT = SOURCE_PORT + 2,
            LENGTH = SOURCE_PORT + 4,
            CHECKSUM = SOURCE_PORT + 6;

    private UdpHeader() {}

    /// Whether an IPv6 packet that is whole carries a whole datagram with the right checksum.
    public static boolean fits(Packet p) {
        int length = Ip6Header.payloadLength(p);
        return Ip6Header.nextHeader(p) == Ip6Header.UDP
                && length >= SIZE
                && p.u16(LENGTH) == length
                && p.u16(CHECKSUM) != 0
                && checksum(p) == 0;
    }

    public static int sourcePort(Packet p) {
        return p.u16(SOURCE_PORT);
    }

    public static int destinationPort(Packet p) {
        return p.u16(DESTINATION_PORT);
    }

    /// Puts the header in front of a payload; the length follows from that. Then put an IPv6 header
    /// in front, and [#seal] it.
    public static void prepend(Packet p, int sourcePort, int destinationPort) {
        p.prepend(SIZE);
        p.putU16(0, sourcePort);
        p.putU16(2, destinationPort);
        p.putU16(4, p.length());
        p.putU16(6, 0);
    }

    /// Writes the checksum, which covers the addresses too. One of 0 would mean that there is none.
    public static void seal(Packet p) {
        p.putU16(CHECKSUM, 0);
        int checksum = checksum(p);
        p.putU16(CHECKSUM, checksum == 0 ? 0xffff : checksum);
    }

    private static int checksum(Packet p) {
        long sum = InternetChecksum.sum(p, Ip6Header.SIZE, Ip6Header.payloadLength(p));
        return InternetChecksum.complement(sum + Ip6Header.pseudoHeaderSum(p));
    }
}
