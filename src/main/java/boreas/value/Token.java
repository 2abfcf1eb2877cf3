package boreas.value;

/// A piece of lax JSON, `[start, end)` of the text.
///
/// @param line the line in which it starts, counted from 0
/// @param column bytes before it in that line
/// @param endLine the line in which it ends; only strings and comments run over lines
/// @param fault offset of the first bad escape in a string, -1 when there is none
record Token(Kind kind, int start, int end, int line, int column, int endLine, int fault) {
    enum Kind {
        OPEN_DICT('{'),
        CLOSE_DICT('}'),
        OPEN_LIST('['),
        CLOSE_LIST(']'),
        COLON(':'),
        COMMA(','),
        /// With its quotes.
        STRING('"'),
        NUMBER('0'),
        /// A string whose closing quote never comes.
        OPEN_STRING('"'),
        /// A block comment whose end never comes.
        OPEN_COMMENT('/'),
        /// A slash that begins no comment, and the byte behind it: genuine nodes skip both.
        STRAY_SLASH('/'),
        /// Anything else.
        WORD('?'),
        /// The end of the text.
        END('\0');

        final char symbol;

        Kind(char symbol) {
            this.symbol = symbol;
        }

        boolean isOpening() {
            return this == OPEN_DICT || this == OPEN_LIST;
        }

        boolean isClosing() {
            return this == CLOSE_DICT || this == CLOSE_LIST;
        }

        boolean isBracket() {
            return isOpening() || isClosing();
        }

        boolean startsValue() {
            return isOpening() || this == STRING || this == NUMBER;
        }
    }

    boolean runsOverLines() {
        return endLine > line;
    }
}
