package boreas.value;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Changes one member of a text of lax JSON as an editor would: every other byte stays, comments
/// and layout with it.
///
/// A member is added behind the last one, on a line of its own and as far in as that one, or behind
/// the last one on its line where brackets stand there too. What is taken away goes with its comma,
/// and with its line where nothing else is left on it; a comment stays. The document must have been
/// read without errors; what comes out should be read again before it is used.
public final class JsonEdit {
    private static final int STEP_BLANKS = 4;

    private final byte[] text;
    private final List<Token> tokens;

    private JsonEdit(JsonDocument document) {
        if (document.root() == null) throw new IllegalArgumentException("no root to change");
        text = document.bytes();
        tokens = Scanner.scan(text);
    }

    /// The text with one more value at the end of a list.
    ///
    /// @param list of this document
    /// @param value JSON in one line
    public static byte[] append(JsonDocument document, Value.Items list, String value) {
        return new JsonEdit(document).add(list.at(), raw(value));
    }

    /// The text with one more entry at the end of a dict, which must not have that key yet.
    ///
    /// @param dict of this document
    /// @param value JSON in one line
    public static byte[] put(JsonDocument document, Value.Dict dict, String key, String value) {
        if (dict.has(key)) throw new IllegalArgumentException(key + " is there already");
        return new JsonEdit(document)
                .add(dict.at(), raw(JsonText.quoted(Value.of(key)) + ": " + value));
    }

    /// The text without one value of a list.
    ///
    /// @param list of this document
    public static byte[] remove(JsonDocument document, Value.Items list, int index) {
        var edit = new JsonEdit(document);
        int first = edit.tokenAt(list.values().get(index).at());
        return edit.cut(first, edit.lastOf(first));
    }

    /// The text without one entry of a dict.
    ///
    /// @param key as it stands in this document
    public static byte[] remove(JsonDocument document, Value.Str key) {
        var edit = new JsonEdit(document);
        int first = edit.tokenAt(key.at());
        int value = first + 1;
        while (edit.kind(value) == Token.Kind.COLON) value++;
        return edit.cut(first, edit.lastOf(value));
    }

    private byte[] add(Position at, String member) {
        int open = tokenAt(at);
        int close = lastOf(open);
        int last = close - 1;
        boolean hasComma = kind(last) == Token.Kind.COMMA;
        if (hasComma) last--;
        if (last == open) return intoEmpty(open, close, member);
        int comma = tokens.get(hasComma ? last + 1 : last).end();
        var before = tokens.get(hasComma ? last + 1 : last);
        var glue = hasComma ? "" : ",";
        // The bracket stands on the same line: so does the new member.
        if (tokens.get(close).line() == before.endLine())
            return replace(comma, comma, glue + " " + member);
        var line = "\n" + indentOf(firstOnLine(last, open)) + member;
        int behind = endOfRemark(comma);
        if (behind == comma) return replace(comma, comma, glue + line);
        return replace(behind, behind, line, comma, glue);
    }

    /// Behind the opening bracket, before any comments.
    private byte[] intoEmpty(int open, int close, String member) {
        var bracket = tokens.get(open);
        var indent = indentOf(firstOnLine(open, 0));
        var line = "\n" + indent + " ".repeat(STEP_BLANKS) + member;
        boolean isOnOneLine = tokens.get(close).line() == bracket.line();
        if (!isOnOneLine) return replace(bracket.end(), bracket.end(), line);
        // Blanks between the brackets would end up at the end of the new line.
        int until = tokens.get(close).start();
        for (int i = bracket.end(); i < until; i++)
            if (text[i] != ' ' && text[i] != '\t') until = bracket.end();
        return replace(bracket.end(), until, line + "\n" + indent);
    }

    private byte[] cut(int first, int last) {
        int start = tokens.get(first).start();
        int end = tokens.get(last).end();
        if (kind(last + 1) == Token.Kind.COMMA) {
            end = tokens.get(last + 1).end();
        } else if (kind(first - 1) == Token.Kind.COMMA) {
            // The last one: the comma before it would lead nowhere. What lies between stays.
            int comma = tokens.get(first - 1).start();
            int lineStart = startOfBlankLine(start, end);
            return lineStart < 0
                    ? replace(comma, end, between(comma + 1, start).stripTrailing())
                    : replace(comma, endOfLine(end), between(comma + 1, lineStart - 1));
        }
        int lineStart = startOfBlankLine(start, end);
        if (lineStart >= 0)
            return replace(lineStart, Math.min(endOfLine(end) + 1, text.length), "");
        while (end < text.length && text[end] == ' ') end++;
        return replace(start, end, "");
    }

    private String between(int from, int to) {
        return from >= to ? "" : new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// Where the line begins that holds nothing but these bytes; -1 when it holds more.
    private int startOfBlankLine(int start, int end) {
        int lineStart = start;
        while (lineStart > 0 && text[lineStart - 1] != '\n') {
            lineStart--;
            if (text[lineStart] != ' ' && text[lineStart] != '\t') return -1;
        }
        for (int i = end; i < endOfLine(end); i++)
            if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') return -1;
        return lineStart;
    }

    /// The end of the line when nothing follows on it but a comment that ends with it; else the
    /// same place.
    private int endOfRemark(int from) {
        int at = from;
        while (at < text.length && (text[at] == ' ' || text[at] == '\t')) at++;
        boolean isRemark = at + 1 < text.length && text[at] == '/' && text[at + 1] == '/';
        if (!isRemark) return from;
        int end = endOfLine(at);
        return end > from && text[end - 1] == '\r' ? end - 1 : end;
    }

    private int endOfLine(int from) {
        int end = from;
        while (end < text.length && text[end] != '\n') end++;
        return end;
    }

    /// The blanks before a token, where it is the first on its line; else those of that line.
    private String indentOf(int token) {
        int start = tokens.get(token).start();
        int lineStart = start;
        while (lineStart > 0 && text[lineStart - 1] != '\n') lineStart--;
        int end = lineStart;
        while (end < start && (text[end] == ' ' || text[end] == '\t')) end++;
        return new String(text, lineStart, end - lineStart, StandardCharsets.US_ASCII);
    }

    /// The first token of the member that ends with this one.
    private int firstOnLine(int token, int open) {
        int depth = 0;
        int at = token;
        while (at > open + 1) {
            if (tokens.get(at).kind().isClosing()) depth++;
            if (tokens.get(at).kind().isOpening()) depth--;
            if (depth == 0 && kind(at - 1) == Token.Kind.COMMA) break;
            at--;
        }
        return at;
    }

    private int tokenAt(Position at) {
        for (int i = 0; i < tokens.size(); i++) if (tokens.get(i).start() == at.offset()) return i;
        throw new IllegalArgumentException("nothing of this document at " + at);
    }

    /// The last token of the value that begins with this one.
    private int lastOf(int first) {
        int depth = 0;
        for (int i = first; i < tokens.size(); i++) {
            if (kind(i).isOpening()) depth++;
            if (kind(i).isClosing()) depth--;
            if (depth == 0) return i;
        }
        throw new IllegalArgumentException("a bracket without its end");
    }

    private Token.Kind kind(int token) {
        return token >= 0 && token < tokens.size() ? tokens.get(token).kind() : Token.Kind.END;
    }

    /// @param by a character for each byte
    private byte[] replace(int from, int to, String by) {
        var out = new ByteArrayOutputStream(text.length + by.length());
        out.write(text, 0, from);
        out.writeBytes(bytes(by));
        out.write(text, to, text.length - to);
        return out.toByteArray();
    }

    /// Two changes; the second one stands before the first one.
    private byte[] replace(int from, int to, String by, int earlier, String before) {
        var out = new ByteArrayOutputStream(text.length + by.length() + before.length());
        out.write(text, 0, earlier);
        out.writeBytes(bytes(before));
        out.write(text, earlier, from - earlier);
        out.writeBytes(bytes(by));
        out.write(text, to, text.length - to);
        return out.toByteArray();
    }

    /// UTF-8 with a character for each byte, as [#between] has it.
    private static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
