package boreas.cryptoauth;

import boreas.address.Base32;
import boreas.address.Identity;
import boreas.address.PublicKey;
import boreas.crypto.Crypto;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;

/// The login and the password of a link between two nodes that know each other's permanent key:
/// both follow from the keys, so nobody has to hand a password over, and no file holds one.
///
/// ```
///   shared   = X25519(own private key, other public key)
///   material = HKDF-SHA-256(ikm = shared, salt = "boreas site link 1",
///                           info = lesser public key | greater public key, length = 48)
///   login    = base32 of the first 16 bytes, 26 digits
///   password = base32 of the other 32 bytes, 52 digits
/// ```
///
/// Both ends compute the same, whoever calls; nobody else can without one of the private keys. The
/// login is not secret; it tells a receiver which of its users is calling. Both are text, so that a
/// configuration can hold them. Which key is the lesser one is a comparison of bytes.
///
/// With a key of small order there is no shared secret, since everybody can compute X25519 with it;
/// one such key does have an address in fc00::/8. The answer for it is null.
public final class PairCredentials {
    private static final String LABEL = "boreas site link 1";
    private static final int LOGIN_BYTES = 16, PASSWORD_BYTES = 32;

    private PairCredentials() {}

    /// The login alone, by which a receiver lists the other as a user.
    public static @Nullable String login(Identity own, PublicKey other, Crypto crypto) {
        byte[] material = material(own, other, crypto);
        if (material == null) return null;
        try {
            return Base32.encode(Arrays.copyOf(material, LOGIN_BYTES));
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    /// What this node presents to the other one, and accepts from it.
    public static @Nullable Credentials between(Identity own, PublicKey other, Crypto crypto) {
        byte[] material = material(own, other, crypto);
        if (material == null) return null;
        try {
            var login = Base32.encode(Arrays.copyOf(material, LOGIN_BYTES));
            var password =
                    Base32.encode(Arrays.copyOfRange(material, LOGIN_BYTES, material.length));
            return new Credentials(
                    login.getBytes(StandardCharsets.US_ASCII),
                    password.getBytes(StandardCharsets.US_ASCII));
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    private static byte @Nullable [] material(Identity own, PublicKey other, Crypto crypto) {
        byte[] secret = own.privateKey().bytes();
        byte[] shared = crypto.x25519(secret, other.bytes());
        Arrays.fill(secret, (byte) 0);
        if (isZero(shared)) return null;
        boolean ownFirst = own.publicKey().compareTo(other) < 0;
        byte[] info = new byte[2 * PublicKey.BYTES];
        own.publicKey().copyTo(info, ownFirst ? 0 : PublicKey.BYTES);
        other.copyTo(info, ownFirst ? PublicKey.BYTES : 0);
        try {
            var parameters =
                    HKDFParameterSpec.ofExtract()
                            .addIKM(shared)
                            .addSalt(LABEL.getBytes(StandardCharsets.US_ASCII))
                            .thenExpand(info, LOGIN_BYTES + PASSWORD_BYTES);
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK 25 has HKDF-SHA256", e);
        } finally {
            Arrays.fill(shared, (byte) 0);
        }
    }

    private static boolean isZero(byte[] bytes) {
        int any = 0;
        for (byte b : bytes) any |= b;
        return any == 0;
    }
}
