package boreas.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-2 by the JDK, for every provider: nothing on this machine is faster for short inputs.
final class Hashes {
    private Hashes() {}

    static byte[] sha256(byte[]... parts) {
        return hash("SHA-256", parts);
    }

    static byte[] sha512(byte[]... parts) {
        return hash("SHA-512", parts);
    }

    private static byte[] hash(String algorithm, byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance(algorithm);
            for (var part : parts) digest.update(part);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + algorithm, e);
        }
    }
}
