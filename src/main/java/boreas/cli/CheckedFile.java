package boreas.cli;

import boreas.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;

/// A file that people write, as a command meets it: with what is wrong with it.
abstract class CheckedFile {
    /// Ours: far more than a configuration with a peer in each slot has; bounds what a wrong file
    /// or device may take of the memory.
    static final int BYTES_MAX = 1 << 20;

    private final String source;
    private final List<Problem> problems;

    /// @param source what people call it
    CheckedFile(String source, List<Problem> problems) {
        this.source = source;
        this.problems = List.copyOf(problems);
    }

    /// @param kind what it should be: `site file`
    /// @throws IOException with a sentence that names the source
    static byte[] bytes(String source, InputStream from, String kind) throws IOException {
        byte[] text;
        try {
            text = from.readNBytes(BYTES_MAX + 1);
        } catch (IOException e) {
            throw new IOException("cannot read " + source + ": " + e.getMessage(), e);
        }
        if (text.length > BYTES_MAX)
            throw new IOException(
                    "cannot read %s: it is longer than %d bytes, and no %s"
                            .formatted(source, BYTES_MAX, kind));
        return text;
    }

    String source() {
        return source;
    }

    List<Problem> problems() {
        return problems;
    }

    int errors() {
        return (int) problems.stream().filter(Problem::isError).count();
    }

    int warnings() {
        return problems.size() - errors();
    }

    /// One line each, in the form that editors understand.
    void printProblems(Consumer<String> out) {
        print(source, problems, out);
    }

    /// The same for problems of another origin too.
    static void print(String source, List<Problem> problems, Consumer<String> out) {
        for (var p : problems) out.accept(source + ":" + byPlace(p));
    }

    /// The same without the name.
    List<String> problemsByPlace() {
        return problems.stream().map(CheckedFile::byPlace).toList();
    }

    private static String byPlace(Problem p) {
        return "%d:%d: %s: %s"
                .formatted(p.line(), p.column(), p.isError() ? "error" : "warning", p.text());
    }
}
