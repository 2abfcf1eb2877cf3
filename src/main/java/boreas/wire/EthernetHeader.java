package boreas.wire;

import boreas.env.Verdict;

/// In front of a link's packet on Ethernet, 6 bytes, big endian, behind the 14 bytes of Ethernet
/// itself (ethertype `fc00`), which the kernel writes and removes. Source: cjdns protocol, Ethernet
/// interface.
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+---------------+
///    0 |  version = 0  |       0       |  length: these 6 + content    |
///      +---------------+---------------+---------------+---------------+
///    4 |             fc00              | content
///      +---------------+---------------+---
/// ```
///
/// Ethernet pads short frames, so a frame may be longer than its length says: [#strip] cuts it. A
/// frame that came as a broadcast holds a [Beacon].
public final class EthernetHeader {
    public static final int SIZE = 6;
    public static final int ETHERTYPE = 0xfc00;

    private static final int VERSION = 0, UNUSED = 1, LENGTH = 2, MAGIC = 4;

    private EthernetHeader() {}

    /// Asks whether version, length and magic are right. The unused byte may be anything.
    public static Verdict check(Packet p) {
        if (p.length() < SIZE) return Verdict.FRAME_LENGTH;
        if (p.u8(VERSION) != 0) return Verdict.FRAME_VERSION;
        if (p.u16(MAGIC) != ETHERTYPE) return Verdict.FRAME_MAGIC;
        int length = p.u16(LENGTH);
        return length < SIZE || length > p.length() ? Verdict.FRAME_LENGTH : Verdict.OK;
    }

    public static boolean fits(Packet p) {
        return check(p) == Verdict.OK;
    }

    /// Length of header and content.
    public static int length(Packet p) {
        return p.u16(LENGTH);
    }

    /// Leaves the content of a frame that [#fits].
    public static void strip(Packet p) {
        p.truncate(length(p));
        p.dropFront(SIZE);
    }

    public static void prepend(Packet p) {
        p.prepend(SIZE);
        p.putU8(VERSION, 0);
        p.putU8(UNUSED, 0);
        p.putU16(LENGTH, p.length());
        p.putU16(MAGIC, ETHERTYPE);
    }
}
