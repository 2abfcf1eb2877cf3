package boreas.value;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Makes values of what [Grammar] reads, and notes flaws and double keys.
final class TreeBuilder implements Grammar.Listener {
    /// Some flaw and the tokens around it.
    record Noted(Grammar.Leniency what, Token previous, Token token) {}

    /// Two entries of one dict with the same key.
    record Duplicate(Value.Str key, Position first) {}

    private final byte[] text;
    private final Lines lines;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final List<Noted> flaws = new ArrayList<>();
    private final List<Duplicate> duplicates = new ArrayList<>();
    private Value.@Nullable Dict root;
    private int rootEnd;

    /// A dict or list that is being read; of the two collections one is used.
    private static final class Level {
        final SequencedMap<Value.Str, Value> entries = new LinkedHashMap<>();
        final List<Value> items = new ArrayList<>();
        Value.@Nullable Str key;
    }

    TreeBuilder(byte[] text, Lines lines) {
        this.text = text;
        this.lines = lines;
    }

    @Override
    public void onOpen(Token bracket) {
        levels.push(new Level());
    }

    @Override
    public void onClose(Token open, Token close) {
        var level = levels.pop();
        var at = lines.at(open.start());
        boolean isDict = open.kind() == Token.Kind.OPEN_DICT;
        var value =
                isDict
                        ? new Value.Dict(level.entries, at)
                        : new Value.Items(List.copyOf(level.items), at);
        if (levels.isEmpty() && value instanceof Value.Dict dict) {
            root = dict;
            rootEnd = close.end();
        }
        add(value);
    }

    @Override
    public void onKey(Token key) {
        var level = levels.element();
        var string = string(key);
        level.key = string;
        if (level.entries.containsKey(string)) {
            // The later one counts, and stands where it was written.
            for (var earlier : level.entries.keySet())
                if (earlier.equals(string)) duplicates.add(new Duplicate(string, earlier.at()));
            level.entries.remove(string);
        }
    }

    @Override
    public void onScalar(Token value) {
        add(value.kind() == Token.Kind.NUMBER ? number(value) : string(value));
    }

    @Override
    public void onFlaw(Grammar.Leniency what, Token previous, Token token) {
        flaws.add(new Noted(what, previous, token));
    }

    private void add(Value value) {
        if (levels.isEmpty()) return;
        var level = levels.element();
        if (level.key == null) level.items.add(value);
        else level.entries.put(level.key, value);
        level.key = null;
    }

    private Value.Str string(Token token) {
        byte[] bytes = Arrays.copyOfRange(text, token.start() + 1, token.end() - 1);
        for (byte b : bytes)
            if (b == '\\') return new Value.Str(unescape(bytes), lines.at(token.start()));
        return new Value.Str(bytes, lines.at(token.start()));
    }

    private static byte[] unescape(byte[] raw) {
        var bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int high = i + 3 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            int low = i + 3 < raw.length ? Character.digit(raw[i + 3], 16) : -1;
            if (raw[i] == '\\' && high >= 0 && low >= 0 && raw[i + 1] == 'x') {
                bytes.write(high << 4 | low);
                i += 3;
            } else {
                bytes.write(raw[i]); // a bad escape was noted as a flaw
            }
        }
        return bytes.toByteArray();
    }

    /// The number, or the nearest that fits 64 bits: the reader reports that.
    private Value.Int number(Token token) {
        String digits =
                new String(
                        text,
                        token.start(),
                        token.end() - token.start(),
                        StandardCharsets.US_ASCII);
        var at = lines.at(token.start());
        try {
            return new Value.Int(Long.parseLong(digits), at);
        } catch (NumberFormatException e) {
            flaws.add(new Noted(Grammar.Leniency.NUMBER_TOO_LARGE, token, token));
            return new Value.Int(digits.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE, at);
        }
    }

    /// Null until the outermost bracket was closed.
    Value.@Nullable Dict root() {
        return root;
    }

    /// Offset of the first byte behind the root.
    int rootEnd() {
        return rootEnd;
    }

    List<Noted> flaws() {
        return flaws;
    }

    List<Duplicate> duplicates() {
        return duplicates;
    }
}
