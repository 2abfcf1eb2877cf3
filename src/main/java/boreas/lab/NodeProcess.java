package boreas.lab;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A node that runs in the foreground on a host: started, watched from outside, ended by its pid.
public final class NodeProcess implements AutoCloseable {
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /// After it came up, a node must still be there a moment later: one released genuine version
    /// may end right after its tun has its address.
    private static final long PROOF_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long END_LIMIT_MS = 5_000;

    /// Lines of the log that a report shows.
    private static final int LAST_WORDS = 30;

    private final Host host;
    private final NodeProgram program;
    private final NodeConfig config;
    private final Path log;
    private final Process process;
    private final Instant started;

    private NodeProcess(
            Host host,
            NodeProgram program,
            NodeConfig config,
            Path log,
            Process process,
            Instant started) {
        this.host = host;
        this.program = program;
        this.config = config;
        this.log = log;
        this.process = process;
        this.started = started;
    }

    /// Starts a node and waits until its tun has its address.
    ///
    /// @throws LabException when it does not come up, with the last lines that it said
    public static NodeProcess start(Host host, NodeProgram program, NodeConfig config) {
        for (int i = 1; ; i++) {
            var node = launch(host, program, config);
            if (node.awaitUp()) return node;
            node.kill();
            if (i == program.startsMax())
                throw new LabException(
                        "%s on %s did not come up in %d of %d starts; it said:\n%s"
                                .formatted(program, host, i, i, node.lastWords()));
        }
    }

    private static NodeProcess launch(Host host, NodeProgram program, NodeConfig config) {
        var file = host.folder().resolve("cjdroute.conf");
        try {
            Files.writeString(file, config.text(host));
            var log = Files.createTempFile(host.folder(), program.name() + "-", ".log");
            var started = Instant.now();
            var process =
                    host.start(
                            Redirect.from(file.toFile()),
                            Redirect.to(log.toFile()),
                            commandLine(host, program));
            return new NodeProcess(host, program, config, log, process, started);
        } catch (IOException e) {
            throw new LabException("no configuration for " + host + ": " + e.getMessage(), e);
        }
    }

    /// Ours remembers its peers from run to run; what it learns here stays here.
    private static List<String> commandLine(Host host, NodeProgram program) {
        var line = new ArrayList<>(List.of("env", stateSetting(host)));
        line.addAll(RealTimeStart.commandLine(program, state(host)));
        return line;
    }

    /// The environment variable that keeps a node's memory in the laboratory.
    public static String stateSetting(Host host) {
        return "BOREAS_STATE=" + state(host);
    }

    private static Path state(Host host) {
        return host.folder().resolve("state");
    }

    private boolean awaitUp() {
        long endNs = System.nanoTime() + program.startPatience().toNanos();
        while (!isUp()) {
            if (!process.isAlive() || System.nanoTime() - endNs > 0) return false;
            LockSupport.parkNanos(POLL_NS);
        }
        if (program.isGenuine()) {
            LockSupport.parkNanos(PROOF_NS);
            if (!isUp()) return false;
            RealTimeStart.end(processes());
        }
        return true;
    }

    /// True while the node runs and its tun carries its address.
    public boolean isUp() {
        return process.isAlive() && hasAddress() && (!program.isGenuine() || hasSettledCore());
    }

    /// The kernel's list of addresses, as the node's own namespace shows it: cheaper than a program
    /// for each look.
    private boolean hasAddress() {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/net/if_inet6"))
                    .contains(config.ip6().replace(":", ""));
        } catch (IOException e) {
            return false;
        }
    }

    /// A genuine node in the foreground is two processes: one that configures and one that works.
    /// The last thing that the first one does is to make the second one give up root.
    private boolean hasSettledCore() {
        for (var one : processes())
            if (one.arguments().contains(NodeConfig.pipe(host)))
                return one.user() != 0 || Rights.isUserNamespace();
        return false;
    }

    /// All processes of the node; none that merely measures.
    public List<HostProcess> processes() {
        var own = new ArrayList<HostProcess>();
        for (var one : host.processes())
            if (one.pid() == process.pid()
                    || one.name().equals("cjdroute")
                    || one.arguments().contains(NodeConfig.pipe(host))) own.add(one);
        return own;
    }

    /// When the process was started that came up.
    public Instant started() {
        return started;
    }

    public NodeConfig config() {
        return config;
    }

    public String ip6() {
        return config.ip6();
    }

    public Host host() {
        return host;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Ends the node as an operator does.
    ///
    /// @return its exit status
    public int terminate() {
        var all = processes();
        all.forEach(HostProcess::terminate);
        return awaitEnd(all);
    }

    /// Ends the node as a power failure does.
    public void kill() {
        var all = processes();
        all.forEach(HostProcess::kill);
        process.destroyForcibly();
        awaitEnd(all);
    }

    private int awaitEnd(List<HostProcess> all) {
        try {
            if (!process.waitFor(END_LIMIT_MS, TimeUnit.MILLISECONDS))
                throw new LabException(program + " on " + host + " does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while a node ended", e);
        }
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_LIMIT_MS);
        while (all.stream().anyMatch(HostProcess::isAlive)) {
            if (System.nanoTime() - endNs > 0)
                throw new LabException("a process of " + program + " on " + host + " does not end");
            LockSupport.parkNanos(POLL_NS);
        }
        return process.exitValue();
    }

    /// What it wrote so far.
    public String log() {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /// The last lines of the log.
    public String lastWords() {
        var lines = log().lines().toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
    }

    @Override
    public String toString() {
        return program + " on " + host;
    }

    @Override
    public void close() {
        if (process.isAlive() || !processes().isEmpty()) kill();
    }
}
