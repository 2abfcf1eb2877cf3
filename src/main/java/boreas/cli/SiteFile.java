package boreas.cli;

import boreas.site.Site;
import boreas.site.SiteReader;
import boreas.site.SiteReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A site file as a command meets it, with its problems.
final class SiteFile {
    static final String USUAL = "/etc/boreas/site.conf";

    private final Path file;
    private final SiteReading reading;

    private SiteFile(Path file, SiteReading reading) {
        this.file = file;
        this.reading = reading;
    }

    static SiteFile read(Path file) throws IOException {
        if (Files.isDirectory(file))
            throw new IOException(file + " is a folder, expected a site file");
        byte[] text;
        try (var in = Files.newInputStream(file)) {
            text = in.readNBytes(ConfFile.BYTES_MAX + 1);
        }
        if (text.length > ConfFile.BYTES_MAX)
            throw new IOException(
                    "cannot read %s: it is longer than %d bytes, and no site file"
                            .formatted(file, ConfFile.BYTES_MAX));
        return new SiteFile(file, SiteReader.read(text));
    }

    /// Null when it cannot be used.
    @Nullable Site site() {
        return reading.site();
    }

    long errors() {
        return reading.problems().stream().filter(p -> p.isError()).count();
    }

    long warnings() {
        return reading.problems().size() - errors();
    }

    /// One line each, in the form that editors understand.
    void printProblems(Consumer<String> out) {
        for (var p : reading.problems())
            out.accept(
                    "%s:%d:%d: %s: %s"
                            .formatted(
                                    file,
                                    p.line(),
                                    p.column(),
                                    p.isError() ? "error" : "warning",
                                    p.text()));
    }
}
