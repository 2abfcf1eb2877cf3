package boreas.admin;

import boreas.value.Value;

/// Writes a value as JSON (RFC 8259), indented by two blanks, for programs that read our output.
///
/// Strings are taken as UTF-8.
final class JsonText {
    private static final String STEP = "  ";

    private JsonText() {}

    static String of(Value value) {
        var text = new StringBuilder();
        write(value, "\n", text);
        return text.append('\n').toString();
    }

    private static void write(Value value, String newLine, StringBuilder text) {
        switch (value) {
            case Value.Int i -> text.append(i.number());
            case Value.Str s -> quote(s.text(), text);
            case Value.Items items -> {
                text.append('[');
                var separator = newLine + STEP;
                for (var v : items.values()) {
                    text.append(separator);
                    write(v, newLine + STEP, text);
                    separator = "," + newLine + STEP;
                }
                text.append(items.size() == 0 ? "]" : newLine + "]");
            }
            case Value.Dict dict -> {
                text.append('{');
                var separator = newLine + STEP;
                for (var e : dict.entries().entrySet()) {
                    text.append(separator);
                    quote(e.getKey().text(), text);
                    text.append(": ");
                    write(e.getValue(), newLine + STEP, text);
                    separator = "," + newLine + STEP;
                }
                text.append(dict.size() == 0 ? "}" : newLine + "}");
            }
        }
    }

    private static void quote(String s, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') text.append('\\').append(c);
            else if (c == '\n') text.append("\\n");
            else if (c < 0x20 || c == 0x7f) text.append(String.format("\\u%04x", (int) c));
            else text.append(c);
        }
        text.append('"');
    }
}
