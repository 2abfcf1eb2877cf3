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
        write(value, "\n", Quoting.GENUINE, out);
        return out.toByteArray();
    }

    /// [#write] as text.
    public static String of(Value value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    /// The same as RFC 8259 has it, for programs that read our output: other escapes in strings,
    /// and what is no UTF-8 is replaced.
    public static String standard(Value value) {
        var out = new ByteArrayOutputStream();
        write(value, "\n", Quoting.STANDARD, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /// [#standard] in one line, for programs that read line by line.
    public static String line(Value value) {
        // Line ends inside strings are escaped: those that there are come from the layout.
        return standard(value).replaceAll("\n *", " ");
    }

    /// How quotes, backslashes and control bytes stand inside a string.
    private enum Quoting {
        /// `\xHH`
        GENUINE,
        /// `\"`, `\\`, and `u00HH` behind a backslash
        STANDARD
    }

    private static void write(
            Value value, String lineStart, Quoting quoting, ByteArrayOutputStream out) {
        String inner = lineStart + "  ";
        String before = inner;
        switch (value) {
            case Value.Int i -> ascii(Long.toString(i.number()), out);
            case Value.Str s -> writeQuoted(s, quoting, out);
            case Value.Items items -> {
                out.write('[');
                for (var v : items.values()) {
                    ascii(before, out);
                    write(v, inner, quoting, out);
                    before = "," + inner;
                }
                ascii(items.size() == 0 ? "]" : lineStart + "]", out);
            }
            case Value.Dict dict -> {
                out.write('{');
                for (var e : dict.entries().entrySet()) {
                    ascii(before, out);
                    writeQuoted(e.getKey(), quoting, out);
                    ascii(": ", out);
                    write(e.getValue(), inner, quoting, out);
                    before = "," + inner;
                }
                ascii(dict.size() == 0 ? "}" : lineStart + "}", out);
            }
        }
    }

    /// A string with its quotes; quotes, backslashes and control bytes inside become `\xHH`.
    public static String quoted(Value.Str string) {
        var out = new ByteArrayOutputStream();
        writeQuoted(string, Quoting.GENUINE, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void writeQuoted(Value.Str string, Quoting quoting, ByteArrayOutputStream out) {
        var bytes =
                quoting == Quoting.STANDARD
                        ? string.text().getBytes(StandardCharsets.UTF_8)
                        : string.bytes();
        out.write('"');
        for (byte each : bytes) {
            int b = each & 0xff;
            if (b == '"' || b == '\\' || b < ' ' || b == 0x7f) ascii(escape(b, quoting), out);
            else out.write(b);
        }
        out.write('"');
    }

    private static String escape(int b, Quoting quoting) {
        if (quoting == Quoting.GENUINE) return "\\x%02x".formatted(b);
        return b == '"' || b == '\\' ? "\\" + (char) b : "\\" + "u%04x".formatted(b);
    }

    private static void ascii(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
