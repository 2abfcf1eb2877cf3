package boreas.admin;

import java.util.ArrayList;
import java.util.List;

/// Columns of text, as wide as their widest cell, for a terminal. Figures stand right, words left.
final class TextTable {
    private static final String GAP = "  ";

    enum Side {
        LEFT,
        RIGHT
    }

    private record Column(String title, Side side) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    TextTable column(String title, Side side) {
        columns.add(new Column(title, side));
        return this;
    }

    void row(String... cells) {
        if (cells.length != columns.size())
            throw new AssertionError(cells.length + " cells for " + columns.size() + " columns");
        rows.add(List.of(cells));
    }

    /// The heading and each row on a line of its own, without blanks at the ends of lines.
    @Override
    public String toString() {
        var text = new StringBuilder();
        line(text, columns.stream().map(Column::title).toList());
        for (var row : rows) line(text, row);
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) line.append(GAP);
            var blanks = " ".repeat(width(i) - length(cells.get(i)));
            if (columns.get(i).side() == Side.RIGHT) line.append(blanks).append(cells.get(i));
            else line.append(cells.get(i)).append(blanks);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private int width(int i) {
        int width = length(columns.get(i).title());
        for (var row : rows) width = Math.max(width, length(row.get(i)));
        return width;
    }

    private static int length(String cell) {
        var seen = Ink.stripped(cell);
        return seen.codePointCount(0, seen.length());
    }
}
