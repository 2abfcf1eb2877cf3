package boreas.wire;

/// Switch header, 12 bytes, big endian; in front of everything that a link carries. Source: cjdns
/// protocol, switch layer; vectors: `switch.json` (`hops`).
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+---------------+
///    0 |                     route label, high half                    |
///    4 |                     route label, low half                     |
///      +-------------+-+---+-----------+-------------------------------+
///    8 | congestion  |S|ver|   shift   |         traffic class         |
///      +-------------+-+---+-----------+-------------------------------+
///
///   route label     see boreas.label.Label
///   congestion (7)  0; error packets of genuine switches carry 1. Nobody reads it
///   S (1)           whoever cannot forward this packet must not answer with an error
///   ver (2)         1; nobody checks it
///   shift (6)       bits of the label used up so far
///   traffic class   0 at the origin, ffff behind the first switch. Nobody reads it
/// ```
///
/// A view: static accessors over a packet whose window begins at the header. Ask [#fits] once; then
/// no getter fails. The 4 bytes that follow the header say what the rest is: [#payloadWord].
public final class SwitchHeader {
    public static final int SIZE = 12;

    /// [#payloadWord] of a control frame ([ControlHeader] follows). Below 4 it is the nonce of a
    /// [CryptoAuthHeader]; any other value is the receiver's handle of a session.
    public static final int CONTROL = 0xffffffff;

    /// [#flags] of an ordinary packet, and of one that must not be answered with an error.
    public static final int PLAIN = 0x00, SUPPRESS_ERRORS = 0x01;

    /// Congestion 1 and [#SUPPRESS_ERRORS], as genuine switches mark the errors that they send.
    public static final int SWITCH_ERROR = 0x03;

    private static final int LABEL = 0, FLAGS = 8, VERSION_AND_SHIFT = 9, TRAFFIC_CLASS = 10;
    private static final int VERSION = 1;
    private static final int SHIFT_MASK = 0x3f;
    private static final int HOP_TRAFFIC_CLASS = 0xffff;

    private SwitchHeader() {}

    public static boolean fits(Packet p) {
        return p.length() >= SIZE;
    }

    public static long label(Packet p) {
        return p.i64(LABEL);
    }

    /// 0 to 127.
    public static int congestion(Packet p) {
        return p.u8(FLAGS) >>> 1;
    }

    public static boolean suppressesErrors(Packet p) {
        return (p.u8(FLAGS) & SUPPRESS_ERRORS) != 0;
    }

    /// 0 to 3.
    public static int version(Packet p) {
        return p.u8(VERSION_AND_SHIFT) >>> 6;
    }

    /// 0 to 63.
    public static int labelShift(Packet p) {
        return p.u8(VERSION_AND_SHIFT) & SHIFT_MASK;
    }

    public static int trafficClass(Packet p) {
        return p.u16(TRAFFIC_CLASS);
    }

    /// The last 4 bytes of the header, from the congestion on, as they stand there.
    public static int tail(Packet p) {
        return p.i32(FLAGS);
    }

    /// [#tail] of a header that its origin wrote.
    public static int tailOf(int flags) {
        return flags << 24 | VERSION << 6 << 16;
    }

    /// The 4 bytes behind the header; ask [#hasPayloadWord] first.
    public static int payloadWord(Packet p) {
        return p.i32(SIZE);
    }

    public static boolean hasPayloadWord(Packet p) {
        return p.length() >= SIZE + 4;
    }

    /// What a switch changes in a packet that it forwards.
    public static void hop(Packet p, long label, int labelShift) {
        p.putI64(LABEL, label);
        p.putU8(VERSION_AND_SHIFT, p.u8(VERSION_AND_SHIFT) & ~SHIFT_MASK | labelShift);
        p.putU16(TRAFFIC_CLASS, HOP_TRAFFIC_CLASS);
    }

    /// Writes the whole header as its origin does.
    ///
    /// @param flags [#PLAIN], [#SUPPRESS_ERRORS] or [#SWITCH_ERROR]
    public static void write(Packet p, long label, int flags) {
        p.putI64(LABEL, label);
        p.putU8(FLAGS, flags);
        p.putU8(VERSION_AND_SHIFT, VERSION << 6);
        p.putU16(TRAFFIC_CLASS, 0);
    }

    /// Puts the header in front of a packet, as its origin does.
    public static void prepend(Packet p, long label) {
        p.prepend(SIZE);
        write(p, label, PLAIN);
    }

    /// Puts header and [#CONTROL] in front of a control frame.
    public static void prependControl(Packet p, long label, int flags) {
        p.prepend(SIZE + 4);
        write(p, label, flags);
        p.putI32(SIZE, CONTROL);
    }

    /// An error of a switch leaves by the link by which its cause came, past the switch that makes
    /// it; so it looks as if it had gone through one.
    public static void markAsForwarded(Packet p) {
        p.putU16(TRAFFIC_CLASS, HOP_TRAFFIC_CLASS);
    }
}
