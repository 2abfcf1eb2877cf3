package boreas.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads the JSON dialect of `cjdroute.conf`: whatever genuine v21 or v22 nodes accept.
///
/// - The top level is a dict. Values are dicts, lists, strings and 64-bit whole numbers.
/// - `//` and `/* */` comments stand anywhere between tokens, `**/` ends one too. A slash that
///   begins no comment is skipped with the byte behind it (warning).
/// - Blanks are space, tab, line feed, carriage return.
/// - Strings are raw bytes; the only escape is `\xHH`. One that runs over lines is read (warning).
/// - Of entries with the same key the last one counts (warning, with both places); in files that no
///   genuine node reads that is an error.
/// - What follows the last brace is ignored (warning). One exception: entries that a single slip
///   has cut off, such as a '}' in place of a ',', are an error that names the slip.
/// - Commas: trailing, doubled and missing ones, and a missing or doubled colon, are read with a
///   warning in old files, and are errors where the file says `"version": 2` or more, as in genuine
///   nodes. One exception, because the generated files invite to it (whoever uncomments `tunDevice`
///   leaves the line above without its comma): a comma missing at the end of a line is a warning in
///   each version.
///
/// Not taken over: the old reader of v21 skips almost any rubbish between values of files without a
/// version. Here that is an error, because it is never what somebody wanted.
///
/// A text that cannot be read gives one flaw, which names the place of the slip ([Diagnosis]).
public final class LaxJson {
    /// From this `version` of the file on commas are strict.
    public static final int STRICT_VERSION = 2;

    private LaxJson() {}

    /// Reads a whole text. Nothing is thrown, whatever the bytes.
    public static JsonDocument parse(byte[] text) {
        return parse(text, false);
    }

    /// As [#parse], for files that no genuine node reads: there a repeated key is an error.
    public static JsonDocument parseWithKeysOnce(byte[] text) {
        return parse(text, true);
    }

    private static JsonDocument parse(byte[] text, boolean isOnce) {
        var lines = new Lines(text);
        var tokens = Scanner.scan(text);
        var builder = new TreeBuilder(text, lines);
        var grammar = new Grammar(builder);
        grammar.read(tokens.iterator());
        var diagnosis = new Diagnosis(text, lines, tokens);
        var root = builder.root();
        if (grammar.stoppedAt() >= 0 || root == null)
            return JsonDocument.unreadable(text, diagnosis.ofStop(grammar));
        boolean strict = root.number("version", 0) >= STRICT_VERSION;
        var flaws = new ArrayList<Flaw>();
        for (var noted : builder.flaws()) {
            if (noted.what() == Grammar.Leniency.AFTER_END) {
                var rest = diagnosis.ofRest(builder.rootEnd(), noted.token());
                if (rest.isError()) return JsonDocument.unreadable(text, rest);
                flaws.add(rest);
            } else {
                flaws.add(diagnosis.ofLeniency(noted, strict));
            }
        }
        for (var twice : builder.duplicates())
            flaws.add(
                    new Flaw(
                            isOnce,
                            twice.key().at(),
                            "read %s a second time, expected it once; %s the one at %s"
                                    .formatted(
                                            twice.key(),
                                            isOnce
                                                    ? "give it another name, or take away this one or"
                                                    : "this one counts, take away",
                                            twice.first())));
        flaws.sort(Comparator.comparing(Flaw::at));
        return new JsonDocument(text, root, List.copyOf(flaws));
    }
}
