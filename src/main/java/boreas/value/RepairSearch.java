package boreas.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for the one byte that is missing, wrong or too much in a text that cannot be read.
///
/// A parser notices a slip only where it becomes impossible to go on, which may be many lines
/// below. So each single change of a bracket, comma or colon before that place is tried, and on
/// suspicious lines each change of a quote or comment mark; the change after which the whole file
/// reads best ([Fitness]) is what an operator should be told. The work is bounded: a very large
/// file is searched near the place only.
final class RepairSearch {
    /// Grammar steps that one search may take, about a second.
    private static final long STEPS_MAX = 60_000_000;

    private static final int CANDIDATES_PER_TOKEN = 40;

    /// Bytes that one search may scan again with a change in them, about a second.
    private static final long SCANNED_BYTES_MAX = 150_000_000;

    /// Longer lines are searched for quotes in their beginning only.
    private static final int LINE_BYTES_MAX = 400;

    private static final Token.Kind[] SYMBOLS = {
        Token.Kind.OPEN_DICT,
        Token.Kind.CLOSE_DICT,
        Token.Kind.OPEN_LIST,
        Token.Kind.CLOSE_LIST,
        Token.Kind.COMMA,
        Token.Kind.COLON
    };

    private final byte[] text;
    private final Lines lines;
    private final List<Token> tokens;
    private final int stoppedAt;
    private final int stoppedOffset;
    private @Nullable Repair best;
    private long scannedBytes;

    private RepairSearch(byte[] text, Lines lines, List<Token> tokens, int stoppedAt) {
        this.text = text;
        this.lines = lines;
        this.tokens = tokens;
        this.stoppedAt = stoppedAt;
        stoppedOffset = tokens.get(stoppedAt).start();
    }

    /// The best single change, null when none makes the text readable.
    ///
    /// @param stoppedAt index of the token where reading stopped
    static @Nullable Repair best(byte[] text, Lines lines, List<Token> tokens, int stoppedAt) {
        var search = new RepairSearch(text, lines, tokens, stoppedAt);
        search.tryMarks();
        search.trySymbols();
        return search.best;
    }

    private void offer(Repair.Op op, int offset, char symbol, int cost, int oddity) {
        if (cost == Fitness.UNREADABLE) return;
        var repair = new Repair(op, offset, symbol, cost, oddity);
        if (best == null || repair.isBetterThan(best, stoppedOffset)) best = repair;
    }

    // --- brackets, commas, colons: the tokens are changed, the text is not scanned again

    private void trySymbols() {
        long perToken = (long) CANDIDATES_PER_TOKEN * tokens.size();
        int window = (int) Math.min(tokens.size(), STEPS_MAX / perToken);
        for (int i = Math.max(0, stoppedAt - window); i <= stoppedAt; i++) {
            tryInsertBefore(i);
            if (isOneByte(tokens.get(i))) tryReplaceOrRemove(i);
        }
    }

    private static boolean isOneByte(Token token) {
        return token.end() == token.start() + 1;
    }

    private void tryReplaceOrRemove(int index) {
        var token = tokens.get(index);
        boolean isSymbol = Arrays.asList(SYMBOLS).contains(token.kind());
        var changed = new ArrayList<>(tokens);
        for (var kind : SYMBOLS) {
            if (kind == token.kind()) continue;
            changed.set(index, symbol(kind, token.start(), token.line(), 1));
            int cost = Fitness.costOf(changed.iterator());
            offer(Repair.Op.REPLACE, token.start(), kind.symbol, cost, isSymbol ? 4 : 3);
        }
        changed.remove(index);
        int cost = Fitness.costOf(changed.iterator());
        int offset = token.start();
        offer(Repair.Op.REMOVE, offset, (char) text[offset], cost, isDouble(offset) ? 0 : 4);
    }

    /// Whether the byte before is the same: a slip of the finger.
    private boolean isDouble(int offset) {
        return offset > 0 && text[offset - 1] == text[offset];
    }

    private void tryInsertBefore(int index) {
        var changed = new ArrayList<>(tokens);
        changed.add(index, tokens.get(index));
        for (int offset : placesBefore(index)) {
            int line = lines.lineOf(offset);
            for (var kind : SYMBOLS) {
                changed.set(index, symbol(kind, offset, line, 0));
                int cost = Fitness.costOf(changed.iterator());
                offer(Repair.Op.INSERT, offset, kind.symbol, cost, oddity(kind, offset));
            }
        }
    }

    private Token symbol(Token.Kind kind, int offset, int line, int length) {
        int column = offset - lines.startOf(line);
        return new Token(kind, offset, offset + length, line, column, line, -1);
    }

    /// Where in the gap before a token another one may have stood: at its ends, at the end of the
    /// first line, on lines with nothing but blanks.
    private List<Integer> placesBefore(int index) {
        int from = index == 0 ? 0 : tokens.get(index - 1).end();
        int to = tokens.get(index).start();
        var places = new ArrayList<Integer>();
        places.add(from);
        int blanks = from;
        while (blanks < to && isBlank(blanks)) blanks++;
        if (blanks > from + 1) places.add(from + 1);
        if (blanks > from) places.add(blanks);
        for (int line = lines.lineOf(from) + 1; line < lines.lineOf(to); line++)
            if (isBlankLine(line)) places.add(lines.endOf(line));
        if (to - 1 > blanks && isBlank(to - 1)) places.add(to - 1);
        if (to > blanks && !isEndBehindBlankLine(to)) places.add(to);
        return places;
    }

    /// The line end of the last line is no place of its own.
    private boolean isEndBehindBlankLine(int offset) {
        int line = lines.lineOf(offset);
        return offset == text.length
                && line > 0
                && lines.startOf(line) == offset
                && isBlankLine(line - 1);
    }

    private boolean isBlank(int offset) {
        return text[offset] == ' ' || text[offset] == '\t';
    }

    private boolean isBlankLine(int line) {
        for (int i = lines.startOf(line); i < lines.endOf(line); i++)
            if (!isBlank(i) && text[i] != '\r') return false;
        return true;
    }

    /// A removed bracket leaves blanks at both sides, a removed comma or colon only behind.
    private int oddity(Token.Kind kind, int offset) {
        boolean left = offset == 0 || isSpace(offset - 1);
        boolean right = offset == text.length || isSpace(offset);
        if (kind.isBracket()) return (left ? 0 : 2) + (right ? 0 : 1);
        return (left ? 2 : 0) + (right ? 0 : 1);
    }

    private boolean isSpace(int offset) {
        return text[offset] == ' ' || text[offset] == '\t' || text[offset] == '\n';
    }

    // --- quotes and comment marks: they change what is a token, so the text is scanned again

    private void tryMarks() {
        int done = -1;
        for (int i = 0; i <= stoppedAt; i++) {
            var token = tokens.get(i);
            boolean isLast = i == stoppedAt;
            switch (token.kind()) {
                case STRAY_SLASH -> trySlash(token);
                case OPEN_COMMENT -> tryCommentEnd(token);
                default -> {
                    boolean suspicious = token.runsOverLines() || (isLast && hasOddQuotes(token));
                    if (suspicious && token.line() > done) {
                        done = token.line();
                        tryQuotes(done);
                    }
                }
            }
        }
    }

    /// Whether the token's line has a quote without its partner.
    private boolean hasOddQuotes(Token token) {
        int quotes = 0;
        for (int i = lines.startOf(token.line()); i < lines.endOf(token.line()); i++)
            if (text[i] == '"') quotes++;
        return quotes % 2 == 1;
    }

    private void tryQuotes(int line) {
        int end = Math.min(lines.endOf(line), lines.startOf(line) + LINE_BYTES_MAX);
        for (int i = lines.startOf(line); i <= end; i++) {
            boolean isQuote = i < end && text[i] == '"';
            tryText(Repair.Op.INSERT, i, '"', isLonely(i) ? 2 : 1);
            if (isQuote) {
                tryText(Repair.Op.REMOVE, i, '"', isDouble(i) ? 0 : 1);
                for (var kind : SYMBOLS) tryText(Repair.Op.REPLACE, i, kind.symbol, 1);
            } else if (i < end) {
                tryText(Repair.Op.REPLACE, i, '"', looksLikeQuote(text[i]) ? 0 : 3);
            }
        }
    }

    /// Whether a quote there would neither end something nor begin something.
    private boolean isLonely(int offset) {
        boolean nothingLeft = offset == 0 || isSpace(offset - 1);
        boolean nothingRight =
                offset == text.length || isSpace(offset) || "}],".indexOf(text[offset]) >= 0;
        return nothingLeft && nothingRight;
    }

    private static boolean looksLikeQuote(byte b) {
        return "'`{}[]:,@#$%^&*()|;~!?<>\\".indexOf(b) >= 0 || b < ' ';
    }

    private void trySlash(Token slash) {
        tryText(Repair.Op.INSERT, slash.start() + 1, '/', 1);
        tryText(Repair.Op.INSERT, slash.start() + 1, '*', 1);
        if (slash.end() > slash.start() + 1) {
            tryText(Repair.Op.REPLACE, slash.start() + 1, '/', 2);
            tryText(Repair.Op.REPLACE, slash.start() + 1, '*', 2);
        }
        tryText(Repair.Op.REMOVE, slash.start(), '/', 2);
        tryQuotes(slash.line());
    }

    /// Lines with nothing but a half of the mark that ends a comment.
    private void tryCommentEnd(Token comment) {
        for (int line = comment.line(); line < lines.count(); line++) {
            int from = Math.max(lines.startOf(line), comment.start());
            int to = lines.endOf(line);
            while (from < to && text[from] <= ' ') from++;
            while (to > from && text[to - 1] <= ' ') to--;
            int length = to - from;
            if (length == 0 || length > 2) continue;
            if (text[to - 1] == '/' && length == 1) tryText(Repair.Op.INSERT, from, '*', 0);
            if (text[to - 1] == '/' && length == 2) tryText(Repair.Op.REPLACE, from, '*', 0);
            if (text[from] == '*' && length == 1) tryText(Repair.Op.INSERT, to, '/', 0);
            if (text[from] == '*' && length == 2) tryText(Repair.Op.REPLACE, from + 1, '/', 0);
        }
    }

    private void tryText(Repair.Op op, int offset, char symbol, int oddity) {
        if (scannedBytes > SCANNED_BYTES_MAX) return;
        var scanner = new Scanner(Repair.apply(text, op, offset, symbol));
        int cost = Fitness.costOf(scanner);
        scannedBytes += scanner.offset();
        offer(op, offset, symbol, cost, oddity);
    }
}
