package boreas.lab;

import boreas.lab.NodeConfig.Auth;
import boreas.lab.Topology.Join;
import boreas.lab.Topology.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A [Topology] of real hosts: namespaces, cables, a configuration and a node for each host.
///
/// No node knows an address beyond its neighbours', so what goes further goes through the nodes in
/// between or nowhere. Used from one thread, but for `close`.
public final class Network implements AutoCloseable {
    /// Between the end of a node and its next start: an operator's restart takes as long.
    public static final Duration OUTAGE = Duration.ofSeconds(2);

    private final Topology topology;
    private final Namespaces lab;
    private final Map<String, NodeProgram> programs = new LinkedHashMap<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, NodeConfig> configs = new LinkedHashMap<>();
    private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();
    private final Map<Join, Cable> cables = new LinkedHashMap<>();

    private @Nullable Bridge bridge;

    private Network(Topology topology, Namespaces lab) {
        this.topology = topology;
        this.lab = lab;
    }

    /// Hosts, cables and configurations; no node runs yet.
    ///
    /// @param programs the node of each host, by the host's name
    public static Network lay(
            Topology topology, Auth auth, Function<String, NodeProgram> programs) {
        var network = new Network(topology, Namespaces.open());
        try {
            network.build(auth, programs);
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /// As [#lay], with all nodes running.
    public static Network start(
            Topology topology, Auth auth, Function<String, NodeProgram> programs) {
        var network = lay(topology, auth, programs);
        try {
            network.startAll();
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /// Hosts, cables and configurations that name no neighbour: who calls whom follows from
    /// elsewhere, as from a site file. No node runs yet.
    static Network layStrangers(Topology topology, Function<String, NodeProgram> programs) {
        var network = new Network(topology, Namespaces.open());
        try {
            network.build(null, programs);
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /// @param auth null: nobody is told of anybody
    private void build(@Nullable Auth auth, Function<String, NodeProgram> chosen) {
        for (var name : topology.hosts()) {
            hosts.put(name, lab.host(name));
            programs.put(name, chosen.apply(name));
        }
        // a JVM each, so all at once
        var generated =
                topology.hosts().parallelStream()
                        .map(name -> NodeConfig.generate(program(name)))
                        .toList();
        for (int i = 0; i < generated.size(); i++)
            configs.put(topology.hosts().get(i), generated.get(i));
        for (var join : topology.joins()) {
            var cable = lab.cable(host(join.caller()), host(join.called()));
            cables.put(join, cable);
            if (auth == null) continue;
            config(join.caller()).call(cable.at(host(join.called())), config(join.called()), auth);
        }
        if (!topology.hasBridge()) return;
        bridge = lab.bridge("lan");
        for (var host : hosts.values()) bridge.plug(host);
    }

    /// The called ones first, so that no first hello gets lost.
    public void startAll() {
        for (var name : topology.hosts().reversed()) startNode(name);
    }

    /// Starts nodes of which none waits for another.
    void startAtOnce(List<String> names) {
        var started =
                names.parallelStream()
                        .map(name -> NodeProcess.start(host(name), program(name), config(name)))
                        .toList();
        for (int i = 0; i < started.size(); i++) nodes.put(names.get(i), started.get(i));
    }

    /// Starts a host's node, again or for the first time, and waits until it is up.
    public NodeProcess startNode(String name) {
        var node = NodeProcess.start(host(name), program(name), config(name));
        nodes.put(name, node);
        return node;
    }

    /// Ends a host's node as a power failure does.
    public void killNode(String name) {
        node(name).kill();
    }

    // --- its parts

    public Topology topology() {
        return topology;
    }

    public Host host(String name) {
        return known(hosts.get(name), name);
    }

    void program(String name, NodeProgram program) {
        programs.put(name, program);
    }

    public Path folder() {
        return lab.folder();
    }

    public NodeProgram program(String name) {
        return known(programs.get(name), name);
    }

    public NodeConfig config(String name) {
        return known(configs.get(name), name);
    }

    /// The node that was started last on a host.
    public NodeProcess node(String name) {
        var node = nodes.get(name);
        if (node == null) throw new LabException(name + " has no node");
        return node;
    }

    public String ip6(String name) {
        return config(name).ip6();
    }

    public Cable cable(String a, String b) {
        for (var entry : cables.entrySet())
            if (entry.getKey().isBetween(a, b)) return entry.getValue();
        throw new LabException("no cable joins " + a + " and " + b);
    }

    public Cable.End end(String host, String towards) {
        return cable(host, towards).at(host(host));
    }

    /// A host's place at the bridge.
    public Bridge.Plug plug(String name) {
        if (bridge == null) throw new LabException("a " + topology + " has no bridge");
        return bridge.at(host(name));
    }

    /// Copies what the nodes said, for somebody to read later.
    public void keepLogs(Path folder) {
        try {
            Files.createDirectories(folder);
            for (var name : nodes.keySet())
                Files.writeString(folder.resolve(name + ".log"), node(name).log());
        } catch (IOException e) {
            throw new LabException("no logs in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static <T> T known(@Nullable T part, String name) {
        if (part == null) throw new LabException("there is no host " + name);
        return part;
    }

    // --- what passes

    /// Frames in and out of all cables of a host so far. What a node forwards counts twice.
    public long frames(String name) {
        long sum = 0;
        for (var cable : cables.values())
            for (var end : List.of(cable.a(), cable.b()))
                if (end.host() == host(name)) sum += end.frames();
        return sum;
    }

    /// Sends echo requests through the tuns without end, until it is stopped.
    public Ping ping(Pair pair, Duration interval) {
        return Ping.start(host(pair.from()), ip6(pair.to()), interval);
    }

    /// What became of one pair's pings.
    ///
    /// @param first how long the first reply took; null when none came in time
    /// @param counted the requests sent after the first reply; null without one
    public record Reach(Pair pair, @Nullable Duration first, Ping.@Nullable Result counted) {
        public boolean isWhole() {
            return counted != null && counted.sent() > 0 && counted.lost() == 0;
        }

        @Override
        public String toString() {
            if (first == null || counted == null) return pair + ": no reply";
            var text =
                    "%s: first reply after %d ms, then %d of %d lost"
                            .formatted(pair, first.toMillis(), counted.lost(), counted.sent());
            return counted.lost() == 0 ? text : text + ", by number " + counted.unanswered();
        }
    }

    /// Waits for one reply between each pair, then sends `count` requests; all pairs at once.
    public List<Reach> reach(Collection<Pair> pairs, int count, Duration patience) {
        var first = firstReplies(pairs, patience);
        var counting = new LinkedHashMap<Pair, Ping>();
        try {
            first.forEach((pair, took) -> {
                if (took != null)
                    counting.put(
                            pair,
                            Ping.startCounted(
                                    host(pair.from()), ip6(pair.to()), count, Ping.OFTEN));
            });
            var reached = new ArrayList<Reach>();
            first.forEach((pair, took) -> {
                var ping = counting.get(pair);
                reached.add(new Reach(pair, took, ping == null ? null : ping.finish()));
            });
            return reached;
        } finally {
            counting.values().forEach(Ping::close);
        }
    }

    private Map<Pair, @Nullable Duration> firstReplies(Collection<Pair> pairs, Duration patience) {
        var begun = Instant.now();
        var pings = new LinkedHashMap<Pair, Ping>();
        var first = new LinkedHashMap<Pair, @Nullable Duration>();
        try {
            for (var pair : pairs) pings.put(pair, ping(pair, Ping.OFTEN));
            pings.forEach((pair, ping) -> {
                var left = patience.minus(Duration.between(begun, Instant.now()));
                var reply = ping.firstReplyAfter(Instant.EPOCH, left);
                first.put(pair, reply == null ? null : Duration.between(begun, reply.at()));
            });
        } finally {
            pings.values().forEach(Ping::close);
        }
        return first;
    }

    @Override
    public void close() {
        lab.close();
    }
}
