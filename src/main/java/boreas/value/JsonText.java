package boreas.value;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes values as JSON that genuine nodes read in their strict modes: two blanks for each level,
/// `"key": value`, order as given.
public final class JsonText {
    private JsonText() {}

    /// Without a line end behind the last bracket.
    public static byte[] write(Value value) {
        var out = new ByteArrayOutputStream();
        write(value, "\n", out);
        return out.toByteArray();
    }

    /// [#write] as text.
    public static String of(Value value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    private static void write(Value value, String lineStart, ByteArrayOutputStream out) {
        String inner = lineStart + "  ";
        String before = inner;
        switch (value) {
            case Value.Int i -> ascii(Long.toString(i.number()), out);
            case Value.Str s -> writeQuoted(s, out);
            case Value.Items items -> {
                out.write('[');
                for (var v : items.values()) {
                    ascii(before, out);
                    write(v, inner, out);
                    before = "," + inner;
                }
                ascii(items.size() == 0 ? "]" : lineStart + "]", out);
            }
            case Value.Dict dict -> {
                out.write('{');
                for (var e : dict.entries().entrySet()) {
                    ascii(before, out);
                    writeQuoted(e.getKey(), out);
                    ascii(": ", out);
                    write(e.getValue(), inner, out);
                    before = "," + inner;
                }
                ascii(dict.size() == 0 ? "}" : lineStart + "}", out);
            }
        }
    }

    /// A string with its quotes; quotes, backslashes and control bytes inside become `\xHH`.
    public static String quoted(Value.Str string) {
        var out = new ByteArrayOutputStream();
        writeQuoted(string, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void writeQuoted(Value.Str string, ByteArrayOutputStream out) {
        out.write('"');
        for (int i = 0; i < string.length(); i++) {
            int b = string.byteAt(i) & 0xff;
            if (b == '"' || b == '\\' || b < ' ' || b == 0x7f) ascii("\\x%02x".formatted(b), out);
            else out.write(b);
        }
        out.write('"');
    }

    private static void ascii(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
