package boreas.admin;

import boreas.label.EncodingScheme;
import java.util.HexFormat;
import java.util.List;

/// An encoding scheme as the admin interface writes it: its forms, the shortest first.
final class SchemeRecord {
    private SchemeRecord() {}

    static List<Reply> of(EncodingScheme scheme) {
        return scheme.forms().stream().map(SchemeRecord::describe).toList();
    }

    private static Reply describe(EncodingScheme.Form form) {
        return new Reply()
                .with("bitCount", form.numberBits())
                .with("prefix", prefixHex(form))
                .with("prefixLen", form.prefixBits());
    }

    /// As many bytes as the prefix needs, at least one.
    private static String prefixHex(EncodingScheme.Form form) {
        int digits = Math.max(1, (form.prefixBits() + 7) / 8) * 2;
        return HexFormat.of().toHexDigits(form.prefix(), digits);
    }
}
