package boreas.value;

/// Where something stands in a text: line and column count from 1, columns count characters, the
/// offset counts bytes from 0.
public record Position(int line, int column, int offset) implements Comparable<Position> {
    /// Of values that were not read from a text.
    public static final Position NONE = new Position(0, 0, -1);

    /// The place `count` ASCII characters further on in the same line.
    public Position plus(int count) {
        return !isKnown() ? NONE : new Position(line, column + count, offset + count);
    }

    public boolean isKnown() {
        return line > 0;
    }

    @Override
    public int compareTo(Position other) {
        return Integer.compare(offset, other.offset);
    }

    /// `line 3 column 7`, the way in which all messages name a place.
    @Override
    public String toString() {
        return isKnown() ? "line " + line + " column " + column : "no known place";
    }
}
