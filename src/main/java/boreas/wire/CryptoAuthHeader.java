package boreas.wire;

/// The headers of CryptoAuth, big endian; on legacy links, and in every end-to-end session. Source:
/// cjdns protocol, CryptoAuth; vectors: `cryptoauth.json`.
///
/// ```
///   handshake (nonce 0 to 3), 120 bytes          data (nonce 4 and up), 20 bytes
///
///        0   1   2   3                                0   1   2   3
///      +---+---+---+---+                            +---+---+---+---+
///    0 |     nonce     |                          0 |     nonce     |
///      +---+---+---+---+ --+                        +---+---+---+---+
///    4 |typ|           |   | challenge            4 |               |
///    8 |   lookup key  |   |                        |   tag (16)    |
///   12 |derivat|additio|   |                     16 |               |
///      +---+---+---+---+ --+                        +---+---+---+---+
///   16 |  handshake    |                         20 : ciphertext
///      |  nonce (24)   |
///      +---+---+---+---+
///   40 |  permanent    |
///      |  key (32)     |
///      +---+---+---+---+
///   72 |  tag (16)     |
///      +---+---+---+---+ --+
///   88 |  temporary    |   |
///      |  key (32)     |   | encrypted, covered by the tag
///      +---+---+---+---+   |
///  120 : payload           |
/// ```
///
/// The first 72 bytes of a handshake are in clear and not authenticated. A view that only knows
/// where things are and what the first word says; the meaning belongs to the session machines.
public final class CryptoAuthHeader {
    /// Bytes in front of the payload of a handshake.
    public static final int HANDSHAKE_SIZE = 120;

    /// Bytes in front of the ciphertext of a data packet.
    public static final int DATA_SIZE = 20;

    /// Where things are.
    public static final int NONCE = 0,
            AUTH_TYPE = 4,
            LOOKUP_KEY = 5,
            DERIVATIONS = 12,
            ADDITIONAL = 14,
            HANDSHAKE_NONCE = 16,
            PERMANENT_KEY = 40,
            HANDSHAKE_TAG = 72,
            TEMPORARY_KEY = 88;

    /// Where the tag of a data packet is.
    public static final int DATA_TAG = 4;

    /// The challenge: auth type, lookup key and two fields that are obsolete.
    public static final int CHALLENGE = AUTH_TYPE, CHALLENGE_SIZE = 12;

    public static final int HANDSHAKE_NONCE_SIZE = 24;

    /// Nonces of handshake packets.
    public static final int HELLO = 0, REPEAT_HELLO = 1, KEY = 2, REPEAT_KEY = 3;

    /// The lowest nonce of a data packet.
    public static final int FIRST_DATA_NONCE = 4;

    static {
        assert CHALLENGE + CHALLENGE_SIZE == HANDSHAKE_NONCE;
        assert HANDSHAKE_NONCE + HANDSHAKE_NONCE_SIZE == PERMANENT_KEY;
        assert TEMPORARY_KEY + 32 == HANDSHAKE_SIZE;
        assert DATA_TAG + 16 == DATA_SIZE;
    }

    private CryptoAuthHeader() {}

    /// Whether the packet is at least as long as the header that its first word asks for.
    public static boolean fits(Packet p) {
        if (p.length() < DATA_SIZE) return false;
        return !isHandshake(p) || p.length() >= HANDSHAKE_SIZE;
    }

    /// Unsigned; needs 4 bytes.
    public static long nonce(Packet p) {
        return p.u32(NONCE);
    }

    /// Needs 4 bytes.
    public static boolean isHandshake(Packet p) {
        return nonce(p) < FIRST_DATA_NONCE;
    }

    /// 0 none, 1 password, 2 login and password; of a handshake that [#fits].
    public static int authType(Packet p) {
        return p.u8(AUTH_TYPE);
    }
}
