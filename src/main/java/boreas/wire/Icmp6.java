package boreas.wire;

/// ICMPv6 messages, big endian: echo, and the three errors that a node has to send. Source: RFC
/// 4443.
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+---------------+
///   40 |     type      |     code      |           checksum            |
///      +---------------+---------------+---------------+---------------+
///   44 |  echo: identifier, sequence number.  Packet Too Big: MTU      |
///      +---------------+---------------+---------------+---------------+
///   48 |  echo: data.  Errors: as much of the cause as fits in 1280    |
///      :                                                               :
/// ```
///
/// Offsets count from the IPv6 header, at which the packet's window begins, because the checksum
/// covers the addresses. Messages behind extension headers are not recognised. A view; ask [#isIn]
/// once, and [#isEcho] before the fields of an echo.
public final class Icmp6 {
    public static final int DESTINATION_UNREACHABLE = 1,
            PACKET_TOO_BIG = 2,
            TIME_EXCEEDED = 3,
            PARAMETER_PROBLEM = 4,
            ECHO_REQUEST = 128,
            ECHO_REPLY = 129;

    /// Codes of [#DESTINATION_UNREACHABLE].
    public static final int NO_ROUTE = 0, ADMINISTRATIVELY_PROHIBITED = 1, ADDRESS_UNREACHABLE = 3;

    /// From the message's first byte to what an error quotes, or an echo says.
    public static final int HEADER_SIZE = 8;

    private static final int TYPE = Ip6Header.SIZE,
            CODE = TYPE + 1,
            CHECKSUM = TYPE + 2,
            IDENTIFIER = TYPE + 4,
            SEQUENCE = TYPE + 6,
            MTU = TYPE + 4,
            BODY = TYPE + HEADER_SIZE;
    private static final int HOP_LIMIT = 64;

    private Icmp6() {}

    /// Whether an IPv6 packet ([Ip6Header#fits]) holds an ICMPv6 message with its first 8 bytes.
    public static boolean isIn(Packet p) {
        return Ip6Header.nextHeader(p) == Ip6Header.ICMP6
                && Ip6Header.payloadLength(p) >= HEADER_SIZE;
    }

    public static int type(Packet p) {
        return p.u8(TYPE);
    }

    public static int code(Packet p) {
        return p.u8(CODE);
    }

    public static boolean isEcho(Packet p) {
        return type(p) == ECHO_REQUEST || type(p) == ECHO_REPLY;
    }

    public static int identifier(Packet p) {
        return p.u16(IDENTIFIER);
    }

    public static int sequence(Packet p) {
        return p.u16(SEQUENCE);
    }

    /// The first 8 bytes of an echo's data; 0 when there are fewer.
    public static long echoData(Packet p) {
        return Ip6Header.payloadLength(p) < HEADER_SIZE + 8 ? 0 : p.i64(BODY);
    }

    public static long mtu(Packet p) {
        return p.u32(MTU);
    }

    public static boolean isIntact(Packet p) {
        return checksum(p) == 0;
    }

    /// An echo request or reply out of an empty packet. The addresses go into the checksum, hence
    /// their place here.
    public static void writeEcho(
            Packet p,
            int type,
            int identifier,
            int sequence,
            byte[] data,
            long sourceHi,
            long sourceLo,
            long destinationHi,
            long destinationLo) {
        p.extend(HEADER_SIZE);
        p.append(data);
        Ip6Header.prepend(p, Ip6Header.ICMP6, HOP_LIMIT);
        Ip6Header.putSource(p, sourceHi, sourceLo);
        Ip6Header.putDestination(p, destinationHi, destinationLo);
        p.putU8(TYPE, type);
        p.putU8(CODE, 0);
        p.putU16(IDENTIFIER, identifier);
        p.putU16(SEQUENCE, sequence);
        seal(p);
    }

    /// Turns an echo request into its reply, in place.
    public static void reply(Packet p) {
        long hi = Ip6Header.sourceHi(p), lo = Ip6Header.sourceLo(p);
        Ip6Header.putSource(p, Ip6Header.destinationHi(p), Ip6Header.destinationLo(p));
        Ip6Header.putDestination(p, hi, lo);
        Ip6Header.putHopLimit(p, HOP_LIMIT);
        p.putU8(TYPE, ECHO_REPLY);
        seal(p);
    }

    /// "Packet Too Big" about `cause` (an IPv6 packet) to its sender, out of an empty packet.
    public static void writePacketTooBig(
            Packet p, Packet cause, int mtuBytes, long sourceHi, long sourceLo) {
        writeError(p, cause, PACKET_TOO_BIG, 0, mtuBytes, sourceHi, sourceLo);
    }

    /// "Destination Unreachable" about `cause` (an IPv6 packet) to its sender, out of an empty
    /// packet.
    public static void writeUnreachable(
            Packet p, Packet cause, int code, long sourceHi, long sourceLo) {
        writeError(p, cause, DESTINATION_UNREACHABLE, code, 0, sourceHi, sourceLo);
    }

    /// "Parameter Problem" about `cause` (an IPv6 packet) to its sender, out of an empty packet.
    ///
    /// @param pointer offset of the field to blame, in the cause
    public static void writeParameterProblem(
            Packet p, Packet cause, int code, int pointer, long sourceHi, long sourceLo) {
        writeError(p, cause, PARAMETER_PROBLEM, code, pointer, sourceHi, sourceLo);
    }

    /// Whether a packet may be answered with an error at all: it is not itself an ICMPv6 error (RFC
    /// 4443, 2.4).
    public static boolean deservesError(Packet cause) {
        return Ip6Header.nextHeader(cause) != Ip6Header.ICMP6
                || Ip6Header.payloadLength(cause) == 0
                || (type(cause) & 0x80) != 0;
    }

    private static void writeError(
            Packet p, Packet cause, int type, int code, int word, long sourceHi, long sourceLo) {
        int room = Ip6Header.MIN_MTU - Ip6Header.SIZE - HEADER_SIZE;
        int quoted = Math.min(cause.length(), room);
        p.extend(HEADER_SIZE + quoted);
        p.copyFrom(cause, 0, HEADER_SIZE, quoted);
        Ip6Header.prepend(p, Ip6Header.ICMP6, HOP_LIMIT);
        Ip6Header.putSource(p, sourceHi, sourceLo);
        Ip6Header.putDestination(p, Ip6Header.sourceHi(cause), Ip6Header.sourceLo(cause));
        p.putU8(TYPE, type);
        p.putU8(CODE, code);
        p.putI32(MTU, word);
        seal(p);
    }

    private static void seal(Packet p) {
        p.putU16(CHECKSUM, 0);
        p.putU16(CHECKSUM, checksum(p));
    }

    private static int checksum(Packet p) {
        int length = Ip6Header.payloadLength(p);
        return InternetChecksum.complement(
                Ip6Header.pseudoHeaderSum(p) + InternetChecksum.sum(p, TYPE, length));
    }
}
