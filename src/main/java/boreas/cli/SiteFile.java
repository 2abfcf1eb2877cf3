package boreas.cli;

import boreas.config.CjdrouteConf;
import boreas.site.Site;
import boreas.site.SiteReader;
import boreas.site.SiteReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /// That of a configuration, else the usual one.
    static Path of(CjdrouteConf conf) {
        var named = conf.site();
        return Path.of(named != null ? named : USUAL);
    }

    static SiteFile read(Path file) throws IOException {
        if (Files.isDirectory(file))
            throw new IOException(file + " is a folder, expected a site file");
        try (var in = Files.newInputStream(file)) {
            return new SiteFile(file, SiteReader.read(bytes(file.toString(), in, "site file")));
        } catch (NoSuchFileException e) {
            var told =
                    new NoSuchFileException(
                            file.toString(),
                            null,
                            "boreas site init > %s begins one, and --site FILE names another"
                                    .formatted(file));
            told.initCause(e);
            throw told;
        }
    }

    /// Null when it cannot be used.
    @Nullable Site site() {
        return reading.site();
    }
}
