package boreas.value;

import java.util.Arrays;

/// Where the lines of a text begin, to turn offsets into positions.
final class Lines {
    private final byte[] text;
    private final int[] starts;
    private Position last = Position.NONE;

    Lines(byte[] text) {
        this.text = text;
        int count = 1;
        for (byte b : text) if (b == '\n') count++;
        starts = new int[count];
        int n = 1;
        for (int i = 0; i < text.length; i++) if (text[i] == '\n') starts[n++] = i + 1;
    }

    /// The line that holds the byte at an offset, counted from 0.
    int lineOf(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : -found - 2;
    }

    int startOf(int line) {
        return starts[line];
    }

    /// Offset of the line end, or of the text's.
    int endOf(int line) {
        return line + 1 < starts.length ? starts[line + 1] - 1 : text.length;
    }

    int count() {
        return starts.length;
    }

    /// Columns count characters, so bytes that continue a UTF-8 character are left out. Goes on
    /// from the last place where it can: a whole file may stand on one line.
    Position at(int offset) {
        int line = lineOf(offset);
        boolean goesOn = last.line() == line + 1 && last.offset() <= offset;
        int column = goesOn ? last.column() : 1;
        for (int i = goesOn ? last.offset() : starts[line]; i < offset; i++)
            if ((text[i] & 0xc0) != 0x80) column++;
        last = new Position(line + 1, column, offset);
        return last;
    }
}
