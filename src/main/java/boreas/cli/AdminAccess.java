package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.AdminEndpoint;
import boreas.admin.AdminPassword;
import boreas.value.LaxJson;
import boreas.value.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which node a command asks: the options for it, and where the answer comes from without them.
///
/// In this order: `--config`, whose `admin` section tells; `~/.cjdnsadmin`, which genuine tools use
/// too; 127.0.0.1:11234 without a password.
final class AdminAccess {
    private static final String CREDENTIALS = ".cjdnsadmin";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "The node's own configuration, for address and password of its admin"
                            + " interface. Default: ~/.cjdnsadmin, else 127.0.0.1:11234")
    private @Nullable Path config;

    AdminClient connect() throws IOException {
        return new AdminClient(endpoint(), AdminClient.PATIENCE);
    }

    private AdminEndpoint endpoint() throws IOException {
        if (config != null) return ofConfiguration(config);
        var home = System.getProperty("user.home");
        var credentials = Path.of(home == null ? "/" : home, CREDENTIALS);
        return Files.isReadable(credentials) ? ofCredentials(credentials) : AdminEndpoint.usual();
    }

    private static AdminEndpoint ofConfiguration(Path file) throws IOException {
        Value.Dict root;
        root = dict(file);
        var admin = root.dict("admin");
        var bind = admin == null ? null : admin.str("bind");
        if (admin == null || bind == null)
            throw new IOException(file + " has no admin.bind, so nobody can ask its node");
        var text = bind.text();
        int colon = text.lastIndexOf(':');
        if (colon < 0) throw new IOException(file + ": admin.bind \"" + text + "\" has no port");
        return endpoint(
                text.substring(0, colon).replaceAll("[\\[\\]]", ""),
                text.substring(colon + 1),
                admin.str("password"),
                file);
    }

    private static AdminEndpoint ofCredentials(Path file) throws IOException {
        var root = dict(file);
        var address = root.str("addr");
        return endpoint(
                address == null ? "127.0.0.1" : address.text(),
                Long.toString(root.number("port", AdminEndpoint.DEFAULT_PORT)),
                root.str("password"),
                file);
    }

    private static AdminEndpoint endpoint(
            String host, String port, Value.@Nullable Str password, Path file) throws IOException {
        try {
            return new AdminEndpoint(
                    new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port)),
                    new AdminPassword(
                            password == null
                                    ? AdminPassword.NOT_WANTED
                                    : new String(password.bytes(), StandardCharsets.UTF_8)),
                    file.toString());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + host + ":" + port + " is no address with a port");
        }
    }

    private static Value.Dict dict(Path file) throws IOException {
        var document = LaxJson.parse(Files.readAllBytes(file));
        var root = document.root();
        if (root == null) throw new IOException(file + ": " + document.flaws().getFirst());
        return root;
    }
}
