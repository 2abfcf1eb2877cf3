package boreas.config;

import boreas.value.LaxJson;
import boreas.value.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// One slip in a configuration file, and what the reader promises to say about it.
///
/// @param what for people
/// @param offset where it is, in the changed text
/// @param promise how exactly the reader must name the place
record Mutation(String what, int offset, byte[] text, Promise promise) {
    enum Promise {
        /// Line and column, as the place of the first problem or within its text.
        PLACE,
        /// Line and column, or the column before or behind: of two equal bytes side by side nobody
        /// knows which one is too much.
        PLACE_OR_NEIGHBOUR,
        /// The line; the slip has become a part of a word, whose beginning is named.
        LINE,
    }

    /// What kinds of slip there are; each needs something to be done to.
    enum Kind {
        DELETE_SYMBOL,
        DOUBLE_SYMBOL,
        REPLACE_SYMBOL,
        INSERT_GARBAGE,
        MISSPELL_KEY,
        CHANGE_TYPE,
        BREAK_PRIVATE_KEY,
        BREAK_PUBLIC_KEY,
        BREAK_IP6,
        BREAK_PORT,
        CUT,
    }

    private static final String SYMBOLS = "{}[]:,\"";
    private static final String REPLACEMENTS = "{}[]:,\"'@;x1";
    private static final String GARBAGE = "@;'$=x\u0000\u0001~";

    static Mutation of(Kind kind, byte[] text, Random random) {
        var places = new Places(text);
        return switch (kind) {
            case DELETE_SYMBOL -> {
                int at = pick(places.symbols, random);
                yield at(kind, show(text[at]), at, splice(text, at, 1, ""), Promise.PLACE);
            }
            case DOUBLE_SYMBOL -> {
                int at = pick(places.symbols, random);
                var doubled = splice(text, at, 0, "" + (char) text[at]);
                yield at(kind, show(text[at]), at, doubled, Promise.PLACE_OR_NEIGHBOUR);
            }
            case REPLACE_SYMBOL -> {
                int at = pick(places.symbols, random);
                char c = REPLACEMENTS.charAt(random.nextInt(REPLACEMENTS.length()));
                if (c == text[at]) yield of(kind, text, random);
                boolean isSymbol = SYMBOLS.indexOf(c) >= 0;
                boolean joinsNumber = !isSymbol && text[at] != '"' && isWord(text, at - 1);
                boolean joinsWord = Character.isLetterOrDigit(c) || joinsNumber;
                yield at(
                        kind,
                        show(text[at]) + " by " + c,
                        at,
                        splice(text, at, 1, "" + c),
                        joinsWord ? Promise.LINE : Promise.PLACE_OR_NEIGHBOUR);
            }
            case INSERT_GARBAGE -> {
                int at = pick(places.gaps, random);
                char c = GARBAGE.charAt(random.nextInt(GARBAGE.length()));
                boolean joinsWord = isWord(text, at - 1) || isWord(text, at);
                yield at(
                        kind,
                        "byte " + (int) c,
                        at,
                        splice(text, at, 0, "" + c),
                        joinsWord ? Promise.LINE : Promise.PLACE);
            }
            case MISSPELL_KEY -> {
                var key = pick(places.keys, random);
                String wrong = misspell(key.text(), random);
                int at = key.at().offset();
                var changed = splice(text, at + 1, key.length(), wrong);
                yield at(kind, key + " to " + wrong, at, changed, Promise.PLACE);
            }
            case CHANGE_TYPE -> {
                var entry = pick(places.values, random);
                if (hasTwoTypes(entry.key())) yield of(kind, text, random);
                String other = otherType(entry.value(), random);
                int at = entry.value().at().offset();
                var changed = splice(text, at, entry.end() - at, other);
                yield at(kind, entry.key() + " to " + other, at, changed, Promise.PLACE);
            }
            case BREAK_PRIVATE_KEY -> breakText(kind, text, places.value("privateKey"), random);
            case BREAK_PUBLIC_KEY -> breakText(kind, text, places.value("publicKey"), random);
            case BREAK_IP6 -> breakText(kind, text, places.value("ipv6"), random);
            case BREAK_PORT -> {
                var bind = pick(places.binds, random);
                String[] wrongs = {"99999", "x", "-1", "1234x", "", "65536"};
                String wrong = wrongs[random.nextInt(wrongs.length)];
                int colon = bind.text().lastIndexOf(':');
                int at = bind.at().offset() + 1 + colon + 1;
                var changed = splice(text, at, bind.length() - colon - 1, wrong);
                yield at(kind, bind + " port " + wrong, at, changed, Promise.PLACE);
            }
            case CUT -> {
                int at = places.cuttable(random);
                yield at(kind, "", at, splice(text, at, text.length - at, ""), Promise.PLACE);
            }
        };
    }

    /// Changes one character; one that cannot stand there is promised exactly, another digit makes
    /// the whole value wrong.
    private static Mutation breakText(Kind kind, byte[] text, Value.Str value, Random random) {
        int index = random.nextInt(value.length() - 2);
        int at = value.at().offset() + 1 + index;
        boolean digit = random.nextBoolean();
        char wrong = digit ? Character.forDigit(random.nextInt(10), 10) : 'i';
        // X25519 passes over the lowest three bits of a private key.
        boolean passedOver = kind == Kind.BREAK_PRIVATE_KEY && index == 1;
        if (wrong == text[at] || passedOver) return breakText(kind, text, value, random);
        int named = digit || kind == Kind.BREAK_IP6 ? value.at().offset() : at;
        if (text[at] == ':' && kind == Kind.BREAK_IP6) named = value.at().offset();
        return at(kind, "" + wrong, named, splice(text, at, 1, "" + wrong), Promise.PLACE);
    }

    private static Mutation at(Kind kind, String what, int offset, byte[] text, Promise promise) {
        return new Mutation(kind + " " + what, offset, text, promise);
    }

    int line() {
        int line = 1;
        for (int i = 0; i < offset; i++) if (text[i] == '\n') line++;
        return line;
    }

    int column() {
        int column = 1;
        for (int i = offset - 1; i >= 0 && text[i] != '\n'; i--) column++;
        return column;
    }

    private static String misspell(String key, Random random) {
        int i = random.nextInt(key.length() - 1);
        String wrong =
                switch (random.nextInt(4)) {
                    case 0 -> key.substring(0, i) + key.substring(i + 1);
                    case 1 ->
                            key.substring(0, i)
                                    + key.charAt(i + 1)
                                    + key.charAt(i)
                                    + key.substring(i + 2);
                    case 2 -> key.substring(0, i) + "q" + key.substring(i + 1);
                    default -> key.substring(0, i) + key.charAt(i) + key.substring(i);
                };
        return wrong.equals(key) ? misspell(key, random) : wrong;
    }

    private static boolean hasTwoTypes(String key) {
        return key.equals("publicPeer") || key.endsWith("Interface");
    }

    private static String otherType(Value value, Random random) {
        var others = new ArrayList<>(List.of("7", "\"text\"", "[ 7 ]", "{ \"x\": 7 }"));
        others.remove(
                switch (value) {
                    case Value.Int _ -> 0;
                    case Value.Str _ -> 1;
                    case Value.Items _ -> 2;
                    case Value.Dict _ -> 3;
                });
        return others.get(random.nextInt(others.size()));
    }

    private static boolean isWord(byte[] text, int at) {
        return at >= 0 && at < text.length && Character.isLetterOrDigit(text[at]);
    }

    private static String show(byte b) {
        return "" + (char) b;
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static byte[] splice(byte[] text, int at, int length, String replacement) {
        var out = new ByteArrayOutputStream();
        out.write(text, 0, at);
        out.writeBytes(replacement.getBytes(StandardCharsets.ISO_8859_1));
        out.write(text, at + length, text.length - at - length);
        return out.toByteArray();
    }

    /// What there is in a good file to do something to.
    private static final class Places {
        record Entry(String key, Value value, int end) {}

        /// Offsets of symbols outside of comments and strings, quotes included.
        final List<Integer> symbols = new ArrayList<>();

        /// Offsets outside of comments and strings.
        final List<Integer> gaps = new ArrayList<>();

        final List<Value.Str> keys = new ArrayList<>();
        final List<Entry> values = new ArrayList<>();
        final List<Value.Str> binds = new ArrayList<>();
        private final byte[] text;
        private final Value.Dict root;

        Places(byte[] text) {
            this.text = text;
            var parsed = LaxJson.parse(text).root();
            if (parsed == null) throw new AssertionError("a good file is expected");
            root = parsed;
            collect(root);
            scan();
        }

        private void scan() {
            for (int i = 0; i < text.length; i++) {
                if (text[i] == '/' && text[i + 1] == '/') {
                    while (text[i] != '\n') i++;
                    continue;
                }
                if (text[i] == '/' && text[i + 1] == '*') {
                    while (text[i] != '*' || text[i + 1] != '/') i++;
                    i++;
                    continue;
                }
                gaps.add(i);
                if (SYMBOLS.indexOf(text[i]) >= 0) symbols.add(i);
                if (text[i] == '"') {
                    do i++;
                    while (text[i] != '"');
                    symbols.add(i);
                }
            }
        }

        private void collect(Value.Dict dict) {
            dict.entries()
                    .forEach((key, value) -> {
                        if (key.text().startsWith("_")) return;
                        keys.add(key);
                        values.add(new Entry(key.text(), value, end(value)));
                        if (key.is("bind")
                                && value instanceof Value.Str s
                                && s.text().contains(":")) binds.add(s);
                        if (value instanceof Value.Dict d) collect(d);
                        if (!(value instanceof Value.Items items)) return;
                        for (var v : items.values()) if (v instanceof Value.Dict d) collect(d);
                    });
        }

        private int end(Value value) {
            int at = value.at().offset();
            int depth = 0;
            for (int i = at; ; i++) {
                if (text[i] == '/' && text[i + 1] == '/') while (text[i] != '\n') i++;
                if (text[i] == '/' && text[i + 1] == '*')
                    while (text[i] != '/' || text[i - 1] != '*' || i < at + 4) i++;
                if (text[i] == '{' || text[i] == '[') depth++;
                if (text[i] == '}' || text[i] == ']') depth--;
                if (text[i] == '"') {
                    do i++;
                    while (text[i] != '"');
                }
                boolean inNumber = i + 1 < text.length && Character.isDigit(text[i + 1]);
                if (depth == 0 && !(value instanceof Value.Int && inNumber)) return i + 1;
            }
        }

        Value.Str value(String key) {
            if (root.str(key) instanceof Value.Str s) return s;
            throw new AssertionError("no " + key);
        }

        /// An offset before the last brace.
        int cuttable(Random random) {
            int last = text.length - 1;
            while (text[last] != '}') last--;
            return random.nextInt(last + 1);
        }
    }
}
