package boreas.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Explains in one line why a text cannot be read: where the slip probably is, what was read there,
/// what was expected, and what would work.
///
/// The place named first is the place to look at: the slip itself, or the beginning of what is not
/// closed; then the line also names the place where the end was expected. Texts of strings are not
/// shown unless they look like keys, because they may be passwords.
final class Diagnosis {
    /// Words without quotes that are shown, beside those of a few characters: any other may be the
    /// beginning of a key or a password.
    private static final Set<String> SHOWN_WORDS = Set.of("false", "undefined");

    private static final int SHORT_WORD_CHARS = 4;

    private static final int SHOWN_KEY_CHARS = 32;
    private static final int SECRET_CHARS_MIN = 16;

    private final byte[] text;
    private final Lines lines;
    private final List<Token> tokens;

    Diagnosis(byte[] text, Lines lines, List<Token> tokens) {
        this.text = text;
        this.lines = lines;
        this.tokens = tokens;
    }

    /// Why `grammar` stopped.
    Flaw ofStop(Grammar grammar) {
        int stoppedAt = grammar.stoppedAt();
        var token = tokens.get(stoppedAt);
        if (grammar.expected() == Grammar.Expected.LESS_DEPTH)
            return error(
                    token.start(),
                    "read %s, expected %s; a file of this node needs no more"
                            .formatted(describe(token), grammar.expected().words));
        var repair = RepairSearch.best(text, lines, tokens, stoppedAt);
        if (token.kind() == Token.Kind.OPEN_COMMENT) return openComment(token, repair);
        boolean isCut = repair == null || repair.hasFlaws() || repair.offset() >= lastTokenStart();
        if (token.kind() == Token.Kind.END && isCut) return endOfText(grammar, token, repair);
        if (token.kind() == Token.Kind.OPEN_STRING && !token.runsOverLines())
            return endOfText(grammar, token, null);
        if (repair == null) return unexplained(grammar, token);
        return explain(repair, grammar, token);
    }

    /// What follows the end of the root. It is ignored, unless it holds entries and a single slip
    /// further up has cut them off: to run with half of a file would be worse than not to run.
    Flaw ofRest(int rootEnd, Token rest) {
        int index = tokens.indexOf(rest);
        var behind = tokens.subList(index, tokens.size());
        boolean hasEntries = behind.stream().anyMatch(t -> isString(t) || isColon(t));
        var repair = hasEntries ? RepairSearch.best(text, lines, tokens, index) : null;
        if (repair != null && repair.offset() < rest.start())
            return error(
                    repair.offset(),
                    "%s; as it is, all from %s on is cut off"
                            .formatted(advice(repair), lines.at(rest.start())));
        return new Flaw(
                false,
                lines.at(rest.start()),
                ("read %s behind the '}' of %s that ends the configuration, expected nothing"
                                + " more; all from here on is ignored")
                        .formatted(describe(rest), lines.at(rootEnd - 1)));
    }

    private static boolean isString(Token token) {
        return token.kind() == Token.Kind.STRING || token.kind() == Token.Kind.OPEN_STRING;
    }

    private static boolean isColon(Token token) {
        return token.kind() == Token.Kind.COLON;
    }

    /// Something that was forgiven, or would have been in an old file.
    ///
    /// @param strict the file says that it keeps the rules
    Flaw ofLeniency(TreeBuilder.Noted noted, boolean strict) {
        var token = noted.token();
        var previous = noted.previous();
        return switch (noted.what()) {
            case TRAILING_COMMA ->
                    new Flaw(
                            strict,
                            lines.at(previous.start()),
                            "read ',' before %s, expected it between two entries only; take it away"
                                    .formatted(describe(token)));
            case EXTRA_COMMA ->
                    new Flaw(
                            strict,
                            lines.at(token.start()),
                            "read one ',' more than there are entries to divide, expected an"
                                    + " entry; take it away");
            case MISSING_COMMA ->
                    new Flaw(strict, lines.at(previous.end()), missing(",", previous, token));
            case MISSING_COMMA_AT_LINE_END ->
                    new Flaw(false, lines.at(previous.end()), missing(",", previous, token));
            case MISSING_COLON ->
                    new Flaw(strict, lines.at(previous.end()), missing(":", previous, token));
            case EXTRA_COLON ->
                    new Flaw(
                            strict,
                            lines.at(token.start()),
                            "read ':' twice, expected a value; take one away");
            case STRAY_SLASH ->
                    new Flaw(
                            false,
                            lines.at(token.start()),
                            "read '/' and skipped it with the byte behind it, expected // or"
                                    + " /*; write the comment mark in full");
            case BAD_ESCAPE ->
                    error(
                            token.fault(),
                            "read '\\' in a string, expected \\xHH; write \\x5c for a"
                                    + " backslash, \\x22 for a quote");
            case NUMBER_TOO_LARGE ->
                    error(
                            token.start(),
                            "read a number over 64 bits, expected one of at most 19 digits;"
                                    + " write a smaller one");
            case STRING_OVER_LINES ->
                    new Flaw(
                            false,
                            lines.at(token.start()),
                            ("read a string that goes on to %s, expected its '\"' on the same"
                                            + " line; write \\x0a where it needs a line end")
                                    .formatted(lines.at(token.end() - 1)));
            case AFTER_END -> throw new AssertionError("see ofRest");
        };
    }

    private String missing(String symbol, Token previous, Token next) {
        return "read %s at %s behind %s, expected '%s' between them; add '%s' here"
                .formatted(
                        describe(next), lines.at(next.start()), describe(previous), symbol, symbol);
    }

    private int lastTokenStart() {
        return tokens.size() < 2 ? 0 : tokens.get(tokens.size() - 2).start();
    }

    private Flaw explain(Repair repair, Grammar grammar, Token token) {
        String noticed = "";
        if (lines.lineOf(repair.offset()) != token.line())
            noticed = " (noticed at " + lines.at(token.start()) + ")";
        boolean inserts = repair.op() == Repair.Op.INSERT;
        if (repair.symbol() == '"' && repair.op() != Repair.Op.REMOVE) {
            int opening = openingOf(repair);
            if (opening >= 0)
                return error(
                        opening,
                        ("read a string that does not end where it should, expected '\"' at"
                                                + " %s%s; write the closing quote there")
                                        .formatted(lines.at(repair.offset()), orBefore(repair))
                                + noticed);
        }
        if (inserts && (repair.symbol() == '}' || repair.symbol() == ']')) {
            var open = openerOf(repair);
            if (open != null)
                return error(
                        open.start(),
                        "read %s that is never closed, expected '%c' at %s; write it there"
                                        .formatted(
                                                describe(open),
                                                repair.symbol(),
                                                lines.at(repair.offset()))
                                + noticed);
        }
        if (repair.offset() == token.start() && repair.op() != Repair.Op.REMOVE)
            return error(
                    repair.offset(),
                    "read %s, expected %s; %s%s"
                            .formatted(
                                    describe(token),
                                    grammar.expected().words,
                                    verb(repair),
                                    matching(repair)));
        return error(repair.offset(), advice(repair) + matching(repair) + noticed);
    }

    /// Where a quote is missing, another character may have taken its place.
    private String orBefore(Repair repair) {
        if (repair.op() != Repair.Op.INSERT) return "";
        int column = lines.at(repair.offset()).column() - 1;
        return " (or instead of the character at column " + column + ")";
    }

    private String advice(Repair repair) {
        return switch (repair.op()) {
            case INSERT ->
                    "read %s, expected '%c'; %s"
                            .formatted(describeAt(repair.offset()), repair.symbol(), verb(repair));
            case REPLACE ->
                    "read %s, expected '%c'; %s"
                            .formatted(
                                    describeByte(repair.offset()), repair.symbol(), verb(repair));
            case REMOVE ->
                    "read %s, expected none; %s"
                            .formatted(describeByte(repair.offset()), verb(repair));
        };
    }

    /// The bracket that a replaced one has to match.
    private String matching(Repair repair) {
        if (repair.op() != Repair.Op.REPLACE) return "";
        var open = openerOf(repair);
        if (open == null) return "";
        return " to match the " + describe(open) + " of " + lines.at(open.start());
    }

    private static String verb(Repair repair) {
        return switch (repair.op()) {
            case INSERT -> "write '" + repair.symbol() + "' there";
            case REPLACE -> "write '" + repair.symbol() + "' instead";
            case REMOVE -> "take it away";
        };
    }

    /// Where the string begins that the repair's quote ends; -1 when the quote begins a string.
    private int openingOf(Repair repair) {
        for (var t : Scanner.scan(repair.applyTo(text)))
            if (t.kind() == Token.Kind.STRING && t.end() == repair.offset() + 1) return t.start();
        return -1;
    }

    /// The bracket that the repair's bracket closes.
    private @Nullable Token openerOf(Repair repair) {
        var found = new Token[1];
        new Grammar(
                        new Grammar.Listener() {
                            @Override
                            public void onClose(Token open, Token close) {
                                if (close.start() == repair.offset()) found[0] = open;
                            }
                        })
                .read(new Scanner(repair.applyTo(text)));
        return found[0];
    }

    private Flaw openComment(Token comment, @Nullable Repair repair) {
        int end = repair == null ? text.length : repair.offset();
        return error(
                comment.start(),
                "read a comment that is never closed, expected '*/' at %s%s; write it there"
                        .formatted(lines.at(end), repair == null ? ", the end of the file" : ""));
    }

    private Flaw endOfText(Grammar grammar, Token token, @Nullable Repair repair) {
        var open = new ArrayList<String>();
        if (token.kind() == Token.Kind.OPEN_STRING)
            open.add("the string of " + lines.at(token.start()));
        for (int i = grammar.depth() - 1; i >= 0; i--) {
            var bracket = grammar.open(i);
            open.add(describe(bracket) + " of " + lines.at(bracket.start()));
        }
        String expected =
                token.kind() == Token.Kind.OPEN_STRING ? "'\"'" : grammar.expected().words;
        if (repair != null && repair.op() != Repair.Op.REMOVE)
            expected = "'" + repair.symbol() + "' at " + lines.at(repair.offset());
        String advice =
                open.isEmpty()
                        ? "a configuration begins with '{'"
                        : "the file seems to be cut; still open: " + String.join(", ", open);
        return error(text.length, "read the end of the file, expected " + expected + "; " + advice);
    }

    private Flaw unexplained(Grammar grammar, Token token) {
        String hint = "no single change near it makes the file readable";
        if (grammar.depth() > 0) {
            var open = grammar.open(grammar.depth() - 1);
            hint += "; look also at the " + describe(open) + " of " + lines.at(open.start());
        }
        return error(
                token.start(),
                "read %s, expected %s; %s"
                        .formatted(describe(token), grammar.expected().words, hint));
    }

    private Flaw error(int offset, String words) {
        return new Flaw(true, lines.at(offset), words);
    }

    /// What stands at an offset: a token, or what lies between two.
    private String describeAt(int offset) {
        for (var token : tokens) if (token.start() == offset) return describe(token);
        if (offset < text.length && (text[offset] == '\n' || text[offset] == '\r'))
            return "the end of the line";
        return describeByte(offset);
    }

    private String describeByte(int offset) {
        if (offset >= text.length) return "the end of the file";
        byte b = text[offset];
        if (b == ' ') return "a blank";
        if (b > ' ' && b < 0x7f) return "'" + (char) b + "'";
        return "byte 0x%02x".formatted(b & 0xff);
    }

    /// A token in a few words, without what may be secret.
    String describe(Token token) {
        return switch (token.kind()) {
            case END -> "the end of the file";
            case STRING -> looksLikeKey(token) ? textOf(token, SHOWN_KEY_CHARS) : "a string";
            case OPEN_STRING -> "a string";
            case OPEN_COMMENT -> "a comment";
            case NUMBER -> "a number";
            case WORD -> printable(token) ? word(token) : describeByte(token.start());
            case STRAY_SLASH -> "'/'";
            case OPEN_DICT, CLOSE_DICT, OPEN_LIST, CLOSE_LIST, COLON, COMMA ->
                    "'" + token.kind().symbol + "'";
        };
    }

    private String word(Token token) {
        var word = textOf(token, SHOWN_KEY_CHARS);
        return word.length() <= SHORT_WORD_CHARS
                        || SHOWN_WORDS.contains(word.toLowerCase(Locale.ROOT))
                ? word
                : "a word without quotes";
    }

    private boolean looksLikeKey(Token token) {
        int index = tokens.indexOf(token);
        boolean beforeColon =
                index + 1 < tokens.size() && tokens.get(index + 1).kind() == Token.Kind.COLON;
        return beforeColon && !token.runsOverLines() && printable(token) && !looksLikeSecret(token);
    }

    /// A slip may put a value where a key belongs. Private keys and generated passwords are long,
    /// have digits, and none of the signs that addresses have.
    private boolean looksLikeSecret(Token token) {
        boolean hasDigit = false;
        for (int i = token.start(); i < token.end(); i++) {
            if (text[i] == '.' || text[i] == ':') return false;
            hasDigit |= text[i] >= '0' && text[i] <= '9';
        }
        return hasDigit && token.end() - token.start() >= SECRET_CHARS_MIN;
    }

    private boolean printable(Token token) {
        for (int i = token.start(); i < token.end(); i++)
            if (text[i] < ' ' || text[i] >= 0x7f) return false;
        return true;
    }

    private String textOf(Token token, int charsMax) {
        int length = token.end() - token.start();
        int shown = Math.min(length, charsMax);
        String words = new String(text, token.start(), shown, StandardCharsets.US_ASCII);
        return shown < length ? words + "…" : words;
    }
}
