package boreas.cli;

import boreas.address.PublicKey;
import boreas.config.CjdrouteConf;
import boreas.config.Problem;
import boreas.config.Spelling;
import boreas.site.Machine;
import boreas.site.Site;
import boreas.site.SitePlan;
import boreas.site.SiteReader;
import boreas.site.SiteReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.Consumer;
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

    /// As `--site FILE` or the configuration names it.
    static SiteFile read(Path file) throws IOException {
        return read(file, "--site FILE names another");
    }

    /// @param otherwise how to name another one, a clause
    static SiteFile read(Path file, String otherwise) throws IOException {
        if (Files.isDirectory(file))
            throw new IOException(file + " is a folder, expected a site file");
        try (var in = Files.newInputStream(file)) {
            return new SiteFile(file, SiteReader.read(bytes(file.toString(), in, "site file")));
        } catch (NoSuchFileException e) {
            var told =
                    new NoSuchFileException(
                            file.toString(),
                            null,
                            "boreas site init > %s begins one, and %s".formatted(file, otherwise));
            told.initCause(e);
            throw told;
        }
    }

    /// The same of a text that somebody else has read.
    static SiteFile of(Path file, byte[] text) {
        return new SiteFile(file, SiteReader.read(text));
    }

    /// What the machine of a node has to do.
    ///
    /// @param whose the key is: `this node`, or the configuration that has it
    /// @param problems where those of the file go, a line each
    /// @throws IOException with a sentence when the file cannot be used, or does not have the node
    SitePlan plan(PublicKey key, Object whose, Consumer<String> problems) throws IOException {
        printProblems(problems);
        var site = site();
        if (site == null) throw new IOException(source() + " cannot be used, see above");
        return SitePlan.of(site, own(site, key, whose));
    }

    /// The first error, with its place; null when the file can be used.
    @Nullable String whyUnusable() {
        if (site() != null) return null;
        var lines = new ArrayList<String>();
        var errors = problems().stream().filter(Problem::isError).toList();
        print(source(), errors.subList(0, 1), lines::add);
        int more = errors.size() - 1;
        return lines.getFirst() + (more == 0 ? "" : "; and " + Spelling.count(more, "more error"));
    }

    /// The machine of a key.
    Machine own(Site site, PublicKey key, Object whose) throws IOException {
        var own = site.byKey(key);
        if (own != null) return own;
        throw new IOException(
                "no machine in %s has the key of %s, %s; boreas site enroll prints the line to add"
                        .formatted(source(), whose, key));
    }

    /// Null when it cannot be used.
    @Nullable Site site() {
        return reading.site();
    }
}
