package boreas.admin;

/// What is not as it should be with a configuration or what became of it; a line for people.
///
/// @param line of the file, from 1 on; 0: it is about no place there
/// @param isInTheWay false: a warning
/// @param text a clause, without the place
public record ReloadNote(int line, int column, boolean isInTheWay, String text) {
    public static ReloadNote warning(String text) {
        return new ReloadNote(0, 0, false, text);
    }

    /// `4:19: ` and the text; for a log, which has a column for how bad it is.
    public String placed() {
        return place() + text;
    }

    /// As `boreas check` says it, but for the name of the file, which whoever handed it over knows:
    /// `4:19: error: …`
    @Override
    public String toString() {
        return place() + (isInTheWay ? "error: " : "warning: ") + text;
    }

    private String place() {
        return line == 0 ? "" : line + ":" + column + ": ";
    }
}
