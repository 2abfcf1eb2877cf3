package boreas.tunnel;

import boreas.wire.Icmp6;
import boreas.wire.InternetChecksum;
import boreas.wire.Ip6Header;
import boreas.wire.Ip6Tunnel;
import boreas.wire.Packet;

/// An ICMPv6 error about an outer packet, as the kernel of the far machine sends it, for instance
/// when no tunnel is set up there. It comes in the session as content of type 58, that is without
/// its IPv6 header. Source: RFC 2473, 8; RFC 4443.
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+---------------+
///    0 |     type      |     code      |           checksum            |
///      +---------------+---------------+---------------+---------------+
///    4 |              MTU, in "packet too big"                         |
///      +---------------+---------------+---------------+---------------+
///    8 |  outer header, which we never sent: the far node rebuilt it   |
///      :                                                               :
///   48 |  perhaps options | the inner packet, as far as it is quoted   |
///      :                                                               :
/// ```
///
/// Only where an own error goes: nobody else learns of it. A view; ask [#isIn] once.
final class OuterError {
    private static final int QUOTED = Icmp6.HEADER_SIZE;
    private static final int INNER = QUOTED + Ip6Header.SIZE;
    private static final int NEXT_HEADER = QUOTED + 6,
            SOURCE = QUOTED + 8,
            DESTINATION = SOURCE + 16;

    /// Messages of a type below are errors.
    private static final int ERROR_TYPES_END = 128;

    /// What must be quoted of an inner packet: its addresses, and where it is from in its sender.
    private static final int QUOTED_MIN = 8;

    private static final int IP4_HEADER_MIN = 20;

    private OuterError() {}

    /// Whether this is an error about something that was tunnelled from here to there.
    ///
    /// @param content of type 58
    static boolean isIn(Packet content, long ownHi, long ownLo, long farHi, long farLo) {
        if (content.length() <= INNER || content.u8(0) >= ERROR_TYPES_END) return false;
        int next = content.u8(NEXT_HEADER);
        if (next == Ip6Tunnel.OPTIONS) next = content.u8(INNER);
        return (next == Ip6Tunnel.IP6 || next == Ip6Tunnel.IP4)
                && content.i64(SOURCE) == ownHi
                && content.i64(SOURCE + 8) == ownLo
                && content.i64(DESTINATION) == farHi
                && content.i64(DESTINATION + 8) == farLo;
    }

    /// Whether its checksum is right.
    static boolean isIntact(Packet content, long ownHi, long ownLo, long farHi, long farLo) {
        long addresses =
                InternetChecksum.sum(ownHi)
                        + InternetChecksum.sum(ownLo)
                        + InternetChecksum.sum(farHi)
                        + InternetChecksum.sum(farLo);
        int length = content.length();
        return InternetChecksum.complement(
                        addresses
                                + length
                                + Ip6Header.ICMP6
                                + InternetChecksum.sum(content, 0, length))
                == 0;
    }

    static int type(Packet content) {
        return content.u8(0);
    }

    /// In "packet too big": for outer packets.
    static long mtu(Packet content) {
        return content.u32(4);
    }

    /// Cuts off what is in front of the inner packet.
    ///
    /// @return the bytes that the tunnel puts around one; negative when too little is quoted
    static int open(Packet content) {
        int next = content.u8(NEXT_HEADER);
        content.dropFront(INNER);
        int before = content.length();
        int type = Ip6Tunnel.open(content, next);
        int header = type == Ip6Tunnel.IP6 ? Ip6Header.SIZE : IP4_HEADER_MIN;
        boolean isQuoted =
                (type == Ip6Tunnel.IP6 || type == Ip6Tunnel.IP4)
                        && content.length() >= header + QUOTED_MIN
                        && Ip6Tunnel.typeOf(content) == type;
        return isQuoted ? Ip6Header.SIZE + before - content.length() : -1;
    }
}
