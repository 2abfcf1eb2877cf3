package boreas.cli;

import boreas.address.Identity;
import boreas.config.CjdrouteConf;
import boreas.config.CleanConf;
import boreas.config.ConfReader;
import boreas.config.ConfReading;
import boreas.config.GenConf;
import boreas.crypto.CryptoProviders;
import boreas.env.RandomSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A configuration as a command meets it: from a file or a pipe, with its problems.
final class ConfFile {
    /// Ours: far more than a configuration with a peer in each slot has; bounds what a wrong file
    /// or device may take of the memory.
    static final int BYTES_MAX = 1 << 20;

    private final String source;
    private final ConfReading reading;

    private ConfFile(String source, ConfReading reading) {
        this.source = source;
        this.reading = reading;
    }

    /// @param source what people call it
    /// @throws IOException with a sentence that names the source
    static ConfFile read(String source, InputStream from) throws IOException {
        byte[] text;
        try {
            text = from.readNBytes(BYTES_MAX + 1);
        } catch (IOException e) {
            throw new IOException("cannot read " + source + ": " + e.getMessage(), e);
        }
        if (text.length > BYTES_MAX)
            throw new IOException(
                    "cannot read %s: it is longer than %d bytes, and no configuration"
                            .formatted(source, BYTES_MAX));
        var crypto = CryptoProviders.choose();
        return new ConfFile(source, ConfReader.read(text, key -> Identity.of(key, crypto)));
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

    /// Whether it is a configuration at all, by its syntax.
    boolean isReadable() {
        return reading.document().root() != null;
    }

    int warnings() {
        return (int) reading.problems().stream().filter(p -> !p.isError()).count();
    }

    int errors() {
        return (int) reading.problems().stream().filter(p -> p.isError()).count();
    }

    /// One line each, in the form that editors understand.
    void printProblems(Consumer<String> out) {
        for (var p : reading.problems())
            out.accept(
                    "%s:%d:%d: %s: %s"
                            .formatted(
                                    source,
                                    p.line(),
                                    p.column(),
                                    p.isError() ? "error" : "warning",
                                    p.text()));
    }

    /// Plain JSON without comments. Only of what is readable.
    String cleaned() {
        var root = reading.document().root();
        if (root == null) throw new IllegalStateException(source + " is not readable");
        return CleanConf.of(root);
    }
}
