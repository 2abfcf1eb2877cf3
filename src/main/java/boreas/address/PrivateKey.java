package boreas.address;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A node's permanent private key: 32 bytes as drawn (X25519 clamps at use), 64 hex digits in the
/// configuration. Secret: it does not print, compares in constant time, and can be wiped.
public final class PrivateKey implements AutoCloseable {
    public static final int BYTES = 32;
    private final byte[] bytes;

    private PrivateKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Null unless there are 32 bytes.
    public static @Nullable PrivateKey ofBytes(byte[] bytes) {
        return bytes.length == BYTES ? new PrivateKey(bytes.clone()) : null;
    }

    /// Reads 64 hex digits.
    public static PrivateKey parse(String text) throws AddressException {
        int foreign = Hex.firstForeign(text);
        if (foreign >= 0) throw new AddressException("private key must be hex digits", foreign);
        if (text.length() != 2 * BYTES)
            throw new AddressException("private key must be 64 hex digits long");
        return new PrivateKey(HexFormat.of().parseHex(text));
    }

    /// A copy; the caller wipes it after use.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// The 64 hex digits, to be written into a configuration and nowhere else.
    public String toSecretText() {
        return HexFormat.of().formatHex(bytes);
    }

    /// Overwrites the key with zeros; it must not be used afterwards.
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public void close() {
        wipe();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PrivateKey k && MessageDigest.isEqual(bytes, k.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "PrivateKey(not shown)";
    }
}
