package boreas.config;

import boreas.address.AddressException;
import boreas.value.Position;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One dict of the file, asked key by key. Wrong types and unknown keys become problems; each
/// getter returns null, or nothing, when there is no usable value.
final class Section {
    /// Keys of old files, or for people; genuine nodes pass over them, and so do we.
    private static final Set<String> FREE_KEYS =
            Set.of(
                    "corePath",
                    "resetAfterInactivitySeconds",
                    "dns",
                    "scramble",
                    "contact",
                    "location",
                    "gpg");

    private final Problems problems;
    private final String path;
    private final Value.Dict dict;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> reported = new LinkedHashSet<>();

    Section(Problems problems, String path, Value.Dict dict) {
        this.problems = problems;
        this.path = path;
        this.dict = dict;
    }

    Position at() {
        return dict.at();
    }

    /// `router.ipTunnel`, for people.
    String path() {
        return path;
    }

    Value.Dict dict() {
        return dict;
    }

    Problems problems() {
        return problems;
    }

    /// `interfaces.UDPInterface[0].bind`
    String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /// Makes keys known that are read elsewhere or not at all.
    Section knows(String... keys) {
        known.addAll(List.of(keys));
        return this;
    }

    @Nullable Value value(String key) {
        known.add(key);
        return dict.get(key);
    }

    boolean has(String key) {
        return value(key) != null;
    }

    /// A value that must be there; without it the file is no use.
    ///
    /// @param advice what to write
    @Nullable Value required(String key, String advice) {
        var value = value(key);
        if (value != null) return value;
        var wrong = misspelt(key);
        if (wrong == null)
            problems.error(dict.at(), "read no %s, expected one; %s".formatted(name(key), advice));
        else problems.error(wrong.at(), correction(wrong, key));
        return null;
    }

    /// Whether a missing key is there with a slip in its spelling; that is the problem then.
    boolean isMisspelt(String key) {
        var wrong = misspelt(key);
        if (wrong != null) problems.slip(wrong.at(), correction(wrong, key));
        return wrong != null;
    }

    private String correction(Value.Str wrong, String key) {
        reported.add(wrong.text());
        return "read \"%s\", expected \"%s\", which is needed here; write %s"
                .formatted(wrong.text(), key, name(key));
    }

    /// A key in the file that is nearest to a missing one.
    private Value.@Nullable Str misspelt(String key) {
        for (var k : dict.entries().keySet())
            if (!isExpected(k.text()) && key.equals(Spelling.nearest(k.text(), Set.of(key))))
                return k;
        return null;
    }

    Value.@Nullable Str string(String key) {
        var value = value(key);
        if (value == null || value instanceof Value.Str) return (Value.Str) value;
        wrongType(key, value, "text in quotes");
        return null;
    }

    @Nullable String text(String key) {
        var string = string(key);
        return string == null ? null : string.text();
    }

    /// A string that must be there.
    Value.@Nullable Str requiredString(String key, String advice) {
        var value = required(key, advice);
        if (value == null || value instanceof Value.Str) return (Value.Str) value;
        notA(value, name(key), "text in quotes", advice);
        return null;
    }

    Value.@Nullable Int integer(String key) {
        var value = value(key);
        if (value == null || value instanceof Value.Int) return (Value.Int) value;
        wrongType(key, value, "a whole number without quotes");
        return null;
    }

    /// A number from `min` to `max`; one outside is an error.
    OptionalInt integer(String key, int min, int max) {
        var value = integer(key);
        if (value == null) return OptionalInt.empty();
        if (value.number() >= min && value.number() <= max)
            return OptionalInt.of((int) value.number());
        problems.error(
                value.at(),
                "%s: read %d, expected a number from %d to %d; write one of these"
                        .formatted(name(key), value.number(), min, max));
        return OptionalInt.empty();
    }

    /// A dict inside this one.
    @Nullable Section section(String key) {
        var value = value(key);
        if (value == null) return null;
        if (value instanceof Value.Dict d) return new Section(problems, name(key), d);
        notA(value, name(key), "a Dict", "write { … }");
        return null;
    }

    /// A list of dicts, or one dict alone.
    List<Section> oneOrMoreSections(String key) {
        if (value(key) instanceof Value.Dict d) return List.of(new Section(problems, name(key), d));
        return sections(key);
    }

    /// A list of dicts.
    List<Section> sections(String key) {
        var sections = new ArrayList<Section>();
        var value = value(key);
        switch (value) {
            case null -> {}
            case Value.Items items -> {
                for (int i = 0; i < items.size(); i++) {
                    String itemName = name(key) + "[" + i + "]";
                    if (items.values().get(i) instanceof Value.Dict d)
                        sections.add(new Section(problems, itemName, d));
                    else notA(items.values().get(i), itemName, "a Dict", "write { … }");
                }
            }
            case Value.Str _, Value.Int _, Value.Dict _ ->
                    notA(value, name(key), "a List of Dicts", "write [ { … } ]");
        }
        return sections;
    }

    /// The strings of a list.
    List<Value.Str> strings(String key) {
        var strings = new ArrayList<Value.Str>();
        var value = value(key);
        if (value instanceof Value.Items items) {
            for (int i = 0; i < items.size(); i++) {
                if (items.values().get(i) instanceof Value.Str s) strings.add(s);
                else
                    notA(
                            items.values().get(i),
                            name(key) + "[" + i + "]",
                            "text in quotes",
                            "write \"…\"");
            }
        } else if (value != null) {
            notA(value, name(key), "a List of texts", "write [ \"…\" ]");
        }
        return strings;
    }

    /// How a text becomes a value.
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws AddressException;
    }

    /// Parses a string; what does not parse is an error at the first wrong character.
    <T> @Nullable T parse(
            Value.@Nullable Str string, String name, Parser<T> parser, String advice) {
        if (string == null) return null;
        try {
            return parser.parse(string.text());
        } catch (AddressException e) {
            problems.error(
                    placeIn(string, e.index()),
                    "%s: read %s, but %s; %s"
                            .formatted(name, Problems.show(string), e.getMessage(), advice));
            return null;
        }
    }

    /// The character of a string literal, its beginning when unknown.
    static Position placeIn(Value.Str string, int index) {
        boolean isPlain = index >= 0 && string.text().chars().allMatch(c -> c >= ' ' && c < 0x7f);
        return isPlain ? string.at().plus(index + 1) : string.at();
    }

    /// An optional value that genuine nodes would pass over.
    private void wrongType(String key, Value value, String expected) {
        problems.slip(
                value.at(),
                "%s: read %s, expected %s; as it is now it counts for nothing"
                        .formatted(name(key), Problems.type(value), expected));
    }

    private void notA(Value value, String name, String expected, String advice) {
        problems.error(
                value.at(),
                "%s: read %s, expected %s; %s"
                        .formatted(name, Problems.type(value), expected, advice));
    }

    /// Reports the keys that nobody asked for.
    void finish() {
        for (var key : dict.entries().keySet()) {
            if (isExpected(key.text()) || isNearMiss(key)) continue;
            problems.warning(
                    key.at(), unknown(key) + "; it counts for nothing, an '_' before it hides it");
        }
    }

    /// Reports only keys that are nearly known ones: in this dict people keep notes.
    void finishWithNotes() {
        for (var key : dict.entries().keySet()) if (!isExpected(key.text())) isNearMiss(key);
    }

    /// Whether it is nearly a known key, which is the problem then.
    private boolean isNearMiss(Value.Str key) {
        var meant = Spelling.nearest(key.text(), known);
        if (meant != null)
            problems.slip(key.at(), unknown(key) + "; did you mean \"" + meant + "\"?");
        return meant != null;
    }

    private String unknown(Value.Str key) {
        return "read \"%s\", expected a key of %s"
                .formatted(key.text(), path.isEmpty() ? "cjdroute.conf" : path);
    }

    private boolean isExpected(String key) {
        return key.startsWith("_")
                || known.contains(key)
                || reported.contains(key)
                || FREE_KEYS.contains(key);
    }
}
