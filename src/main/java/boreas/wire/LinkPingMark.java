package boreas.wire;

import java.nio.charset.StandardCharsets;

/// What tells pings of a link from those that people and pathfinders send: the last 12 bytes of
/// their data. Genuine nodes of version 22 use the same. Source: cjdns protocol, control frames.
public final class LinkPingMark {
    private static final byte[] TEXT = "IFACE_CNTRLR".getBytes(StandardCharsets.US_ASCII);

    public static final int SIZE = TEXT.length;

    private LinkPingMark() {}

    public static void put(Packet p, int at) {
        p.put(at, TEXT);
    }

    /// Whether a control frame, from its header on, ends in it.
    public static boolean endsIn(Packet p) {
        int at = p.length() - SIZE;
        if (at < ControlHeader.BODY) return false;
        for (byte b : TEXT) if (p.u8(at++) != b) return false;
        return true;
    }
}
