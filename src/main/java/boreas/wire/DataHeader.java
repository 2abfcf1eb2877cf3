package boreas.wire;

/// Data header, 4 bytes, big endian; first thing inside an end-to-end session. Source: cjdns
/// protocol, sessions; vectors: `session.json`.
///
/// ```
///       0               1               2               3
///      +-------+-------+---------------+---------------+---------------+
///    0 |ver = 1|   0   |       0       |         content type          |
///      +-------+-------+---------------+---------------+---------------+
///
///   content type   0 - 255  the number is an IPv6 next header; what follows is the IPv6 packet
///                           without its 40-byte header
///                  256      bencoded routing message
///                  257      IpTunnel: message or whole IP packet
///                  others   reserved, or for private use from 8000 on
/// ```
///
/// Version and unused bits are not checked on receipt. A view; ask [#fits] once.
public final class DataHeader {
    public static final int SIZE = 4;

    /// Content types above those that are IPv6 next headers.
    public static final int ROUTING = 256, IP_TUNNEL = 257;

    private static final int VERSION_AND_FLAGS = 0, UNUSED = 1, CONTENT_TYPE = 2;
    private static final int VERSION = 1;

    private DataHeader() {}

    public static boolean fits(Packet p) {
        return p.length() >= SIZE;
    }

    /// 0 to 65535.
    public static int contentType(Packet p) {
        return p.u16(CONTENT_TYPE);
    }

    /// Whether a content type is the next header of an IPv6 packet.
    public static boolean isIp6(int contentType) {
        return contentType < ROUTING;
    }

    public static int version(Packet p) {
        return p.u8(VERSION_AND_FLAGS) >>> 4;
    }

    /// Puts the header in front of a packet.
    public static void prepend(Packet p, int contentType) {
        p.prepend(SIZE);
        p.putU8(VERSION_AND_FLAGS, VERSION << 4);
        p.putU8(UNUSED, 0);
        p.putU16(CONTENT_TYPE, contentType);
    }
}
