package boreas.address;

import java.util.HexFormat;

/// Hex digits as configuration files write keys.
final class Hex {
    private Hex() {}

    /// Index of the first character that is no hex digit, -1 when all are.
    static int firstForeign(String text) {
        for (int i = 0; i < text.length(); i++) if (!HexFormat.isHexDigit(text.charAt(i))) return i;
        return -1;
    }
}
