package boreas.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.lab.Host;
import boreas.lab.LabException;
import boreas.lab.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    /// Skips the test where npm's library is not.
    static void assumeNode(String library) {
        assumeTrue(
                Files.isDirectory(NODE_MODULES.resolve(library)),
                "no " + library + " of npm, which ./dev interop installs");
    }

    /// `cjdnstool.js`, which is in no registry, with its modules beside it. Skips the test without.
    static Path cjdnstool() {
        var file = System.getenv("CJDNSTOOL");
        assumeTrue(file != null, "CJDNSTOOL names no cjdnstool.js");
        return Path.of(file);
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

    /// The same by npm's library.
    static Output node(Host host, int port, String password) {
        return node(host, port, password, "admin_client.js");
    }

    /// @param arguments behind the file with the credentials
    static Output node(Host host, int port, String password, String script, String... arguments) {
        var words =
                new ArrayList<>(
                        List.of(
                                "env",
                                "HOME=" + host.folder(),
                                "NODE_PATH=" + NODE_MODULES.toAbsolutePath(),
                                "node",
                                "--no-deprecation",
                                script(host, script).toString(),
                                credentials(host, port, password).toString()));
        words.addAll(List.of(arguments));
        return host.run(LIMIT, words.toArray(new String[0]));
    }

    /// @param limit after which it is interrupted, as somebody at a keyboard does
    static Output cjdnstool(
            Host host, int port, String password, Duration limit, String... arguments) {
        var tool = cjdnstool().toString();
        credentials(host, port, password);
        var words =
                new ArrayList<>(
                        List.of(
                                "env",
                                "HOME=" + host.folder(),
                                "timeout",
                                "-s",
                                "INT",
                                Long.toString(limit.toSeconds()),
                                "node",
                                "--no-deprecation",
                                tool));
        words.addAll(List.of(arguments));
        return host.run(LIMIT, words.toArray(new String[0]));
    }

    /// The file that genuine tools look for in somebody's home.
    private static Path credentials(Host host, int port, String password) {
        var file = host.folder().resolve(".cjdnsadmin");
        try {
            Files.writeString(
                    file,
                    "{\"addr\": \"127.0.0.1\", \"port\": %d, \"password\": \"%s\"}"
                            .formatted(port, password));
            return file;
        } catch (IOException e) {
            throw new LabException("no credentials on " + host, e);
        }
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
