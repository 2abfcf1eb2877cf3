package boreas.value;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Cuts lax JSON into tokens, one after the other. Comments and blanks are what lies between them.
/// Never fails: what is no token becomes a [Token.Kind#WORD].
final class Scanner implements Iterator<Token> {
    private final byte[] text;
    private int at;
    private int line;
    private int lineStart;
    private @Nullable Token token;
    private boolean isOver;

    Scanner(byte[] text) {
        this.text = text;
    }

    /// All tokens in their order; the last one is [Token.Kind#END].
    static List<Token> scan(byte[] text) {
        var tokens = new ArrayList<Token>();
        new Scanner(text).forEachRemaining(tokens::add);
        return tokens;
    }

    /// False behind [Token.Kind#END].
    @Override
    public boolean hasNext() {
        return !isOver;
    }

    @Override
    public Token next() {
        token = null;
        while (at < text.length && token == null) step();
        if (token == null) {
            if (isOver) throw new NoSuchElementException();
            add(Token.Kind.END, text.length);
            isOver = true;
        }
        return Objects.requireNonNull(token);
    }

    /// How far the text was read.
    int offset() {
        return at;
    }

    private void step() {
        byte b = text[at];
        switch (b) {
            case '\n' -> pass();
            case ' ', '\t', '\r' -> at++;
            case '/' -> slash();
            case '"' -> string();
            case '{' -> add(Token.Kind.OPEN_DICT, at + 1);
            case '}' -> add(Token.Kind.CLOSE_DICT, at + 1);
            case '[' -> add(Token.Kind.OPEN_LIST, at + 1);
            case ']' -> add(Token.Kind.CLOSE_LIST, at + 1);
            case ':' -> add(Token.Kind.COLON, at + 1);
            case ',' -> add(Token.Kind.COMMA, at + 1);
            default -> word();
        }
    }

    private void add(Token.Kind kind, int end) {
        add(kind, end, -1);
    }

    private void add(Token.Kind kind, int end, int fault) {
        int start = at;
        int startLine = line;
        int column = at - lineStart;
        while (at < end) pass();
        token = new Token(kind, start, end, startLine, column, line, fault);
    }

    /// One byte further on.
    private void pass() {
        if (text[at++] != '\n') return;
        line++;
        lineStart = at;
    }

    private void slash() {
        int next = at + 1 < text.length ? text[at + 1] : -1;
        if (next == '/') {
            while (at < text.length && text[at] != '\n') at++;
        } else if (next == '*') {
            comment();
        } else {
            add(Token.Kind.STRAY_SLASH, Math.min(at + 2, text.length));
        }
    }

    private void comment() {
        int end = at + 2;
        while (end + 1 < text.length && !(text[end] == '*' && text[end + 1] == '/')) end++;
        if (end + 1 >= text.length) {
            add(Token.Kind.OPEN_COMMENT, text.length);
            return;
        }
        while (at < end + 2) pass();
    }

    private void string() {
        int end = at + 1;
        int fault = -1;
        while (end < text.length && text[end] != '"') {
            if (fault < 0 && text[end] == '\\' && !isEscape(end)) fault = end;
            end++;
        }
        if (end == text.length) add(Token.Kind.OPEN_STRING, end, fault);
        else add(Token.Kind.STRING, end + 1, fault);
    }

    /// Whether `\xHH` stands at an offset.
    private boolean isEscape(int offset) {
        return offset + 3 < text.length
                && text[offset + 1] == 'x'
                && Character.digit(text[offset + 2], 16) >= 0
                && Character.digit(text[offset + 3], 16) >= 0;
    }

    private void word() {
        int end = at;
        while (end < text.length && " \t\r\n/\"{}[]:,".indexOf(text[end]) < 0) end++;
        add(isNumber(at, end) ? Token.Kind.NUMBER : Token.Kind.WORD, end);
    }

    private boolean isNumber(int from, int to) {
        int digits = text[from] == '-' ? from + 1 : from;
        if (digits == to) return false;
        for (int i = digits; i < to; i++) if (text[i] < '0' || text[i] > '9') return false;
        return true;
    }
}
