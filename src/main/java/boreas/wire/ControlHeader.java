package boreas.wire;

import boreas.env.Verdict;

/// Control header, 4 bytes, big endian; behind a switch header and `ffffffff`. The frame goes from
/// here to the end of the packet. Source: cjdns protocol, control frames; vectors: `switch.json`
/// (`ctrlFrames`).
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+---------------+
///    0 |           checksum            |   type (see ControlType)      |
///      +---------------+---------------+---------------+---------------+
///    4 |                 magic, by type (not in an ERROR)              |
///    8 |                 protocol version of the sender                |
///      +---------------+---------------+---------------+---------------+
///   12 :                 by type, see ControlFrame                     :
///      +---------------+---------------+---------------+---------------+
/// ```
///
/// A view over a packet whose window begins at this header; ask [#check] once. [ControlFrame] has
/// the whole frames as values.
public final class ControlHeader {
    public static final int SIZE = 4;

    /// Where a control header stands in a whole switch frame.
    public static final int IN_FRAME = SwitchHeader.SIZE + 4;

    /// The shortest frame that anybody reads.
    public static final int MIN_FRAME = 8;

    /// Where things are in a frame that is not an ERROR.
    public static final int MAGIC = 4, VERSION = 8, BODY = 12;

    /// Where things are in an ERROR.
    public static final int ERROR_CODE = 4, ERROR_CAUSE = 8;

    static final int KEY_SIZE = 32;

    private static final int CHECKSUM = 0, TYPE = 2;

    private ControlHeader() {}

    /// @return RUNT, BAD_CHECKSUM, BAD_CONTROL_FRAME for an unknown type or a length or magic that
    ///   its type does not have, or OK: then every accessor that its type has is safe
    public static Verdict check(Packet p) {
        if (p.length() < MIN_FRAME) return Verdict.RUNT;
        if (InternetChecksum.of(p) != 0) return Verdict.BAD_CHECKSUM;
        var type = ControlType.of(type(p));
        return type == null || !has(p, type) ? Verdict.BAD_CONTROL_FRAME : Verdict.OK;
    }

    public static int type(Packet p) {
        return p.u16(TYPE);
    }

    /// First word of the body.
    public static int magic(Packet p) {
        return p.i32(MAGIC);
    }

    /// Whether length and magic are those of a type.
    static boolean has(Packet p, ControlType type) {
        int body = p.length() - SIZE;
        return body >= type.minBody()
                && body <= type.maxBody()
                && (type == ControlType.ERROR || magic(p) == type.magic());
    }

    /// Protocol version of the sender; not in an ERROR.
    public static int version(Packet p) {
        return p.i32(VERSION);
    }

    /// Makes a frame one of another type and sender, keeping its body; then [#seal] it.
    public static void rewrite(Packet p, ControlType type, int version) {
        p.putI32(MAGIC, type.magic());
        p.putI32(VERSION, version);
        p.putU16(TYPE, type.number());
    }

    /// Puts the header in front of a body.
    public static void prepend(Packet p, ControlType type) {
        p.prepend(SIZE);
        p.putU16(TYPE, type.number());
        seal(p);
    }

    /// Writes the checksum over the frame as it is now.
    public static void seal(Packet p) {
        p.putU16(CHECKSUM, 0);
        p.putU16(CHECKSUM, InternetChecksum.of(p));
    }
}
