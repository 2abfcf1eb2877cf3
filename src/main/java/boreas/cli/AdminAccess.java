package boreas.cli;

import boreas.address.AddressException;
import boreas.address.LinkAddress;
import boreas.admin.AdminClient;
import boreas.admin.AdminEndpoint;
import boreas.admin.AdminException;
import boreas.admin.AdminPassword;
import boreas.value.LaxJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which node a command asks: the options for it, and where the answer comes from without them.
///
/// In this order: `--socket`; `--config`, whose `admin` section tells, of a socket that may be
/// opened first; `~/.cjdnsadmin`, which genuine tools use too; 127.0.0.1:11234 without a password.
final class AdminAccess {
    /// What the option is.
    static final String SOCKET = "The Unix socket of its admin interface (admin.socket)";

    /// What exit code 2 means where a node is asked.
    static final String MISUSED =
            "2:the command line makes no sense, or the configuration that it names cannot be used";

    private static final String CREDENTIALS = ".cjdnsadmin";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "The node's own configuration, for address and password of its admin"
                            + " interface. Default: ~/.cjdnsadmin, else 127.0.0.1:11234 and no"
                            + " password")
    private @Nullable Path config;

    @Option(names = "--socket", paramLabel = "FILE", description = SOCKET)
    private @Nullable Path socket;

    /// @param patience how long to wait for each answer
    AdminClient connect(Duration patience) throws IOException {
        return connect(config, socket, patience);
    }

    /// @param socket comes before the configuration
    static AdminClient connect(@Nullable Path config, @Nullable Path socket, Duration patience)
            throws IOException {
        return socket == null
                ? connect(config, patience)
                : new AdminClient(AdminEndpoint.usual().at(socket, "the command line"), patience);
    }

    static AdminClient connect(@Nullable Path config, Duration patience) throws IOException {
        return new AdminClient(endpoint(config), patience);
    }

    private static AdminEndpoint endpoint(@Nullable Path config) throws IOException {
        if (config != null) return named(config);
        var home = System.getProperty("user.home");
        var credentials = Path.of(home == null ? "/" : home, CREDENTIALS);
        return Files.isReadable(credentials)
                ? AdminEndpoint.ofCredentials(
                        Files.readAllBytes(credentials), credentials.toString())
                : AdminEndpoint.usual();
    }

    /// A file that is no use is a slip of whoever named it, and says nothing about a node.
    private static AdminEndpoint named(Path file) {
        try {
            return ofConfiguration(file);
        } catch (IOException e) {
            throw new AdminException(AdminException.Kind.NO_SETTINGS, Main.sentence(e));
        }
    }

    /// Only the `admin` section counts: what else is wrong with the file matters to `check`.
    private static AdminEndpoint ofConfiguration(Path file) throws IOException {
        if (Files.isDirectory(file))
            throw new IOException(file + " is a folder, expected the node's configuration");
        var document = LaxJson.parse(Files.readAllBytes(file));
        var root = document.root();
        if (root == null) throw new IOException(file + ": " + document.flaws().getFirst());
        var admin = root.dict("admin");
        var bind = admin == null ? null : admin.str("bind");
        if (admin == null || bind == null)
            throw new IOException(file + " has no admin.bind, so nobody can ask its node");
        var password = admin.str("password");
        try {
            var endpoint =
                    AdminEndpoint.of(
                            LinkAddress.parse(bind.text()),
                            password == null
                                    ? new AdminPassword(AdminPassword.NOT_WANTED)
                                    : AdminPassword.of(password.bytes()),
                            file.toString());
            var socket = admin.str("socket");
            return socket != null && Files.isWritable(Path.of(socket.text()))
                    ? endpoint.at(Path.of(socket.text()), file.toString())
                    : endpoint;
        } catch (AddressException e) {
            throw new IOException(
                    file + ": admin.bind \"" + bind.text() + "\": " + e.getMessage(), e);
        }
    }
}
