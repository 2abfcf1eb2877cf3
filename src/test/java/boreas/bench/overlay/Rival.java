package boreas.bench.overlay;

import boreas.lab.Cable;
import boreas.lab.Host;
import boreas.lab.LabException;
import boreas.lab.Namespaces;
import boreas.lab.Output;
import boreas.lab.Pause;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the overlays that are not cjdns have in common: plain hosts in a row, one process each.
abstract class Rival implements Contender {
    static final Duration QUICK = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;

    Rival(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    /// Sites are a thing of ours.
    @Override
    public boolean canLay(Shape shape) {
        return shape != Shape.SITE;
    }

    @Override
    public String toString() {
        return name;
    }

    /// A program that an environment variable names, or that is on the PATH.
    ///
    /// @return null: there is none
    static @Nullable Path find(String variable, String program) {
        var named = System.getenv(variable);
        var path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        var candidates =
                named != null
                        ? Stream.of(Path.of(named))
                        : Stream.of(path.split(":")).map(folder -> Path.of(folder, program));
        return candidates.filter(Files::isExecutable).findFirst().orElse(null);
    }

    /// Hosts in a row and what joins them.
    ///
    /// @param cables each from the host at the same place to the next one
    record Row(Namespaces lab, List<Host> hosts, List<Cable> cables) implements AutoCloseable {

        static Row lay(Shape shape, boolean hasOffloads) {
            var lab = Namespaces.open();
            var hosts = shape.topology().hosts().stream().map(lab::host).toList();
            var cables = new ArrayList<Cable>();
            for (int i = 1; i < hosts.size(); i++)
                cables.add(lab.cable(hosts.get(i - 1), hosts.get(i)));
            if (!hasOffloads) cables.forEach(Cable::switchOffloadsOff);
            return new Row(lab, hosts, cables);
        }

        /// Of a neighbour, below the overlay; null where no cable joins the two.
        @Nullable String address(Host from, Host to) {
            int a = hosts.indexOf(from), b = hosts.indexOf(to);
            return Math.abs(a - b) == 1 ? cables.get(Math.min(a, b)).at(to).address() : null;
        }

        List<Host> neighbours(Host host) {
            return hosts.stream().filter(other -> address(host, other) != null).toList();
        }

        /// From 1 on.
        int number(Host host) {
            return hosts.indexOf(host) + 1;
        }

        @Override
        public void close() {
            lab.close();
        }
    }

    /// Keys and configurations of all hosts, in their folders.
    abstract void configure(Row row);

    /// @return the node
    abstract Process startNode(Row row, Host host);

    /// Above the overlay; known once it is configured.
    abstract String address(Row row, Host host);

    /// What it takes to find ways before traffic comes.
    Duration settling() {
        return Duration.ZERO;
    }

    @Override
    public Overlay start(Shape shape, boolean hasOffloads) {
        var row = Row.lay(shape, hasOffloads);
        try {
            configure(row);
            Host near = row.hosts.getFirst(), far = row.hosts.getLast();
            var address = address(row, far);
            var processes = new LinkedHashMap<Host, Process>();
            var started = Instant.now();
            try (var reply = FirstReply.watch(near, address)) {
                for (var host : row.hosts.reversed()) {
                    started = Instant.now();
                    processes.put(host, startNode(row, host));
                }
                var first = Duration.between(started, reply.await(PATIENCE));
                Pause.of(settling());
                var nodes = new LinkedHashMap<String, List<Long>>();
                for (var host : row.hosts) {
                    var process = processes.get(host);
                    nodes.put(host.name(), process == null ? List.of() : List.of(process.pid()));
                }
                return new Overlay(near, far, address, nodes, first, row);
            }
        } catch (LabException e) {
            row.close();
            throw e;
        }
    }

    // --- tools of the adapters

    static Process startIn(Host host, List<String> words) {
        return host.start(
                Redirect.from(new File("/dev/null")),
                Redirect.to(host.folder().resolve("node.log").toFile()),
                words);
    }

    /// Runs a program on a host that must succeed, whatever it takes.
    static String must(Host host, Object... words) {
        var line = new ArrayList<String>();
        for (var word : words) line.add(word.toString());
        Output output = host.run(Duration.ofSeconds(60), line.toArray(new String[0]));
        if (output.isSuccess()) return output.out();
        throw new LabException(line.getFirst() + ": " + (output.err() + output.out()).strip());
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new LabException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LabException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
