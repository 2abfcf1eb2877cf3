package boreas.cryptoauth;

import boreas.crypto.Crypto;
import java.nio.ByteBuffer;

/// How a handshake names the password that it was made with, without telling it: 8 bytes.
///
/// ```
///   byte 0    auth type: 0 none, 1 by password, 2 by login
///   1 .. 7    bytes 1 .. 7 of SHA-256(SHA-256(password)) for type 1, of SHA-256(login) for type 2;
///             random for type 0
/// ```
///
/// The first byte of the hash is lost under the type. Source: cjdns protocol, passwords; vectors:
/// `keys.json`.
final class AuthChallenge {
    static final int NONE = 0;
    static final int BY_PASSWORD = 1;
    static final int BY_LOGIN = 2;

    private AuthChallenge() {}

    /// The key that a password becomes.
    static byte[] secret(Crypto crypto, byte[] password) {
        return crypto.sha256(password);
    }

    static long byPassword(Crypto crypto, byte[] secret) {
        return challenge(BY_PASSWORD, crypto.sha256(secret));
    }

    static long byLogin(Crypto crypto, byte[] login) {
        return challenge(BY_LOGIN, crypto.sha256(login));
    }

    static int type(long challenge) {
        return (int) (challenge >>> 56);
    }

    private static long challenge(int type, byte[] hash) {
        return (long) type << 56 | (ByteBuffer.wrap(hash).getLong() & 0x00ff_ffff_ffff_ffffL);
    }
}
