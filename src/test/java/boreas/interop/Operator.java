package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Host;
import boreas.lab.HostProcess;
import boreas.lab.LabException;
import boreas.lab.NodeProcess;
import boreas.lab.NodeProgram;
import boreas.lab.Output;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Somebody at the console of one host, who has `cjdroute`, an editor, and no other tool of ours.
final class Operator {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Host host;
    private final NodeProgram program;
    private final Path file;

    Operator(Host host, NodeProgram program) {
        this.host = host;
        this.program = program;
        file = host.folder().resolve("cjdroute.conf");
    }

    Host host() {
        return host;
    }

    Path file() {
        return file;
    }

    /// A line of shell in the host's own folder. `$CJDROUTE` is the program.
    Output shell(String line) {
        return host.run(START_LIMIT, "env", state(), "sh", "-c", inFolder(line));
    }

    private String state() {
        return NodeProcess.stateSetting(host);
    }

    private String inFolder(String line) {
        return "cd '%s' && CJDROUTE='%s' && %s".formatted(host.folder(), program.file(), line);
    }

    /// `umask 077 && ./cjdroute --genconf > cjdroute.conf`
    Output genconf() {
        return shell("umask 077 && \"$CJDROUTE\" --genconf > cjdroute.conf");
    }

    // --- the editor

    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void save(String text) {
        try {
            Files.writeString(file, text); // as an editor does: the file keeps its rights
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Changes the first place that looks so; all of it is in one line, and no other line changes.
    void edit(String pattern, String replacement) {
        var before = text();
        var found = Pattern.compile(pattern).matcher(before);
        assertThat(found.find()).as("the file of %s has a line like %s", host, pattern).isTrue();
        assertThat(found.group()).as("what is edited").doesNotContain("\n");
        save(before.substring(0, found.start()) + replacement + before.substring(found.end()));
    }

    /// Writes text behind the first place that looks so.
    void paste(String behind, String text) {
        var place = Pattern.compile(behind).matcher(text());
        assertThat(place.find()).as("the file of %s has %s", host, behind).isTrue();
        save(new StringBuilder(text()).insert(place.end(), text).toString());
    }

    /// The commented example that a new configuration has for its peers, with braces, as it is.
    String exampleForPeers() {
        var block =
                Pattern.compile("\"your\\.external\\.ip\\.goes\\.here:\\d+\": ?\\{[^{}]*}")
                        .matcher(text());
        assertThat(block.find()).as("the example in the file of " + host).isTrue();
        return block.group();
    }

    String ip6() {
        return field("\"ipv6\": \"(fc[0-9a-f:]{37})\"");
    }

    int port() {
        return Integer.parseInt(field("(?s)\"UDPInterface\".*?\"bind\": \"[0-9.]+:(\\d+)\""));
    }

    int beaconPort() {
        return Integer.parseInt(field("\"beaconPort\": (\\d+)"));
    }

    private String field(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text());
        assertThat(found.find()).as("the file of %s has %s", host, pattern).isTrue();
        return found.group(1);
    }

    // --- the node

    /// `cjdroute < cjdroute.conf`, and what it said, on both streams.
    Output start() {
        return shell("\"$CJDROUTE\" < cjdroute.conf > said.log 2>&1");
    }

    /// As [#start], at a console where somebody waits: in the configuration, `noBackground` is 1.
    Process startAtTheConsole() {
        return host.start(
                Redirect.from(new File("/dev/null")),
                Redirect.to(host.folder().resolve("said.log").toFile()),
                List.of(
                        "env",
                        state(),
                        "sh",
                        "-c",
                        inFolder("exec \"$CJDROUTE\" < cjdroute.conf")));
    }

    String said() {
        try {
            return Files.readString(host.folder().resolve("said.log"));
        } catch (IOException e) {
            return "";
        }
    }

    /// What `pgrep cjdroute` counts on a machine of its own.
    List<HostProcess> nodes() {
        return host.processes().stream().filter(p -> p.name().equals("cjdroute")).toList();
    }

    /// What `killall cjdroute` does on a machine of its own: SIGTERM to whoever has the name. Here
    /// hosts share their list of processes, so those of this host are named by number.
    void killall() {
        var all = nodes();
        all.forEach(HostProcess::terminate);
        awaitThat("the end of the node on " + host, END_LIMIT, () -> nodes().isEmpty());
    }

    boolean hasDevice(String name) {
        return host.run(START_LIMIT, "ip", "link", "show", "dev", name).isSuccess();
    }

    /// The device is there before its address and route are.
    boolean sendsInto(String device) {
        var route = host.run(START_LIMIT, "ip", "-6", "route", "get", "fc00::2");
        return route.isSuccess() && route.out().contains("dev " + device + " ");
    }

    static void awaitThat(String what, Duration patience, BooleanSupplier condition) {
        long endNs = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNs > 0)
                throw new LabException("in " + patience.toSeconds() + " s not seen: " + what);
            LockSupport.parkNanos(POLL_NS);
        }
    }

    @Override
    public String toString() {
        return host.name();
    }
}
