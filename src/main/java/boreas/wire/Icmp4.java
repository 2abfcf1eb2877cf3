package boreas.wire;

/// The ICMP messages of IPv4 that a tunnel has to send: "host unreachable", and "fragmentation
/// needed and DF set", with the MTU. Source: RFC 792, RFC 1191.
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+---------------+
///   20 |   type = 3    |   code = 4    |           checksum            |
///      +---------------+---------------+---------------+---------------+
///   24 |               0               |              MTU              |
///      +---------------+---------------+---------------+---------------+
///   28 |  as much of the cause as fits in 576                          |
///      :                                                               :
/// ```
///
/// Offsets count from the IPv4 header, at which the packet's window begins.
public final class Icmp4 {
    private static final int UNREACHABLE = 3, HOST_UNREACHABLE = 1, FRAGMENTATION_NEEDED = 4;
    private static final int HEADER_SIZE = 8;

    /// RFC 1812, 4.3.2.3.
    private static final int LENGTH_MAX = 576;

    /// Echo request and reply, and other questions; the rest are errors.
    private static final int[] QUESTIONS = {0, 8, 9, 10, 13, 14, 15, 16, 17, 18};

    private static final int HOP_LIMIT = 64;

    private Icmp4() {}

    /// Out of an empty packet, to the sender of `cause` ([Ip4Header#fits]).
    public static void writeFragmentationNeeded(Packet p, Packet cause, int mtuBytes, int source) {
        write(p, cause, FRAGMENTATION_NEEDED, mtuBytes, source);
    }

    /// Out of an empty packet, to the sender of `cause`, of which the header must be there.
    public static void writeHostUnreachable(Packet p, Packet cause, int source) {
        write(p, cause, HOST_UNREACHABLE, 0, source);
    }

    private static void write(Packet p, Packet cause, int code, int mtuBytes, int source) {
        int quoted = Math.min(cause.length(), LENGTH_MAX - Ip4Header.SIZE - HEADER_SIZE);
        p.extend(HEADER_SIZE + quoted);
        p.putZeros(0, HEADER_SIZE);
        p.putU8(0, UNREACHABLE);
        p.putU8(1, code);
        p.putU16(6, mtuBytes);
        p.copyFrom(cause, 0, HEADER_SIZE, quoted);
        p.putU16(2, InternetChecksum.of(p));
        Ip4Header.prepend(p, Ip4Header.ICMP, HOP_LIMIT, source, Ip4Header.source(cause));
    }

    /// Whether a packet may be answered with an error at all: it is no error itself, and no later
    /// fragment (RFC 1122, 3.2.2).
    public static boolean deservesError(Packet cause) {
        if (!Ip4Header.isFirst(cause)) return false;
        if (Ip4Header.protocol(cause) != Ip4Header.ICMP) return true;
        int at = Ip4Header.headerLength(cause);
        if (at >= cause.length()) return false;
        int type = cause.u8(at);
        for (int q : QUESTIONS) if (q == type) return true;
        return false;
    }
}
