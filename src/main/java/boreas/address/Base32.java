package boreas.address;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// cjdns's own base32: least significant bits first, an alphabet without a, e, i and o. Upper case
/// is read too. Vectors: `keys.json`, `base32` and `base32Bad`.
public final class Base32 {
    /// The digit of value `n` is the character at `n`.
    public static final String ALPHABET = "0123456789bcdfghjklmnpqrstuvwxyz";

    private static final byte[] DIGIT_VALUES = new byte[128];

    static {
        Arrays.fill(DIGIT_VALUES, (byte) -1);
        for (int i = 0; i < 32; i++) {
            char c = ALPHABET.charAt(i);
            DIGIT_VALUES[c] = (byte) i;
            DIGIT_VALUES[Character.toUpperCase(c)] = (byte) i;
        }
    }

    private Base32() {}

    public static String encode(byte[] bytes) {
        var text = new StringBuilder((bytes.length * 8 + 4) / 5);
        int bits = 0;
        int held = 0;
        for (byte b : bytes) {
            held |= (b & 0xff) << bits;
            bits += 8;
            for (; bits >= 5; bits -= 5, held >>>= 5) text.append(ALPHABET.charAt(held & 31));
        }
        if (bits > 0) text.append(ALPHABET.charAt(held & 31));
        return text.toString();
    }

    /// Null when a character is not of the alphabet, or when the last ones hold set bits that fill
    /// no byte, or more left-over bits than a writer leaves.
    public static byte @Nullable [] decode(String text) {
        var bytes = new byte[text.length() * 5 / 8];
        int bits = 0;
        int held = 0;
        int n = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = valueOf(text.charAt(i));
            if (value < 0) return null;
            held |= value << bits;
            bits += 5;
            if (bits >= 8) {
                bytes[n++] = (byte) held;
                held >>>= 8;
                bits -= 8;
            }
        }
        return bits < 5 && held == 0 ? bytes : null;
    }

    /// 0 to 31, or -1 when the character is no digit.
    static int valueOf(char c) {
        return c < 128 ? DIGIT_VALUES[c] : -1;
    }

    /// Index of the first character that is no digit, -1 when all are.
    static int firstForeign(String text) {
        for (int i = 0; i < text.length(); i++) if (valueOf(text.charAt(i)) < 0) return i;
        return -1;
    }
}
