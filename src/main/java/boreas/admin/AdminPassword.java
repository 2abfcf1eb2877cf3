package boreas.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// The admin password, and the two hashes by which a caller shows that it knows it.
///
/// 1. `step 2` = hex SHA-256 of (password, cookie in decimal), of which the genuine program keeps
///    63 bytes: a long password loses its end, and so does the cookie behind it.
/// 2. The message is written with step 2 in its place for the hash, and hex SHA-256 of those bytes
///    replaces it. The hash covers the bytes as sent, whatever their order and padding.
///
/// Source: cjdns protocol, admin API, authentication; vectors: `admin/auth-hash.json`.
public final class AdminPassword {
    /// The password that switches authentication off; requests that use it anyway are still
    /// checked.
    public static final String NOT_WANTED = "NONE";

    /// Hex characters of one SHA-256.
    static final int HASH_CHARS = 64;

    /// The genuine program formats password and cookie into 64 bytes, the last of them zero.
    private static final int SALTED_BYTES_MAX = 63;

    private final byte[] bytes;

    public AdminPassword(String text) {
        this(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A password that need not be text.
    public static AdminPassword of(byte[] bytes) {
        return new AdminPassword(bytes.clone());
    }

    private AdminPassword(byte[] bytes) {
        this.bytes = bytes;
    }

    /// True for the password `NONE`: every request counts as authenticated.
    public boolean isNotWanted() {
        return Arrays.equals(bytes, NOT_WANTED.getBytes(StandardCharsets.US_ASCII));
    }

    /// Says whether `hash` was made for exactly these bytes with this password. Takes as long for a
    /// nearly right hash as for a wrong one.
    ///
    /// @param cookie as a number, since the genuine program prints it again before hashing
    boolean admits(byte[] datagram, long cookie, byte[] hash) {
        if (hash.length != HASH_CHARS) return false;
        int at = indexOf(datagram, hash);
        if (at < 0) return false;
        return MessageDigest.isEqual(hexAt(datagram, at, cookie), hash);
    }

    /// Signs a message in place that was written with [#step2] where the hash belongs.
    void sign(byte[] message, long cookie) {
        int at = indexOf(message, step2(cookie));
        if (at < 0) throw new AssertionError("the message holds no place for its hash");
        System.arraycopy(hexAt(message, at, cookie), 0, message, at, HASH_CHARS);
    }

    private byte[] hexAt(byte[] message, int at, long cookie) {
        var withStep2 = message.clone();
        System.arraycopy(step2(cookie), 0, withStep2, at, HASH_CHARS);
        return hexSha256(withStep2);
    }

    byte[] step2(long cookie) {
        var digits = Long.toString(cookie).getBytes(StandardCharsets.US_ASCII);
        var salted = Arrays.copyOf(bytes, bytes.length + digits.length);
        System.arraycopy(digits, 0, salted, bytes.length, digits.length);
        return hexSha256(Arrays.copyOf(salted, Math.min(salted.length, SALTED_BYTES_MAX)));
    }

    private static byte[] hexSha256(byte[] data) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(data);
            return HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /// The first occurrence, as the genuine verifier looks for it; -1 if none.
    private static int indexOf(byte[] in, byte[] what) {
        for (int i = 0; i + what.length <= in.length; i++)
            if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) return i;
        return -1;
    }

    /// Prints nothing of the secret.
    @Override
    public String toString() {
        return isNotWanted() ? "admin password NONE" : "admin password (hidden)";
    }
}
