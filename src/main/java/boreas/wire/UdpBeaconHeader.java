package boreas.wire;

/// In front of a [Beacon] that travels as a UDP broadcast, 8 bytes, big endian. Source: cjdns
/// protocol, UDP beacons.
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+---------------+
///    0 |                           fffffffc                            |
///      +---------------+---------------+---------------+---------------+
///    4 |  version = 0  |       0       |          data port            |
///      +---------------+---------------+---------------+---------------+
///
///   data port   UDP port at which the sender takes ordinary packets; with the address that the
///               broadcast came from it makes the sender's link address
/// ```
///
/// A view; [#fits] asks for the fixed bytes too, since whoever differs is not a beacon.
public final class UdpBeaconHeader {
    public static final int SIZE = 8;

    private static final int MAGIC = 0, VERSION = 4, UNUSED = 5, DATA_PORT = 6;
    private static final int MAGIC_VALUE = 0xfffffffc;

    private UdpBeaconHeader() {}

    public static boolean fits(Packet p) {
        return p.length() >= SIZE
                && p.i32(MAGIC) == MAGIC_VALUE
                && p.u8(VERSION) == 0
                && p.u8(UNUSED) == 0;
    }

    public static int dataPort(Packet p) {
        return p.u16(DATA_PORT);
    }

    public static void prepend(Packet p, int dataPort) {
        p.prepend(SIZE);
        p.putI32(MAGIC, MAGIC_VALUE);
        p.putU8(VERSION, 0);
        p.putU8(UNUSED, 0);
        p.putU16(DATA_PORT, dataPort);
    }
}
