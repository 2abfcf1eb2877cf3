package boreas.value;

import java.util.Iterator;

/// The grammar of lax JSON, as an automaton over tokens.
///
/// It goes on over what genuine nodes forgive ([Leniency]) and stops at the first token that
/// nothing allows ([#stoppedAt]). It tells a [Listener] what it reads, so that the same rules build
/// values, and judge whether a change would mend a broken file.
final class Grammar {
    /// Deeper nesting is refused; a whole configuration has seven levels.
    static final int DEPTH_MAX = 64;

    /// What a token may be.
    enum Expected {
        TOP("'{'"),
        KEY("a key in quotes or '}'"),
        COLON("':' behind the key"),
        VALUE("a value: text in quotes, a whole number, '{' or '['"),
        ITEM("a value or ']'"),
        NEXT_ENTRY("',' or '}'"),
        NEXT_ITEM("',' or ']'"),
        LESS_DEPTH("at most " + DEPTH_MAX + " levels of '{' and '['"),
        NOTHING("nothing more");

        final String words;

        Expected(String words) {
            this.words = words;
        }
    }

    /// What is forgiven, at least in old files.
    enum Leniency {
        TRAILING_COMMA(1),
        EXTRA_COMMA(1),
        MISSING_COMMA(1),
        MISSING_COMMA_AT_LINE_END(1),
        MISSING_COLON(1),
        EXTRA_COLON(1),
        STRAY_SLASH(3),
        BAD_ESCAPE(3),
        NUMBER_TOO_LARGE(3),
        STRING_OVER_LINES(3),
        /// Everything behind the last brace is ignored.
        AFTER_END(0);

        /// How unlikely it is that somebody wrote this on purpose.
        final int weight;

        Leniency(int weight) {
            this.weight = weight;
        }
    }

    /// Hears what is read, in the order of the text.
    interface Listener {
        /// Any token, before its meaning is known.
        default void onToken(Token token) {}

        default void onOpen(Token bracket) {}

        /// @param open the bracket that is closed
        default void onClose(Token open, Token close) {}

        default void onKey(Token key) {}

        /// A string or number as value of an entry or item.
        default void onScalar(Token value) {}

        /// @param previous the token before; the flaw is between the two, or is the token
        default void onFlaw(Leniency what, Token previous, Token token) {}
    }

    private final Listener listener;
    private final Token[] open = new Token[DEPTH_MAX];
    private int depth;
    private Expected expected = Expected.TOP;
    private boolean afterComma;
    private Token previous = new Token(Token.Kind.END, 0, 0, 0, 0, 0, -1);
    private int stoppedAt = -1;

    Grammar(Listener listener) {
        this.listener = listener;
    }

    /// Reads tokens up to and with [Token.Kind#END], or to the first one that nothing allows.
    void read(Iterator<Token> tokens) {
        for (int i = 0; tokens.hasNext(); i++) {
            var token = tokens.next();
            listener.onToken(token);
            if (token.kind() == Token.Kind.STRAY_SLASH) {
                listener.onFlaw(Leniency.STRAY_SLASH, previous, token);
            } else if (expected == Expected.NOTHING) {
                if (token.kind() != Token.Kind.END) {
                    listener.onFlaw(Leniency.AFTER_END, previous, token);
                }
                return;
            } else if (!accept(token)) {
                stoppedAt = i;
                return;
            }
            previous = token;
        }
    }

    /// Index of the token that nothing allows, -1 when all is well.
    int stoppedAt() {
        return stoppedAt;
    }

    /// What would have been allowed where reading stopped.
    Expected expected() {
        return expected;
    }

    /// The token before the one where reading stopped.
    Token previous() {
        return previous;
    }

    /// How many brackets are open where reading stopped.
    int depth() {
        return depth;
    }

    /// An open bracket, 0 is the outermost.
    Token open(int index) {
        return open[index];
    }

    private boolean accept(Token token) {
        var kind = token.kind();
        return switch (expected) {
            case TOP -> kind == Token.Kind.OPEN_DICT && value(token);
            case KEY, NEXT_ENTRY -> key(token);
            case ITEM, NEXT_ITEM -> item(token);
            case COLON -> {
                if (kind == Token.Kind.COLON) {
                    expected = Expected.VALUE;
                    yield true;
                }
                if (!kind.startsValue()) yield false;
                listener.onFlaw(Leniency.MISSING_COLON, previous, token);
                yield value(token);
            }
            case VALUE -> {
                if (kind != Token.Kind.COLON) yield value(token);
                listener.onFlaw(Leniency.EXTRA_COLON, previous, token);
                yield true;
            }
            case LESS_DEPTH, NOTHING -> false;
        };
    }

    private boolean key(Token token) {
        switch (token.kind()) {
            case CLOSE_DICT -> {
                return close(token);
            }
            case COMMA -> {
                comma(token, Expected.NEXT_ENTRY, Expected.KEY);
                return true;
            }
            case STRING -> {
                if (expected == Expected.NEXT_ENTRY) missingComma(token);
                afterComma = false;
                text(token);
                listener.onKey(token);
                expected = Expected.COLON;
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private boolean item(Token token) {
        var kind = token.kind();
        if (kind == Token.Kind.CLOSE_LIST) return close(token);
        if (kind == Token.Kind.COMMA) {
            comma(token, Expected.NEXT_ITEM, Expected.ITEM);
            return true;
        }
        if (!kind.startsValue()) return false;
        if (expected == Expected.NEXT_ITEM) missingComma(token);
        return value(token);
    }

    private boolean value(Token token) {
        var kind = token.kind();
        if (kind.isOpening()) {
            if (depth == DEPTH_MAX) {
                expected = Expected.LESS_DEPTH;
                return false;
            }
            open[depth++] = token;
            listener.onOpen(token);
            expected = kind == Token.Kind.OPEN_DICT ? Expected.KEY : Expected.ITEM;
            afterComma = false;
            return true;
        }
        if (kind != Token.Kind.STRING && kind != Token.Kind.NUMBER) return false;
        text(token);
        listener.onScalar(token);
        expectNext();
        return true;
    }

    private void text(Token token) {
        if (token.fault() >= 0) listener.onFlaw(Leniency.BAD_ESCAPE, previous, token);
        if (token.runsOverLines()) listener.onFlaw(Leniency.STRING_OVER_LINES, previous, token);
    }

    private boolean close(Token token) {
        if (afterComma) listener.onFlaw(Leniency.TRAILING_COMMA, previous, token);
        listener.onClose(open[--depth], token);
        expectNext();
        return true;
    }

    private void expectNext() {
        afterComma = false;
        if (depth == 0) expected = Expected.NOTHING;
        else if (open[depth - 1].kind() == Token.Kind.OPEN_DICT) expected = Expected.NEXT_ENTRY;
        else expected = Expected.NEXT_ITEM;
    }

    private void comma(Token token, Expected next, Expected behind) {
        if (expected != next) listener.onFlaw(Leniency.EXTRA_COMMA, previous, token);
        expected = behind;
        afterComma = true;
    }

    private void missingComma(Token token) {
        boolean atLineEnd = previous.endLine() < token.line();
        listener.onFlaw(
                atLineEnd ? Leniency.MISSING_COMMA_AT_LINE_END : Leniency.MISSING_COMMA,
                previous,
                token);
    }
}
