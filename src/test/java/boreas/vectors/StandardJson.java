package boreas.vectors;

import boreas.value.Value;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Reads RFC 8259 JSON, the notation of the vector files, into the value model: `true` and `false`
/// become 1 and 0, entries that are `null` are left out (in lists they are refused), and so are
/// fractions.
public final class StandardJson {
    private final String text;
    private int at;

    private StandardJson(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException when it is no JSON dict
    public static Value.Dict parseDict(String text) {
        var reader = new StandardJson(text);
        if (!(reader.value() instanceof Value.Dict dict)) throw reader.fault("a dict");
        reader.blanks();
        if (reader.at < text.length()) throw reader.fault("the end");
        return dict;
    }

    /// Null stands for JSON's null.
    private @Nullable Value value() {
        blanks();
        return switch (peek()) {
            case '{' -> dict();
            case '[' -> list();
            case '"' -> Value.of(string());
            case 't' -> word("true", Value.of(1));
            case 'f' -> word("false", Value.of(0));
            case 'n' -> word("null", null);
            default -> integer();
        };
    }

    private Value.Dict dict() {
        at++;
        var dict = Value.dict();
        blanks();
        if (take('}')) return dict.build();
        do {
            blanks();
            if (peek() != '"') throw fault("a key");
            String key = string();
            blanks();
            if (!take(':')) throw fault("':'");
            var value = value();
            if (value != null) dict.put(key, value);
            blanks();
        } while (take(','));
        if (!take('}')) throw fault("',' or '}'");
        return dict.build();
    }

    private Value.Items list() {
        at++;
        var values = new ArrayList<Value>();
        blanks();
        if (take(']')) return Value.of(values);
        do {
            var value = value();
            if (value == null) throw fault("a value other than null in a list");
            values.add(value);
            blanks();
        } while (take(','));
        if (!take(']')) throw fault("',' or ']'");
        return Value.of(values);
    }

    private String string() {
        at++;
        var s = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            s.append(c == '\\' ? escape() : c);
        }
        at++;
        return s.toString();
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += 4;
                if (at > text.length()) throw fault("four hex digits");
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> c;
        };
    }

    private Value.Int integer() {
        int start = at;
        if (peek() == '-') at++;
        while (at < text.length() && Character.isDigit(text.charAt(at))) at++;
        try {
            return Value.of(Long.parseLong(text.substring(start, at)));
        } catch (NumberFormatException e) {
            throw fault("a value");
        }
    }

    private @Nullable Value word(String word, @Nullable Value meaning) {
        if (!text.startsWith(word, at)) throw fault("a value");
        at += word.length();
        return meaning;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private char peek() {
        if (at >= text.length()) throw fault("more");
        return text.charAt(at);
    }

    private boolean take(char c) {
        if (at >= text.length() || text.charAt(at) != c) return false;
        at++;
        return true;
    }

    private IllegalArgumentException fault(String expected) {
        return new IllegalArgumentException("character " + at + ": expected " + expected);
    }
}
