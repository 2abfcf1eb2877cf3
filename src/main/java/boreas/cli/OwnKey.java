package boreas.cli;

import boreas.address.PublicKey;
import boreas.config.CjdrouteConf;
import boreas.config.Spelling;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Who this machine is: the key in its node's configuration.
final class OwnKey {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "/etc/cjdroute.conf",
            description =
                    "The node's configuration, for this machine's key; - reads stdin. Default:"
                            + " ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path config;

    /// @param otherwise what to do instead, a clause
    CjdrouteConf conf(String otherwise) throws IOException {
        ConfFile file;
        try {
            file = ConfFile.read(config);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "this machine's key is not known: there is no %s; name the node's configuration with --config FILE%s"
                            .formatted(config, otherwise),
                    e);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "this machine's key is not known: may not read %s; run it as the user who may%s"
                            .formatted(config, otherwise),
                    e);
        }
        var conf = file.conf();
        if (conf == null)
            throw new IOException(
                    "this machine's key is not known: %s has %s; boreas check %s says which"
                            .formatted(config, Spelling.count(file.errors(), "error"), config));
        return conf;
    }

    PublicKey key(String otherwise) throws IOException {
        return conf(otherwise).identity().publicKey();
    }

    boolean isReadable() {
        return Files.isReadable(config);
    }

    Path config() {
        return config;
    }
}
