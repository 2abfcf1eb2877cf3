package boreas.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Hosts and cables on this machine, in network namespaces named `boreas-<our
/// pid>-<number>-<host>`.
///
/// Everything goes at [#close], which also runs when the JVM is told to end (Ctrl-C); a JVM that is
/// killed has left a [LastWill]. The name carries the maker's pid, so that what remains all the
/// same is known as such and swept at the next [#open]. Hosts and cables are made from one thread;
/// `close` may come from any.
public final class Namespaces implements AutoCloseable {
    static final Path NAMES = Path.of("/run/netns");

    private static final Pattern NAME = Pattern.compile("boreas-(\\d+)-\\d+-\\w+");

    private static final String FOLDER_PREFIX = "boreas-lab-";
    private static final Pattern FOLDER = Pattern.compile(FOLDER_PREFIX + "(\\d+)-\\d+");

    /// The third number of 10.77.x.y.
    private static final int CABLES_MAX = 255;

    /// Laboratories of one process, told apart.
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String prefix =
            "boreas-%d-%d-".formatted(ProcessHandle.current().pid(), COUNT.getAndIncrement());
    private final Path folder;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final LastWill lastWill;
    private final Thread hook = new Thread(this::takeDown, "boreas-lab-end");
    private int cables;
    private int bridges;
    private boolean isClosed;

    private Namespaces(Path folder) {
        this.folder = folder;
        lastWill = LastWill.write(prefix, folder);
    }

    /// @throws LabException where [Rights#detect] would not say [Rights.Here]
    public static Namespaces open() {
        sweep();
        Path folder;
        try {
            folder = Files.createTempDirectory(FOLDER_PREFIX + ProcessHandle.current().pid() + "-");
            // a node that has given up root still reaches its own files
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new LabException("no folder for the laboratory: " + e.getMessage(), e);
        }
        var namespaces = new Namespaces(folder);
        Runtime.getRuntime().addShutdownHook(namespaces.hook);
        return namespaces;
    }

    /// Makes a host: a network of its own with nothing but loopback.
    public synchronized Host host(String name) {
        if (isClosed) throw new LabException("the laboratory is closed");
        if (!name.matches("\\w{1,11}"))
            throw new LabException("a host is named by 1 to 11 letters, not `" + name + "`");
        var namespace = prefix + name;
        Command.must(Command.QUICK, List.of("ip", "netns", "add", namespace));
        var host = new Host(name, namespace, folder.resolve(name));
        hosts.put(name, host);
        try {
            Files.createDirectory(host.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        host.must("ip", "link", "set", "lo", "up");
        return host;
    }

    /// Joins two hosts by a cable with addresses of its own, up at once.
    public synchronized Cable cable(Host a, Host b) {
        if (isClosed) throw new LabException("the laboratory is closed");
        if (cables == CABLES_MAX) throw new LabException("no more than " + CABLES_MAX + " cables");
        return Cable.between(a, b, cables++);
    }

    /// Makes a switch of a local network, with nobody plugged in.
    ///
    /// @param name of its namespace, and of its end in each host's devices: `to-` and the name
    public synchronized Bridge bridge(String name) {
        return new Bridge(this, host(name), bridges++);
    }

    /// Where configurations, logs and sockets of this laboratory lie until it is closed.
    public Path folder() {
        return folder;
    }

    LastWill lastWill() {
        return lastWill;
    }

    @Override
    public void close() {
        takeDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending, and the hook itself called or waits for us
        }
    }

    private synchronized void takeDown() {
        if (isClosed) return;
        isClosed = true;
        for (var host : hosts.values()) {
            host.endAll();
            remove(host.namespace());
        }
        deleteTree(folder);
        lastWill.close();
    }

    /// Removes what laboratories of dead processes left behind.
    static void sweep() {
        for (var name : names()) if (isOfTheDead(NAME, name)) remove(name);
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        for (var name : names(temporary))
            if (isOfTheDead(FOLDER, name)) deleteTree(temporary.resolve(name));
    }

    /// @param pattern whose first group is the maker's pid
    private static boolean isOfTheDead(Pattern pattern, String name) {
        var ours = pattern.matcher(name);
        return ours.matches() && ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty();
    }

    /// Of all namespaces that have names.
    static List<String> names() {
        return names(NAMES);
    }

    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// Ends every process of a namespace, then the namespace. Never throws: one that cannot be
    /// removed must not keep the others.
    private static void remove(String namespace) {
        try {
            HostProcess.endAll(namespace);
            Command.run(Command.QUICK, List.of("ip", "netns", "del", namespace));
        } catch (LabException e) {
            // `ip` itself is gone or hangs; there is nothing else to try
        }
    }

    private static void deleteTree(Path folder) {
        try (var tree = Files.walk(folder)) {
            for (var path : tree.sorted(Comparator.reverseOrder()).toList())
                Files.deleteIfExists(path);
        } catch (IOException | UncheckedIOException e) {
            // a log that a dying process still writes; the folder is in the temporary folder anyway
        }
    }
}
