package boreas.value;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A text of lax JSON, with the values that were read from it.
///
/// The text itself is kept, so writing the document back gives the same bytes. Immutable.
public final class JsonDocument {
    private final byte[] text;
    private final Value.@Nullable Dict root;
    private final List<Flaw> flaws;

    JsonDocument(byte[] text, Value.@Nullable Dict root, List<Flaw> flaws) {
        this.text = text;
        this.root = root;
        this.flaws = flaws;
    }

    static JsonDocument unreadable(byte[] text, Flaw why) {
        return new JsonDocument(text, null, List.of(why));
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

    /// The bytes as they were read.
    public byte[] bytes() {
        return text.clone();
    }

    /// [#bytes] as UTF-8.
    public String text() {
        return new String(text, StandardCharsets.UTF_8);
    }
}
