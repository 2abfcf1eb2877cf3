package boreas.wire;

/// What a node shouts on a link: "I am here", 56 bytes, big endian. Neither encrypted nor
/// authenticated. Source: cjdns protocol, beacons.
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+---------------+
///    0 |                       protocol version                        |
///      +---------------+---------------+---------------+---------------+
///    4 |                        password (20)                          |
///      :                                                               :
///      +---------------+---------------+---------------+---------------+
///   24 |                       public key (32)                         |
///      :                                                               :
///      +---------------+---------------+---------------+---------------+
/// ```
///
/// All 20 bytes of the password count, whatever they are: some versions send text and a zero byte,
/// others random bytes. A longer packet is accepted. A view; ask [#fits] once. In front of it a UDP
/// broadcast carries a [UdpBeaconHeader], an Ethernet frame an [EthernetHeader].
public final class Beacon {
    public static final int SIZE = 56;
    public static final int PASSWORD_SIZE = 20, KEY_SIZE = 32;
    private static final int VERSION = 0, PASSWORD = 4, KEY = 24;

    static {
        assert KEY + KEY_SIZE == SIZE;
    }

    private Beacon() {}

    public static boolean fits(Packet p) {
        return p.length() >= SIZE;
    }

    public static int version(Packet p) {
        return p.i32(VERSION);
    }

    public static byte[] password(Packet p) {
        return p.get(PASSWORD, PASSWORD_SIZE);
    }

    public static byte[] key(Packet p) {
        return p.get(KEY, KEY_SIZE);
    }

    /// Fills an empty packet.
    public static void write(Packet p, int version, byte[] password, byte[] key) {
        if (password.length != PASSWORD_SIZE || key.length != KEY_SIZE)
            throw new IllegalArgumentException("password or key of a wrong size");
        p.extend(SIZE);
        p.putI32(VERSION, version);
        p.put(PASSWORD, password);
        p.put(KEY, key);
    }
}
