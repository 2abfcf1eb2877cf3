package boreas.wire;

/// Route header, 68 bytes, big endian; only between a node and programs of its own machine, in
/// front of the data header, or of the control header of a control frame. Source: cjdns protocol,
/// UpperDistributor handlers; vectors: `taps.json`.
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+---------------+
///    0 |             public key of the other node, 32 bytes            |
///      +---------------+---------------+---------------+---------------+
///   32 |       switch header, 12 bytes, with the label from here       |
///      +---------------+---------------+---------------+---------------+
///   44 |             protocol version of the other node                |
///      +---------------+---------------+---------------+---------------+
///   48 |     flags     |             unused                            |
///      +---------------+---------------+---------------+---------------+
///   52 |              address of the other node, 16 bytes              |
///      +---------------+---------------+---------------+---------------+
///
///   flags   1 it came from that node; 2 control frame, whose key and address are zero;
///           4 sent by the pathfinder
/// ```
///
/// What is not known is zero. Genuine v21 nodes leave rubbish in the unused bytes. A view; ask
/// [#fits] once.
public final class RouteHeader {
    public static final int SIZE = 68;

    public static final int INCOMING = 1, CONTROL = 2, PATHFINDER = 4;
    public static final int KEY = 0, ADDRESS = 52;
    private static final int LABEL = 32, SWITCH_TAIL = 40, VERSION = 44, FLAGS = 48;
    private static final int KEY_SIZE = 32;

    private RouteHeader() {}

    public static boolean fits(Packet p) {
        return p.length() >= SIZE;
    }

    public static boolean hasKey(Packet p) {
        long any = 0;
        for (int at = KEY; at < KEY + KEY_SIZE; at += 8) any |= p.i64(at);
        return any != 0;
    }

    /// 0 when it is not known.
    public static long label(Packet p) {
        return p.i64(LABEL);
    }

    /// The last word of the switch header, see [SwitchHeader#tail].
    public static int switchTail(Packet p) {
        return p.i32(SWITCH_TAIL);
    }

    /// 0 when it is not known.
    public static int version(Packet p) {
        return p.i32(VERSION);
    }

    public static boolean isControl(Packet p) {
        return (p.u8(FLAGS) & CONTROL) != 0;
    }

    public static long addressHi(Packet p) {
        return p.i64(ADDRESS);
    }

    public static long addressLo(Packet p) {
        return p.i64(ADDRESS + 8);
    }

    /// Puts the header in front of a packet; key and address are zero until they are written.
    ///
    /// @param switchTail see [SwitchHeader#tail]
    public static void prepend(Packet p, long label, int switchTail, int version, int flags) {
        p.prepend(SIZE);
        p.putZeros(0, SIZE);
        p.putI64(LABEL, label);
        p.putI32(SWITCH_TAIL, switchTail);
        p.putI32(VERSION, version);
        p.putU8(FLAGS, flags);
    }

    /// Whose key and address these are.
    public static void putNode(Packet p, byte[] key, long addressHi, long addressLo) {
        p.put(KEY, key);
        p.putI64(ADDRESS, addressHi);
        p.putI64(ADDRESS + 8, addressLo);
    }
}
