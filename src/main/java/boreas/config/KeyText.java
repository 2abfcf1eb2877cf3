package boreas.config;

import boreas.address.AddressException;
import boreas.address.PublicKey;

/// A public key as people write it into a file. [PublicKey#parse] has the words of genuine nodes,
/// which say "must end in .k" of a key that does and has a character too many.
final class KeyText {
    private static final String SUFFIX = ".k";
    private static final int DIGITS = 52;

    private KeyText() {}

    static PublicKey parse(String text) throws AddressException {
        int digits = text.length() - SUFFIX.length();
        if (text.endsWith(SUFFIX) && digits != DIGITS)
            throw new AddressException(
                    "it has %d characters before .k, and a key has %d".formatted(digits, DIGITS));
        return PublicKey.parse(text);
    }
}
