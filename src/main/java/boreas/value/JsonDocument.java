package boreas.value;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A text of lax JSON, with the values that were read from it.
///
/// The text itself is kept, so writing back an unchanged document gives the same bytes, and a
/// change ([#withEntry], [#withItem], [#withValue]) leaves everything else as its author wrote it.
/// Each change gives a new document, read again. Immutable.
public final class JsonDocument {
    private static final String STEP = "    ";

    private final byte[] text;
    private final Value.@Nullable Dict root;
    private final IdentityHashMap<Value, Integer> ends;
    private final List<Flaw> flaws;

    JsonDocument(
            byte[] text,
            Value.@Nullable Dict root,
            IdentityHashMap<Value, Integer> ends,
            List<Flaw> flaws) {
        this.text = text;
        this.root = root;
        this.ends = ends;
        this.flaws = flaws;
    }

    static JsonDocument unreadable(byte[] text, Flaw why) {
        return new JsonDocument(text, null, new IdentityHashMap<>(), List.of(why));
    }

    /// The top level; null when the text cannot be read.
    public Value.@Nullable Dict root() {
        return root;
    }

    /// Warnings and errors in the order of their places. With errors there may be a [#root] too,
    /// for further checks; but the text must not be used then.
    public List<Flaw> flaws() {
        return flaws;
    }

    public boolean hasErrors() {
        return flaws.stream().anyMatch(Flaw::isError);
    }

    /// The bytes as they were read, or as they are after a change.
    public byte[] bytes() {
        return text.clone();
    }

    /// [#bytes] as UTF-8.
    public String text() {
        return new String(text, StandardCharsets.UTF_8);
    }

    /// Adds an entry at the end of a dict of this document.
    ///
    /// @param json text of the value; its further lines are indented to fit
    public JsonDocument withEntry(Value.Dict dict, String key, String json) {
        Value.Str lastKey = null;
        for (var k : dict.entries().keySet())
            if (lastKey == null || k.at().compareTo(lastKey.at()) > 0) lastKey = k;
        String member = JsonText.quoted(Value.of(key)) + ": " + json;
        if (lastKey == null) return withFirst(dict, member);
        var last = dict.entries().get(lastKey);
        if (last == null) throw new AssertionError(lastKey + " has no value");
        return withNext(lastKey.at().offset(), endOf(last), member);
    }

    /// Adds a value at the end of a list of this document.
    public JsonDocument withItem(Value.Items items, String json) {
        if (items.size() == 0) return withFirst(items, json);
        var last = items.values().getLast();
        return withNext(last.at().offset(), endOf(last), json);
    }

    /// Replaces a value of this document.
    public JsonDocument withValue(Value old, String json) {
        return splice(old.at().offset(), endOf(old), json);
    }

    /// Before the closing bracket, behind all comments.
    private JsonDocument withFirst(Value container, String member) {
        int close = endOf(container) - 1;
        String indent = indentAt(container.at().offset());
        String line = indent + STEP + member.replace("\n", "\n" + indent + STEP) + "\n";
        int lineStart = lines().startOfLineOf(close);
        if (isBlank(lineStart, close)) return splice(lineStart, lineStart, line);
        return splice(close, close, "\n" + line + indent);
    }

    /// Behind the last member and what is said about it on its line.
    private JsonDocument withNext(int lastStart, int lastEnd, String member) {
        int end = lastEnd;
        boolean hasComma = false;
        for (var token : Scanner.scan(text)) {
            if (token.start() < lastEnd) continue;
            hasComma = token.kind() == Token.Kind.COMMA;
            if (hasComma) end = token.end();
            break;
        }
        int lineEnd = lines().endOf(lines().lineOf(end));
        int rest = end;
        while (rest < lineEnd && text[rest] <= ' ') rest++;
        boolean lineIsOver = rest == lineEnd || startsComment(rest);
        if (!lineIsOver) {
            String comma = hasComma ? " " : ", ";
            return splice(end, end, comma + member);
        }
        String indent = indentAt(lastStart);
        String line = "\n" + indent + member.replace("\n", "\n" + indent);
        if (text[lineEnd - 1] == '\r') lineEnd--;
        var behind = splice(lineEnd, lineEnd, line);
        return hasComma ? behind : behind.splice(end, end, ",");
    }

    private boolean startsComment(int offset) {
        return offset + 1 < text.length && text[offset] == '/' && text[offset + 1] == '/';
    }

    private int endOf(Value value) {
        var end = ends.get(value);
        if (end == null) throw new IllegalArgumentException("a value of another document");
        return end;
    }

    private Lines lines() {
        return new Lines(text);
    }

    /// The blanks with which a line begins.
    private String indentAt(int offset) {
        int start = lines().startOfLineOf(offset);
        int end = start;
        while (end < offset && (text[end] == ' ' || text[end] == '\t')) end++;
        return new String(text, start, end - start, StandardCharsets.US_ASCII);
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) if (text[i] > ' ') return false;
        return true;
    }

    private JsonDocument splice(int from, int to, String replacement) {
        var changed = new ByteArrayOutputStream(text.length + replacement.length());
        changed.write(text, 0, from);
        changed.writeBytes(replacement.getBytes(StandardCharsets.UTF_8));
        changed.write(text, to, text.length - to);
        return LaxJson.parse(changed.toByteArray());
    }
}
