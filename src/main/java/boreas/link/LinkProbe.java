package boreas.link;

import boreas.env.RandomSource;
import boreas.wire.ControlHeader;
import boreas.wire.ControlType;
import boreas.wire.LinkPingMark;
import boreas.wire.Packet;
import boreas.wire.SwitchHeader;

/// The ping with which a link is kept alive and judged: a control PING to the neighbour's own
/// router, with 24 bytes of data that come back unchanged.
///
/// ```
///   data: handle (4, zero) | cookie (8, random) | "IFACE_CNTRLR" (12)
/// ```
///
/// The text at the end is what genuine v22 nodes use to tell link pings from others; ours do too. A
/// few cookies are remembered with the time they were sent, newest over oldest. Source: cjdns
/// protocol, control frames; peering layer, timers and the ping loop.
final class LinkProbe {
    static final int DATA_BYTES = 4 + 8 + LinkPingMark.SIZE;

    /// Where the cookie stands in the data.
    private static final int COOKIE = 4;

    private static final int REMEMBERED = 8;
    private static final long NOT_A_PONG = -1;

    /// "To your own router", as it looks on the wire after our own switch.
    private static final long NEIGHBOUR_SELF_LABEL = 0x8000_0000_0000_0001L;

    /// What our own switch would have shifted off.
    private static final int ONE_HOP_SHIFT = 4;

    private final long[] cookies = new long[REMEMBERED];
    private final long[] sentNs = new long[REMEMBERED];
    private int next;

    /// Writes a ping frame into an empty packet and remembers it.
    void write(Packet into, int version, RandomSource random, long nowNs) {
        long cookie = random.nextLong() | 1;
        cookies[next] = cookie;
        sentNs[next] = nowNs;
        next = (next + 1) % REMEMBERED;
        into.extend(ControlHeader.BODY + DATA_BYTES);
        ControlHeader.rewrite(into, ControlType.PING, version);
        into.putI32(ControlHeader.BODY, 0);
        into.putI64(ControlHeader.BODY + COOKIE, cookie);
        LinkPingMark.put(into, ControlHeader.BODY + COOKIE + 8);
        ControlHeader.seal(into);
        SwitchHeader.prependControl(into, NEIGHBOUR_SELF_LABEL, SwitchHeader.PLAIN);
        SwitchHeader.hop(into, NEIGHBOUR_SELF_LABEL, ONE_HOP_SHIFT);
    }

    /// Matches the echoed data and forgets the cookie.
    ///
    /// @return when that ping was sent, or [#NOT_A_PONG]
    long sentNs(Packet frame, int dataAt) {
        long cookie = frame.i64(dataAt + COOKIE);
        for (int i = 0; i < REMEMBERED; i++) {
            if (cookies[i] == cookie) {
                cookies[i] = 0;
                return sentNs[i];
            }
        }
        return NOT_A_PONG;
    }

    static boolean isPong(long sentNs) {
        return sentNs != NOT_A_PONG;
    }
}
