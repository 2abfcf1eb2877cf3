package boreas.wire;

import boreas.env.Verdict;

/// Packets of IPv4 and IPv6 inside IPv6, without the outer header: in a session it is left out, and
/// its next header is the content type. Source: RFC 2473; cjdns protocol, data header.
///
/// ```
///   content type 41:  IPv6 packet
///                 4:  IPv4 packet
///                60:  destination options | one of these
///                44:  fragment header | a part of one of these
/// ```
///
/// **In** ([#open]): both forms, with the encapsulation limit and without, in any order that
/// senders use (Linux puts the options in front of the fragment header). **Out**: [#judge] what a
/// device gave, then [#wrap] it, or [#answer] its sender. No outer packet is fragmented; what is
/// larger than the tunnel's MTU is answered with that.
///
/// The inner packet is not changed: its hop limit was counted down by whoever sent it into the
/// device. Errors for its sender carry an address of the far end, because a packet from one of this
/// machine's own addresses that comes out of a tunnel device would be taken for forged.
public final class Ip6Tunnel {
    /// Content types.
    public static final int IP4 = 4, IP6 = 41, FRAGMENT = 44, OPTIONS = 60;

    /// In place of a content type: the headers cannot be read, or forbid to go on.
    public static final int BAD = -1;

    /// In place of a content type: this is no tunnelled packet.
    public static final int FOREIGN = -2;

    /// [#wrap] without an encapsulation limit of its own.
    public static final int NO_LIMIT = -1;

    /// What hosts write that know of no limit.
    public static final int LIMIT_DEFAULT = DestinationOptions.LIMIT_DEFAULT;

    /// More than any sender writes, in front of a packet or inside one.
    private static final int HEADERS_MAX = 8;

    private static final int HOP_BY_HOP = 0, ROUTING = 43;

    private Ip6Tunnel() {}

    // --- in

    /// Looks behind the options in front of a tunnelled packet.
    ///
    /// @param p begins at what a session carried, or at what [Reassembly] made whole
    /// @param contentType of it
    /// @return [#IP6], [#IP4] or [#FRAGMENT]: the packet begins there now; [#BAD]; or [#FOREIGN]:
    ///   then it is as it was, and somebody else's
    public static int open(Packet p, int contentType) {
        int type = contentType;
        int at = 0;
        for (int i = 0; type == OPTIONS; i++) {
            if (i == HEADERS_MAX
                    || DestinationOptions.limitAt(p, at, true) == DestinationOptions.BAD)
                return BAD;
            type = p.u8(at);
            at += DestinationOptions.length(p, at);
        }
        if (type == FRAGMENT) {
            if (p.length() < at + FragmentHeader.SIZE) return BAD;
            if (!isTunnelled(p.u8(at))) return FOREIGN;
        } else if (type != IP6 && type != IP4) {
            return FOREIGN;
        }
        p.dropFront(at);
        return type;
    }

    /// Whether a fragment's next header says that it may belong to a tunnelled packet.
    private static boolean isTunnelled(int nextHeader) {
        return nextHeader == IP6 || nextHeader == IP4 || nextHeader == OPTIONS;
    }

    /// Whether an opened packet is whole; then what is behind it is cut off.
    public static boolean trim(Packet p, int type) {
        if (type == IP6 && Ip6Header.fits(p)) {
            p.truncate(Ip6Header.SIZE + Ip6Header.payloadLength(p));
            return true;
        }
        if (type == IP4 && Ip4Header.fits(p)) {
            p.truncate(Ip4Header.totalLength(p));
            return true;
        }
        return false;
    }

    // --- out

    /// Whether a packet may enter a tunnel.
    ///
    /// @return [Verdict#OK], [Verdict#BAD_INNER], [Verdict#TOO_BIG] or [Verdict#TUNNEL_LIMIT]; the
    ///   last two deserve an [#answer]
    public static Verdict judge(Packet inner, int mtuBytes) {
        int type = typeOf(inner);
        if (type == BAD || !trim(inner, type)) return Verdict.BAD_INNER;
        int limitAt = type == IP6 ? limitAt(inner) : DestinationOptions.NONE;
        if (limitAt >= 0 && inner.u8(limitAt) == 0) return Verdict.TUNNEL_LIMIT;
        return inner.length() > mtuBytes ? Verdict.TOO_BIG : Verdict.OK;
    }

    /// [#IP6] or [#IP4] by the first digit, else [#BAD].
    public static int typeOf(Packet inner) {
        if (inner.length() == 0) return BAD;
        return switch (inner.u8(0) >>> 4) {
            case 6 -> IP6;
            case 4 -> IP4;
            default -> BAD;
        };
    }

    /// Puts the tunnel's headers around a packet that was judged [Verdict#OK].
    ///
    /// @param limit how many tunnels more there may be, 0 to 255; [#NO_LIMIT]: no word about it,
    ///   unless the packet itself has a limit, which is then counted down
    /// @return the content type
    public static int wrap(Packet inner, int limit) {
        int type = typeOf(inner);
        int limitAt = type == IP6 ? limitAt(inner) : DestinationOptions.NONE;
        int written = limitAt >= 0 ? inner.u8(limitAt) - 1 : limit;
        if (written == NO_LIMIT) return type;
        DestinationOptions.prependLimit(inner, type, written);
        return OPTIONS;
    }

    /// Writes the error for the sender of a packet that may not enter.
    ///
    /// @param why as judged
    /// @param p empty
    /// @param sourceHi whose address the error bears
    /// @param sourceLo of an IPv4 packet's error: the IPv4 address in the low 32 bits
    /// @return false when there is nothing to be said
    public static boolean answer(
            Verdict why, Packet inner, Packet p, int mtuBytes, long sourceHi, long sourceLo) {
        if (why != Verdict.TOO_BIG && why != Verdict.TUNNEL_LIMIT) return false;
        if (typeOf(inner) == IP4) {
            if (!Icmp4.deservesError(inner)) return false;
            Icmp4.writeFragmentationNeeded(p, inner, mtuBytes, (int) sourceLo);
            return true;
        }
        if (!Icmp6.deservesError(inner)) return false;
        if (why == Verdict.TOO_BIG)
            Icmp6.writePacketTooBig(
                    p, inner, Math.max(mtuBytes, Ip6Header.MIN_MTU), sourceHi, sourceLo);
        else Icmp6.writeParameterProblem(p, inner, 0, limitAt(inner), sourceHi, sourceLo);
        return true;
    }

    /// Where the encapsulation limit's number is among the headers of an IPv6 packet; negative when
    /// there is none, or none that can be read: then that is its addressee's matter.
    private static int limitAt(Packet inner) {
        int next = Ip6Header.nextHeader(inner);
        int at = Ip6Header.SIZE;
        for (int i = 0; i < HEADERS_MAX; i++) {
            if (next != OPTIONS && next != HOP_BY_HOP && next != ROUTING)
                return DestinationOptions.NONE;
            int length = DestinationOptions.length(inner, at); // all three count it alike
            if (length < 0) return DestinationOptions.NONE;
            if (next == OPTIONS) {
                int limitAt = DestinationOptions.limitAt(inner, at, false);
                if (limitAt != DestinationOptions.NONE) return limitAt;
            }
            next = inner.u8(at);
            at += length;
        }
        return DestinationOptions.NONE;
    }
}
