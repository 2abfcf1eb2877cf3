package boreas.site;

import boreas.address.AddressException;
import boreas.config.Problems;
import boreas.config.Spelling;
import boreas.value.Position;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One dict of the site file, asked key by key.
///
/// Stricter than `cjdroute.conf`, where genuine nodes pass over what they do not know: a wrong type
/// or an unknown key is an error here, because a firewall hangs on it. Keys that begin with `_` are
/// notes. Getters return null, or nothing, when there is no usable value.
final class Block {
    /// What somebody might put here by analogy with `cjdroute.conf`, and must not.
    private static final Set<String> SECRETS =
            Set.of("privateKey", "password", "login", "authorizedPasswords");

    private final Problems problems;
    private final String path;
    private final Value.Dict dict;
    private final Set<String> known = new LinkedHashSet<>();

    Block(Problems problems, String path, Value.Dict dict) {
        this.problems = problems;
        this.path = path;
        this.dict = dict;
    }

    Position at() {
        return dict.at();
    }

    Value.Dict dict() {
        return dict;
    }

    /// `machines.home.mac`
    String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    @Nullable Value value(String key) {
        known.add(key);
        return dict.get(key);
    }

    /// Reports a missing key, unless a misspelt one is there, which [#finish] reports.
    void missing(String key, String advice) {
        known.add(key);
        for (var k : dict.entries().keySet())
            if (!isKnown(k.text()) && key.equals(Spelling.nearest(k.text(), Set.of(key)))) return;
        problems.error(dict.at(), "%s is missing; %s".formatted(name(key), advice));
    }

    Value.@Nullable Str text(String key, String advice) {
        var value = value(key);
        if (value == null || value instanceof Value.Str) return (Value.Str) value;
        wrong(value, name(key), "text in quotes", advice);
        return null;
    }

    Value.@Nullable Str requiredText(String key, String advice) {
        if (value(key) == null) missing(key, advice);
        return text(key, advice);
    }

    /// 0 or 1.
    boolean flag(String key) {
        var value = value(key);
        if (value == null) return false;
        if (value instanceof Value.Int(long number, _) && (number == 0 || number == 1))
            return number == 1;
        wrong(value, name(key), "0 or 1", "write 1 for yes, and no quotes");
        return false;
    }

    /// From 0 to a greatest one; null when there is none.
    @Nullable Integer number(String key, int max) {
        var value = value(key);
        if (value == null) return null;
        if (value instanceof Value.Int(long number, _) && number >= 0 && number <= max)
            return (int) number;
        wrong(value, name(key), "a number from 0 to " + max, "write it without quotes");
        return null;
    }

    @Nullable Block block(String key) {
        var value = value(key);
        if (value == null) return null;
        if (value instanceof Value.Dict d) return new Block(problems, name(key), d);
        wrong(value, name(key), "a Dict", "write { … }");
        return null;
    }

    List<Block> blocks(String key) {
        var blocks = new ArrayList<Block>();
        var value = value(key);
        if (value == null) return blocks;
        if (!(value instanceof Value.Items items)) {
            wrong(value, name(key), "a List of Dicts", "write [ { … } ]");
            return blocks;
        }
        for (int i = 0; i < items.size(); i++) {
            var item = items.values().get(i);
            String itemName = name(key) + "[" + i + "]";
            if (item instanceof Value.Dict d) blocks.add(new Block(problems, itemName, d));
            else wrong(item, itemName, "a Dict", "write { … }");
        }
        return blocks;
    }

    /// The values of a list, or one value alone.
    List<Value> oneOrMore(String key) {
        var value = value(key);
        if (value == null) return List.of();
        return value instanceof Value.Items items ? items.values() : List.of(value);
    }

    /// The texts of a list, or one text alone.
    List<Value.Str> texts(String key, String advice) {
        var texts = new ArrayList<Value.Str>();
        for (var value : oneOrMore(key)) {
            if (value instanceof Value.Str s) texts.add(s);
            else wrong(value, name(key), "text in quotes", advice);
        }
        return texts;
    }

    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws AddressException;
    }

    /// Parses a text; what does not parse is an error at the first wrong character.
    <T> @Nullable T parse(Value.@Nullable Str text, String name, Parser<T> parser, String advice) {
        if (text == null) return null;
        try {
            return parser.parse(text.text());
        } catch (AddressException e) {
            problems.error(
                    placeIn(text, e.index()),
                    "%s: read %s, but %s; %s"
                            .formatted(name, Problems.show(text), e.getMessage(), advice));
            return null;
        }
    }

    private static Position placeIn(Value.Str text, int index) {
        boolean isPlain = index >= 0 && text.text().chars().allMatch(c -> c >= ' ' && c < 0x7f);
        return isPlain ? text.at().plus(index + 1) : text.at();
    }

    void wrong(Value value, String name, String expected, String advice) {
        problems.error(
                value.at(),
                "%s: read %s, expected %s; %s".formatted(name, what(value), expected, advice));
    }

    private static String what(Value value) {
        return value instanceof Value.Str || value instanceof Value.Int
                ? Problems.show(value)
                : Problems.type(value);
    }

    /// Reports the keys that nobody asked for.
    void finish() {
        for (var key : dict.entries().keySet()) {
            if (isKnown(key.text())) continue;
            var meant = Spelling.nearest(key.text(), known);
            problems.error(
                    key.at(),
                    "%s: read \"%s\", expected one of %s; %s"
                            .formatted(
                                    path.isEmpty() ? "site file" : path,
                                    key.text(),
                                    String.join(", ", known),
                                    advice(key.text(), meant)));
        }
    }

    private static String advice(String key, @Nullable String meant) {
        if (SECRETS.contains(key))
            return "take it away, a site file holds no secret and is the same on all machines";
        return meant == null
                ? "take it away, or put an '_' before it to keep it as a note"
                : "did you mean \"" + meant + "\"?";
    }

    private boolean isKnown(String key) {
        return key.startsWith("_") || known.contains(key);
    }
}
