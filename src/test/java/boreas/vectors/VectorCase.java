package boreas.vectors;

import boreas.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One dict of a vector file, with accessors that say where the fault is.
///
/// Hex fields are lower case, labels are 16 hex digits. JSON `true` and `false` are read as 1 and
/// 0, a field that is `null` counts as missing.
public record VectorCase(String where, Value.Dict dict) {
    public boolean has(String key) {
        return dict.has(key);
    }

    public String text(String key) {
        if (textOrNull(key) instanceof String s) return s;
        throw missing(key, "text");
    }

    public @Nullable String textOrNull(String key) {
        return dict.str(key) instanceof Value.Str s ? s.text() : null;
    }

    /// The bytes of a hex field.
    public byte[] hex(String key) {
        return HexFormat.of().parseHex(text(key));
    }

    /// The bytes of a Latin-1 field: each character is one byte.
    public byte[] latin1(String key) {
        return text(key).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A field of 16 hex digits.
    public long label(String key) {
        return Long.parseUnsignedLong(text(key), 16);
    }

    public long number(String key) {
        if (dict.integer(key) instanceof Value.Int i) return i.number();
        throw missing(key, "number");
    }

    public int intOf(String key) {
        return Math.toIntExact(number(key));
    }

    /// `true` or a number other than 0.
    public boolean flag(String key) {
        return number(key) != 0;
    }

    /// A dict inside this one.
    public VectorCase dict(String key) {
        if (dict.dict(key) instanceof Value.Dict d) return new VectorCase(where + "." + key, d);
        throw missing(key, "dict");
    }

    /// A list of dicts inside this one.
    public List<VectorCase> cases(String key) {
        var cases = new ArrayList<VectorCase>();
        int i = 0;
        for (var v : list(key)) {
            String at = where + "." + key + "[" + i++ + "]";
            if (!(v instanceof Value.Dict d)) throw new AssertionError(at + " is no dict");
            cases.add(new VectorCase(at, d));
        }
        return cases;
    }

    /// A list of anything inside this one.
    public List<Value> list(String key) {
        if (dict.items(key) instanceof Value.Items i) return i.values();
        throw missing(key, "list");
    }

    /// To be thrown where the field's text is none that the suite knows.
    public AssertionError unknownKind(String key) {
        return new AssertionError(where + ": unknown " + key + ": " + dict.get(key));
    }

    private AssertionError missing(String key, String type) {
        return new AssertionError(where + ": no " + type + " '" + key + "': " + dict.get(key));
    }

    @Override
    public String toString() {
        return where;
    }
}
