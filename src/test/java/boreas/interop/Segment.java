package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Bridge;
import boreas.lab.Host;
import boreas.lab.Namespaces;
import boreas.lab.NodeAdmin;
import boreas.lab.NodeConfig;
import boreas.lab.NodeProcess;
import boreas.lab.NodeProgram;
import boreas.lab.Pause;
import boreas.lab.Ping;
import boreas.lab.Topology;
import boreas.lab.Topology.Pair;
import boreas.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Hosts on one bridge, none of which was told of another:
///
///       host0   host1   host2   ...
///      ───┴───────┴───────┴──── bridge
///
/// What they do with beacons is the scenario's business, by [#config].
final class Segment implements AutoCloseable {
    /// A device that leads to the bridge, in every host.
    static final String DEVICE = "to-lan";

    private static final int PINGS = 10;

    private final Namespaces lab = Namespaces.open();
    private final Bridge bridge = lab.bridge("lan");
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, NodeProgram> programs = new LinkedHashMap<>();
    private final Map<String, NodeConfig> configs = new LinkedHashMap<>();
    private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();

    private Segment() {}

    /// Lays it out; no node runs yet.
    static Segment of(NodeProgram... programs) {
        var segment = new Segment();
        try {
            segment.build(List.of(programs));
            return segment;
        } catch (RuntimeException e) {
            segment.close();
            throw e;
        }
    }

    private void build(List<NodeProgram> chosen) {
        var generated = chosen.parallelStream().map(NodeConfig::generate).toList();
        for (int i = 0; i < chosen.size(); i++) {
            var name = "host" + i;
            var host = lab.host(name);
            hosts.put(name, host);
            programs.put(name, chosen.get(i));
            configs.put(name, generated.get(i));
            bridge.plug(host);
        }
    }

    Namespaces lab() {
        return lab;
    }

    List<String> names() {
        return List.copyOf(hosts.keySet());
    }

    Host host(int i) {
        return get(hosts, i);
    }

    NodeConfig config(int i) {
        return get(configs, i);
    }

    NodeProcess node(int i) {
        return get(nodes, i);
    }

    Bridge.Plug plug(int i) {
        return bridge.at(host(i));
    }

    private Host host(String name) {
        return Objects.requireNonNull(hosts.get(name));
    }

    private static <T> T get(Map<String, T> of, int i) {
        return Objects.requireNonNull(of.get("host" + i));
    }

    /// Starts all nodes at the same time.
    Segment startAll() {
        var started =
                names().parallelStream()
                        .map(name ->
                                NodeProcess.start(
                                        Objects.requireNonNull(hosts.get(name)),
                                        Objects.requireNonNull(programs.get(name)),
                                        Objects.requireNonNull(configs.get(name))))
                        .toList();
        for (int i = 0; i < started.size(); i++) nodes.put("host" + i, started.get(i));
        return this;
    }

    NodeProcess start(int i) {
        var node = NodeProcess.start(host(i), get(programs, i), config(i));
        nodes.put("host" + i, node);
        return node;
    }

    /// Ends all nodes, has them forget their peers, and starts them, the last one first.
    void restartForgetful() {
        nodes.values().forEach(NodeProcess::close);
        for (int i = hosts.size() - 1; i >= 0; i--) {
            host(i).must("rm", "-rf", host(i).folder().resolve("state").toString());
            start(i);
        }
    }

    /// Moves a device from one host to another.
    void moveDevice(String device, int from, int to) {
        host(from).moveDevice(device, host(to));
    }

    /// Waits until a node has said something; a node whose tun is up may still be starting.
    void awaitLog(int i, String text) {
        awaitLog(i, text, 1);
    }

    /// The same for something that is said so many times.
    void awaitLog(int i, String text, int times) {
        long endNs = System.nanoTime() + Chain.PATIENCE.toNanos();
        while (node(i).log().lines().filter(line -> line.contains(text)).count() < times) {
            assertThat(System.nanoTime() - endNs)
                    .as("%s says: %s\n%s", node(i), text, lastWords())
                    .isNegative();
            Pause.of(Ping.OFTEN);
        }
    }

    /// The different sets of capabilities that the threads of a node have or could take, in hex.
    Set<String> capabilities(int i) {
        var found = new TreeSet<String>();
        for (var process : node(i).processes()) {
            var tasks = Path.of("/proc/" + process.pid() + "/task");
            try (var all = Files.list(tasks)) {
                for (var task : all.toList())
                    for (var line : Files.readAllLines(task.resolve("status")))
                        if (line.startsWith("CapPrm:")) found.add(line.split("\\s+")[1]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    /// Names of the threads of a node that have any capability.
    List<String> threadsWithRights(int i) {
        var names = new ArrayList<String>();
        for (var process : node(i).processes()) {
            try (var all = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
                for (var task : all.toList()) {
                    var status = Files.readAllLines(task.resolve("status"));
                    if (status.stream().anyMatch(line -> line.matches("CapPrm:.*[1-9a-f].*")))
                        names.add(Files.readString(task.resolve("comm")).strip());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    /// How many sockets a node has open.
    long sockets(int i) {
        long sum = 0;
        for (var process : node(i).processes()) {
            try (var all = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
                for (var fd : all.toList())
                    if (Files.exists(fd, LinkOption.NOFOLLOW_LINKS)
                            && Files.readSymbolicLink(fd).toString().startsWith("socket:")) sum++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sum;
    }

    /// Has a node open a device, as an operator may at any time.
    ///
    /// @return the `error` of its answer
    String open(int i, String device) {
        var error =
                new NodeAdmin(node(i))
                        .ask("ETHInterface_new", Value.dict().put("bindDevice", device).build())
                        .str("error");
        return error == null ? "no answer" : error.text();
    }

    /// Names of the interfaces that a node says it has.
    List<String> interfaces(int i) {
        var names = new ArrayList<String>();
        var answer =
                new NodeAdmin(node(i))
                        .ask("InterfaceController_interfaces", Value.dict().build())
                        .items("ifaces");
        if (answer != null)
            for (var one : answer.values())
                if (one instanceof Value.Dict dict && dict.str("name") instanceof Value.Str name)
                    names.add(name.text());
        return names;
    }

    /// Each host reaches each other one, without loss once it was reached.
    ///
    /// @return the longest that a pair took for its first reply
    Duration assertEveryPairIsAnswered(Duration patience) {
        var indices = new ArrayList<Integer>();
        for (int i = 0; i < hosts.size(); i++) indices.add(i);
        return assertEveryPairIsAnswered(patience, indices);
    }

    Duration assertEveryPairIsAnswered(Duration patience, List<Integer> some) {
        var names = some.stream().map(i -> "host" + i).toList();
        var begun = Instant.now();
        var pings = new LinkedHashMap<Pair, Ping>();
        var longest = Duration.ZERO;
        try {
            for (var pair : Topology.pairs(names)) pings.put(pair, ping(pair));
            for (var e : pings.entrySet()) {
                var left = patience.minus(Duration.between(begun, Instant.now()));
                var reply = e.getValue().firstReplyAfter(Instant.EPOCH, left);
                assertThat(reply)
                        .as("a reply for %s within %s\n%s", e.getKey(), patience, lastWords())
                        .isNotNull();
                var took = Duration.between(begun, Objects.requireNonNull(reply).at());
                if (took.compareTo(longest) > 0) longest = took;
            }
        } finally {
            pings.values().forEach(Ping::close);
        }
        assertNothingIsLost(names);
        return longest;
    }

    /// Each of two hosts hears the other one; replies may be late, but none is missing among those
    /// that came.
    void assertNoReplyIsMissing(Duration patience) {
        for (int from = 0; from < 2; from++) {
            try (var ping = ping(from, 1 - from)) {
                awaitReply(ping, Instant.EPOCH, patience);
            }
            var counted = Ping.count(host(from), config(1 - from).ip6(), 100, Ping.OFTEN);
            var last = counted.replies().stream().mapToInt(Ping.Reply::sequence).max();
            assertThat(last.orElse(0)).as("pings of host%d", from).isGreaterThan(50);
            assertThat(counted.received())
                    .as("replies to host%d, none to %s", from, counted.unanswered())
                    .isEqualTo(last.orElse(0));
        }
    }

    private void assertNothingIsLost(List<String> names) {
        var counting = new LinkedHashMap<Pair, Ping>();
        try {
            for (var pair : Topology.pairs(names))
                counting.put(
                        pair,
                        Ping.startCounted(host(pair.from()), ip6(pair.to()), PINGS, Ping.OFTEN));
            counting.forEach((pair, ping) ->
                    assertThat(ping.finish().lost()).as("lost pings of %s", pair).isZero());
        } finally {
            counting.values().forEach(Ping::close);
        }
    }

    private Ping ping(Pair pair) {
        return Ping.start(host(pair.from()), ip6(pair.to()), Ping.OFTEN);
    }

    Ping ping(int from, int to) {
        return Ping.start(host(from), config(to).ip6(), Ping.OFTEN);
    }

    private String ip6(String name) {
        return Objects.requireNonNull(configs.get(name)).ip6();
    }

    /// No host hears another one for a while.
    void assertSilent(int from, int to, Duration patience) {
        try (var ping = ping(from, to)) {
            assertThat(ping.firstReplyAfter(Instant.EPOCH, patience)).isNull();
        }
    }

    /// How long after a moment the first reply came.
    Duration awaitReply(Ping ping, Instant moment, Duration patience) {
        var reply = ping.firstReplyAfter(moment, patience);
        assertThat(reply).as("a reply within %s\n%s", patience, lastWords()).isNotNull();
        return Duration.between(moment, Objects.requireNonNull(reply).at());
    }

    private String lastWords() {
        var all = new StringBuilder();
        nodes.forEach((name, node) ->
                all.append("--- ")
                        .append(name)
                        .append(":\n")
                        .append(node.lastWords())
                        .append('\n'));
        return all.toString();
    }

    @Override
    public void close() {
        lab.close();
    }
}
