package boreas.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.lab.Host;
import boreas.lab.LabException;
import boreas.lab.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Libraries for the admin interface that others wrote, where `./dev interop` puts them from their
/// registries.
final class AdminLibraries {
    private static final Path PYTHON = Path.of("target/clients/python/bin/python");
    private static final Path PYTHON_LIB = Path.of("target/clients/python/lib");
    private static final Path NODE_MODULES = Path.of("target/clients/node/node_modules");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private AdminLibraries() {}

    /// Skips the test where a Python library is not.
    static void assumePython(String library) {
        boolean isThere = false;
        if (Files.isExecutable(PYTHON)) {
            try (var found = Files.walk(PYTHON_LIB, 3)) {
                isThere = found.anyMatch(p -> p.endsWith("site-packages/" + library));
            } catch (IOException e) {
                isThere = false;
            }
        }
        assumeTrue(isThere, "no " + library + " of PyPI, which ./dev interop installs");
    }

    /// Skips the test where npm's is not.
    static void assumeNode() {
        assumeTrue(
                Files.isDirectory(NODE_MODULES.resolve("cjdnsadmin")),
                "no cjdnsadmin of npm, which ./dev interop installs");
    }

    /// @return what the script says of the node at the port of the host's loopback
    static Output python(Host host, String library, int port, String password) {
        return host.run(
                LIMIT,
                PYTHON.toAbsolutePath().toString(),
                "-W",
                "ignore",
                script(host, "admin_client.py").toString(),
                library,
                "127.0.0.1",
                Integer.toString(port),
                password);
    }

    /// The same by npm's library, which reads a credentials file.
    static Output node(Host host, int port, String password) {
        var file = host.folder().resolve("cjdnsadmin.json");
        try {
            Files.writeString(
                    file,
                    "{\"addr\": \"127.0.0.1\", \"port\": %d, \"password\": \"%s\"}"
                            .formatted(port, password));
        } catch (IOException e) {
            throw new LabException("no credentials on " + host, e);
        }
        return host.run(
                LIMIT,
                "env",
                "HOME=" + host.folder(),
                "NODE_PATH=" + NODE_MODULES.toAbsolutePath(),
                "node",
                script(host, "admin_client.js").toString(),
                file.toString());
    }

    private static Path script(Host host, String name) {
        var script = host.folder().resolve(name);
        try (var text = AdminLibraries.class.getResourceAsStream("/interop/" + name)) {
            if (text == null) throw new AssertionError("no resource /interop/" + name);
            Files.write(script, text.readAllBytes());
            return script;
        } catch (IOException e) {
            throw new LabException("no script on " + host, e);
        }
    }
}
