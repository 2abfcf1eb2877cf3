package boreas.wire;

/// IPv6 destination options header, and the one option that tunnels use. Source: RFC 8200, 4.2 and
/// 4.6; RFC 2473, 4.1.1.
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+---------------+
///    0 |  next header  |  length/8 - 1 |  option type  | option length |
///      +---------------+---------------+---------------+---------------+
///    4 |  option data, then further options up to the header's length  |
///      :                                                               :
///
///   encapsulation limit   type 4, length 1: how many tunnels more may be put around the packet
///   padding               type 0: this byte alone; type 1: as any option
///   two highest bits of an unknown type   00: pass over it; others: discard the packet
/// ```
///
/// What tunnels write is 8 bytes, `nn 00 04 01 LL 01 01 00`.
final class DestinationOptions {
    /// With a limit and padding.
    static final int LIMIT_SIZE = 8;

    /// Tunnels around a packet if nobody says otherwise (RFC 2473, 6.6).
    static final int LIMIT_DEFAULT = 4;

    /// In place of a position: there is none.
    static final int NONE = -1;

    /// In place of a position: the header cannot be read, or an option in it forbids to go on.
    static final int BAD = -2;

    private static final int PAD_1 = 0, PAD_N = 1, LIMIT = 4;
    private static final int UNKNOWN_ACTION = 0xc0;

    private DestinationOptions() {}

    /// Length of the header at this place in bytes, [#BAD] when it is not all there.
    static int length(Packet p, int at) {
        if (at + 2 > p.length()) return BAD;
        int length = (p.u8(at + 1) + 1) * 8;
        return at + length <= p.length() ? length : BAD;
    }

    /// Where the encapsulation limit's number is in the header at this place; [#NONE] when it has
    /// none.
    ///
    /// @param isStrict whether options that forbid to go on are heeded: by the packet's addressee
    static int limitAt(Packet p, int at, boolean isStrict) {
        int length = length(p, at);
        if (length < 0) return BAD;
        int end = at + length;
        int found = NONE;
        for (int i = at + 2; i < end; ) {
            int type = p.u8(i);
            if (type == PAD_1) {
                i++;
                continue;
            }
            if (i + 2 > end) return BAD;
            int next = i + 2 + p.u8(i + 1);
            if (next > end) return BAD;
            if (type == LIMIT) {
                if (next != i + 3) return BAD;
                if (found == NONE) found = i + 2;
            } else if (type != PAD_N && isStrict && (type & UNKNOWN_ACTION) != 0) {
                return BAD;
            }
            i = next;
        }
        return found;
    }

    /// Puts a header with a limit in front of a packet.
    static void prependLimit(Packet p, int nextHeader, int limit) {
        p.prepend(LIMIT_SIZE);
        p.putU8(0, nextHeader);
        p.putU8(1, 0);
        p.putU8(2, LIMIT);
        p.putU8(3, 1);
        p.putU8(4, limit);
        p.putU8(5, PAD_N);
        p.putU8(6, 1);
        p.putU8(7, 0);
    }
}
