package boreas.value;

/// Something wrong in a text, found while it was read.
///
/// @param isError the text must not be used; else it is read as its writer probably meant
/// @param text one line: what was read, what was expected, what would work
public record Flaw(boolean isError, Position at, String text) {
    public Flaw {
        text = text.replaceAll("\\p{C}", "?"); // what was read may hold anything
    }

    /// `line 4 column 19: read …`
    @Override
    public String toString() {
        return at + ": " + text;
    }
}
