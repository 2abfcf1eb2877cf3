package boreas.cli;

import picocli.CommandLine.Help.Ansi;

/// What a command or an option is for, in the few words for which a menu and the first line of a
/// manual page have room.
final class Summary {
    private Summary() {}

    /// The first sentence of a description, as far as its first colon.
    static String of(String description) {
        var text = plain(description);
        int end = text.indexOf(". ");
        int colon = text.indexOf(": ");
        if (colon > 0 && (end < 0 || colon < end)) end = colon;
        return end < 0 ? text.replaceFirst("\\.$", "") : text.substring(0, end);
    }

    /// Without what picocli makes of it.
    static String plain(String markup) {
        return Ansi.OFF.string(markup).replace("%n", " ").replace("%%", "%");
    }
}
