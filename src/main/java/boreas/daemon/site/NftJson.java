package boreas.daemon.site;

import boreas.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Reads what `nft -j` writes (RFC 8259) into values: `null` becomes an empty text, `true` and
/// `false` become 1 and 0, a number with a fraction becomes its text.
///
/// The reader of configurations is no use here: its dialect has neither of these.
final class NftJson {
    private static final int DEPTH_MAX = 100;

    private final String text;
    private int at;
    private int depth;

    private NftJson(String text) {
        this.text = text;
    }

    static Value.Dict parse(String text) throws SiteException {
        var reader = new NftJson(text);
        try {
            if (reader.value() instanceof Value.Dict dict) return dict;
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException _) {
            // said below
        }
        throw new SiteException(
                "nft wrote what is no JSON (at character %d); is it older than version 0.9?"
                        .formatted(reader.at));
    }

    private Value value() {
        blanks();
        char c = text.charAt(at);
        if (++depth > DEPTH_MAX) throw new IllegalArgumentException("too deep");
        try {
            return switch (c) {
                case '{' -> dict();
                case '[' -> items();
                case '"' -> Value.of(string());
                default -> word();
            };
        } finally {
            depth--;
        }
    }

    private Value dict() {
        var dict = Value.dict();
        at++;
        blanks();
        while (text.charAt(at) != '}') {
            var key = string();
            expect(':');
            dict.put(key, value());
            blanks();
            if (text.charAt(at) == ',') at++;
            blanks();
        }
        at++;
        return dict.build();
    }

    private Value items() {
        List<Value> items = new ArrayList<>();
        at++;
        blanks();
        while (text.charAt(at) != ']') {
            items.add(value());
            blanks();
            if (text.charAt(at) == ',') at++;
            blanks();
        }
        at++;
        return Value.of(items);
    }

    private String string() {
        expect('"');
        var out = new StringBuilder();
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            c = text.charAt(at++);
            switch (c) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                }
                default -> out.append(c);
            }
        }
        at++;
        return out.toString();
    }

    private Value word() {
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) at++;
        var word = text.substring(start, at);
        return switch (word) {
            case "null" -> Value.of("");
            case "true" -> Value.of(1);
            case "false" -> Value.of(0);
            case "" -> throw new IllegalArgumentException("no value");
            default -> number(word);
        };
    }

    private static Value number(String word) {
        try {
            return Value.of(Long.parseLong(word));
        } catch (NumberFormatException _) {
            var _ = Double.parseDouble(word); // throws where it is no number at all
            return Value.of(word);
        }
    }

    private void expect(char c) {
        blanks();
        if (text.charAt(at) != c) throw new IllegalArgumentException("no " + c);
        at++;
    }

    private void blanks() {
        while (" \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }
}
