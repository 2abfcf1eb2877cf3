package boreas.admin;

/// Colours of a terminal, or none: for what is well, what is not, and what matters less.
public enum Ink {
    /// Where output is not seen by eyes, or `NO_COLOR` is set.
    PLAIN("", "", "", "", ""),
    COLOURED("\u001b[32m", "\u001b[31m", "\u001b[33m", "\u001b[2m", "\u001b[0m");

    private final String green;
    private final String red;
    private final String yellow;
    private final String dim;
    private final String off;

    Ink(String green, String red, String yellow, String dim, String off) {
        this.green = green;
        this.red = red;
        this.yellow = yellow;
        this.dim = dim;
        this.off = off;
    }

    public static Ink of(boolean isColoured) {
        return isColoured ? COLOURED : PLAIN;
    }

    public String good(String text) {
        return green + text + off;
    }

    public String bad(String text) {
        return red + text + off;
    }

    public String doubtful(String text) {
        return yellow + text + off;
    }

    public String faint(String text) {
        return dim + text + off;
    }

    /// The same text without colours.
    static String stripped(String text) {
        return text.indexOf('\u001b') < 0 ? text : text.replaceAll("\u001b\\[[0-9;]*m", "");
    }
}
