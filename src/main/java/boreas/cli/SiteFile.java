package boreas.cli;

import boreas.site.Site;
import boreas.site.SiteReader;
import boreas.site.SiteReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A site file.
final class SiteFile extends CheckedFile {
    static final String USUAL = "/etc/boreas/site.conf";

    private final SiteReading reading;

    private SiteFile(Path file, SiteReading reading) {
        super(file.toString(), reading.problems());
        this.reading = reading;
    }

    static SiteFile read(Path file) throws IOException {
        if (Files.isDirectory(file))
            throw new IOException(file + " is a folder, expected a site file");
        try (var in = Files.newInputStream(file)) {
            return new SiteFile(file, SiteReader.read(bytes(file.toString(), in, "site file")));
        }
    }

    /// Null when it cannot be used.
    @Nullable Site site() {
        return reading.site();
    }
}
