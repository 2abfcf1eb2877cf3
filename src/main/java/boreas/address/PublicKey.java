package boreas.address;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A node's permanent public key: 32 bytes, written as 52 digits of [Base32] and `.k`.
///
/// Its address is the first half of a double SHA-512. A key whose address does not begin with `fc`
/// is no node's key ([#isNodeKey]); every key from outside must be checked. Vectors: `keys.json`.
public final class PublicKey implements Comparable<PublicKey> {
    public static final int BYTES = 32;
    private static final int DIGITS = 52;
    private static final String SUFFIX = ".k";

    /// Characters of the text form.
    public static final int TEXT_LENGTH = DIGITS + SUFFIX.length();

    private final byte[] bytes;
    private @Nullable Ip6 ip6; // computed at the first question; a race computes the same twice

    private PublicKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Null unless there are 32 bytes. Does not ask whether it is a node's key.
    public static @Nullable PublicKey ofBytes(byte[] bytes) {
        return bytes.length == BYTES ? new PublicKey(bytes.clone()) : null;
    }

    /// The 32 bytes from `offset` on, which must be there.
    public static PublicKey of(byte[] bytes, int offset) {
        return new PublicKey(Arrays.copyOfRange(bytes, offset, offset + BYTES));
    }

    /// Reads the text form; refuses a key that is no node's key.
    ///
    /// @throws AddressException with the words of genuine nodes
    public static PublicKey parse(String text) throws AddressException {
        if (text.length() < DIGITS) throw new AddressException("key must be 52 characters long");
        boolean isWhole = text.length() == TEXT_LENGTH;
        if (!isWhole || !text.endsWith(SUFFIX))
            throw new AddressException("key must end in .k", isWhole ? DIGITS : -1);
        String digits = text.substring(0, DIGITS);
        byte[] bytes = Base32.decode(digits);
        if (bytes == null)
            throw new AddressException("failed to base-32 decode key", Base32.firstForeign(digits));
        var key = new PublicKey(bytes);
        if (!key.isNodeKey()) throw new AddressException("not a valid cjdns public key");
        return key;
    }

    /// A copy.
    public byte[] bytes() {
        return bytes.clone();
    }

    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, BYTES);
    }

    /// The address of the node with this key.
    public Ip6 ip6() {
        var known = ip6;
        if (known == null) {
            var sha512 = sha512();
            known = Ip6.of(sha512.digest(sha512.digest(bytes)), 0);
            ip6 = known;
        }
        return known;
    }

    /// Whether the key's address begins with `fc`.
    public boolean isNodeKey() {
        return ip6().isCjdns();
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-512", e);
        }
    }

    /// Bytewise, unsigned: the order by which two nodes decide whose handshake counts.
    @Override
    public int compareTo(PublicKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicKey k && Arrays.equals(bytes, k.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The text form, 52 digits and `.k`.
    @Override
    public String toString() {
        return Base32.encode(bytes) + SUFFIX;
    }
}
