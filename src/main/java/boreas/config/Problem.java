package boreas.config;

import boreas.value.Position;

/// One thing that is wrong with a configuration file: a line that says what was read, what was
/// expected, and what would work.
public record Problem(Severity severity, Position at, String text) {
    public enum Severity {
        /// The node cannot be run with this file.
        ERROR,
        /// A slip: it counts for nothing, and was surely meant to count. A start passes over it, as
        /// genuine nodes do; a running node refuses the file, for it would carry out that the
        /// setting is gone.
        SLIP,
        /// The node runs, but probably not as its operator wants.
        WARNING
    }

    public Problem {
        text = text.replaceAll("\\p{C}", "?"); // what was read may hold anything
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    public boolean isSlip() {
        return severity == Severity.SLIP;
    }

    public int line() {
        return at.line();
    }

    public int column() {
        return at.column();
    }

    /// `line 4 column 19: …`
    @Override
    public String toString() {
        return at + ": " + text;
    }
}
