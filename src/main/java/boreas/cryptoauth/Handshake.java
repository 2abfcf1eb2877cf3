package boreas.cryptoauth;

import boreas.wire.Packet;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Handshake packet: 120 bytes in front of a payload that may be empty. Big endian. Source: cjdns
/// protocol, CryptoAuth; vectors: `cryptoauth.json`.
///
/// ```
///     0   4  kind: 0 hello, 1 repeated hello, 2 key, 3 repeated key
///     4   8  AuthChallenge
///    12   4  obsolete; written as 0 (bytes 12, 13: random without credentials), not read
///    16  24  nonce of the box, random
///    40  32  sender's permanent public key, in clear
///    72  16  tag of the box
///    88  32  sender's temporary public key ┐ encrypted: the box
///   120   n  payload                       ┘
/// ```
///
/// The first 72 bytes are not authenticated.
final class Handshake {
    static final int BYTES = 120;

    static final int HELLO = 0;
    static final int REPEATED_HELLO = 1;
    static final int KEY = 2;
    static final int REPEATED_KEY = 3;

    /// Greater first words are the counters of data packets.
    static final int LAST_KIND = REPEATED_KEY;

    static final int CHALLENGE = 4;
    static final int CHALLENGE_BYTES = 12;
    static final int NONCE = 16;
    static final int PERMANENT_KEY = 40;
    static final int BOX = 88;
    static final int TEMPORARY_KEY = BOX;

    static {
        assert TEMPORARY_KEY + 32 == BYTES && CHALLENGE + CHALLENGE_BYTES == NONCE;
    }

    private Handshake() {}

    static boolean fits(Packet p) {
        return p.length() >= BYTES;
    }

    static boolean isHello(int kind) {
        return kind <= REPEATED_HELLO;
    }

    static boolean isRepeated(int kind) {
        return (kind & 1) != 0;
    }

    /// See [AuthChallenge].
    static long challenge(Packet p) {
        return p.i64(CHALLENGE);
    }

    static boolean hasCredentials(Packet p) {
        return AuthChallenge.type(challenge(p)) != AuthChallenge.NONE;
    }

    static boolean isFrom(Packet p, byte[] permanentKey) {
        return matches(p, PERMANENT_KEY, permanentKey);
    }

    /// Asks about the box's content: only after it was opened.
    static boolean hasTemporaryKey(Packet p, byte @Nullable [] key) {
        return key != null && matches(p, TEMPORARY_KEY, key);
    }

    static boolean isTemporaryKeyZero(Packet p) {
        return (p.i64(BOX) | p.i64(BOX + 8) | p.i64(BOX + 16) | p.i64(BOX + 24)) == 0;
    }

    private static boolean matches(Packet p, int at, byte[] key) {
        int differing = 0;
        for (int i = 0; i < key.length; i++) differing |= p.u8(at + i) ^ (key[i] & 0xff);
        return differing == 0;
    }

    /// Copies the box's nonce to native memory.
    static void nonceTo(Packet p, MemorySegment nonce) {
        MemorySegment.copy(p.memory(), (long) p.start() + NONCE, nonce, 0, nonce.byteSize());
    }

    /// A copy; only after the box was opened.
    static byte[] temporaryKey(Packet p) {
        return p.get(TEMPORARY_KEY, 32);
    }
}
