package boreas.admin;

import boreas.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arguments of one request. An argument of the wrong type reads like one that is not there;
/// unknown ones are ignored.
final class Arguments {
    static final Arguments NONE = new Arguments(Value.dict().build());

    private final Value.Dict dict;

    Arguments(Value.Dict dict) {
        this.dict = dict;
    }

    /// The first required argument that is missing or of another type; null if all are there.
    @Nullable Argument firstMissing(List<Argument> wanted) {
        for (var a : wanted) {
            var value = dict.get(a.name());
            if (a.required() && (value == null || !value.typeName().equals(a.type().toString())))
                return a;
        }
        return null;
    }

    @Nullable String text(String name) {
        var s = dict.str(name);
        return s == null ? null : s.text();
    }

    /// An optional text. An empty one counts as absent: a library in use sends those for arguments
    /// that nobody gave.
    @Nullable String optionalText(String name) {
        var text = text(name);
        return text == null || text.isEmpty() ? null : text;
    }

    /// For a required argument, whose presence was checked before the function ran.
    String requiredText(String name) {
        var s = text(name);
        if (s == null) throw new AssertionError(name + " was not checked");
        return s;
    }

    byte @Nullable [] bytes(String name) {
        var s = dict.str(name);
        return s == null ? null : s.bytes();
    }

    /// For a required argument, whose presence was checked before the function ran.
    byte[] requiredBytes(String name) {
        var b = bytes(name);
        if (b == null) throw new AssertionError(name + " was not checked");
        return b;
    }

    long number(String name, long otherwise) {
        return dict.number(name, otherwise);
    }

    boolean has(String name) {
        return dict.has(name);
    }

    boolean hasNumber(String name) {
        return dict.integer(name) != null;
    }

    /// True for any integer but 0, as in C.
    boolean isSet(String name) {
        return number(name, 0) != 0;
    }

    /// The strings of a list; members of other types are skipped.
    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        var items = dict.items(name);
        if (items != null)
            for (var v : items.values()) if (v instanceof Value.Str s) texts.add(s.text());
        return texts;
    }
}
