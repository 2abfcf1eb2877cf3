package boreas.bench;

/// A part of a Markdown file that a program writes, between two comments that readers do not see.
record MarkedText(String name) {
    private String begin() {
        return "<!-- " + name + ": written by ./dev bench report -->\n";
    }

    private String end() {
        return "<!-- end of " + name + " -->\n";
    }

    /// Puts the part into a text that has both marks.
    ///
    /// @throws IllegalArgumentException without them
    String put(String text, String part) {
        int from = text.indexOf(begin()), to = text.indexOf(end());
        if (from < 0 || to < from)
            throw new IllegalArgumentException("no place marked " + begin().strip());
        return text.substring(0, from + begin().length()) + part + text.substring(to);
    }
}
