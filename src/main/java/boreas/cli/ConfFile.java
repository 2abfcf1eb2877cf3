package boreas.cli;

import boreas.address.Identity;
import boreas.config.CjdrouteConf;
import boreas.config.CleanConf;
import boreas.config.ConfReader;
import boreas.config.ConfReading;
import boreas.config.GenConf;
import boreas.crypto.CryptoProviders;
import boreas.env.RandomSource;
import boreas.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A configuration, from a file or a pipe.
final class ConfFile extends CheckedFile {
    private final ConfReading reading;

    private ConfFile(String source, ConfReading reading) {
        super(source, reading.problems());
        this.reading = reading;
    }

    /// @param source what people call it
    /// @throws IOException with a sentence that names the source
    static ConfFile read(String source, InputStream from) throws IOException {
        return of(source, bytes(source, from, "configuration"));
    }

    /// @param source what people call it
    static ConfFile of(String source, byte[] text) {
        var crypto = CryptoProviders.choose();
        return new ConfFile(source, ConfReader.read(text, key -> Identity.of(key, crypto)));
    }

    /// @param named `-` is standard input
    static ConfFile read(Path named) throws IOException {
        if (StandardInput.isMeantBy(named)) return read("stdin", System.in);
        try (var in = Files.newInputStream(named)) {
            return read(named.toString(), in);
        }
    }

    /// A commented file for a new node.
    static String generate(RandomSource random, boolean withEthernet) {
        var crypto = CryptoProviders.choose();
        return GenConf.generate(random, () -> Identity.generate(random, crypto), withEthernet);
    }

    /// Null when the node cannot be run with it.
    @Nullable CjdrouteConf conf() {
        return reading.conf();
    }

    /// Its top level; null when it cannot be read.
    Value.@Nullable Dict root() {
        return reading.document().root();
    }

    /// Whether it is a configuration at all, by its syntax.
    boolean isReadable() {
        return reading.document().root() != null;
    }

    /// Plain JSON without comments. Only of what is readable.
    String cleaned() {
        var root = reading.document().root();
        if (root == null) throw new IllegalStateException(source() + " is not readable");
        return CleanConf.of(root);
    }
}
