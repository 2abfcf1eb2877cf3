package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Cable;
import boreas.lab.Host;
import boreas.lab.Namespaces;
import boreas.lab.NodeConfig;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProcess;
import boreas.lab.NodeProgram;
import boreas.lab.Pause;
import boreas.lab.Ping;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Hosts in a row, a cable and a configured peering between neighbours:
///
///       0 ── 1 ── 2
///
/// The lower number calls the higher one. No address is known beyond a neighbour's, so packets
/// between the ends go through the nodes in the middle or nowhere.
public final class Chain implements AutoCloseable {
    /// Longer than any user would wait, so that a failure is one.
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Between the end of a node and its next start.
    public static final Duration OUTAGE = Duration.ofSeconds(2);

    private static final Duration PING_INTERVAL = Duration.ofMillis(20);

    private final Namespaces lab = Namespaces.open();
    private final List<NodeProgram> programs;
    private final List<Host> hosts = new ArrayList<>();
    private final List<Cable> cables = new ArrayList<>();
    private final List<NodeConfig> configs = new ArrayList<>();
    private final List<NodeProcess> nodes = new ArrayList<>();

    private Chain(List<NodeProgram> programs) {
        this.programs = programs;
    }

    public static Chain start(Auth auth, NodeProgram... programs) {
        var chain = new Chain(List.of(programs));
        try {
            chain.build(auth);
            // The called ones first, so that no first hello gets lost.
            for (int i = programs.length - 1; i >= 0; i--) chain.nodes.addFirst(chain.startNode(i));
        } catch (RuntimeException e) {
            chain.close();
            throw e;
        }
        return chain;
    }

    private void build(Auth auth) {
        for (int i = 0; i < programs.size(); i++) {
            hosts.add(lab.host("host" + i));
            configs.add(NodeConfig.generate(programs.get(i)));
        }
        for (int i = 0; i + 1 < programs.size(); i++) {
            cables.add(lab.cable(hosts.get(i), hosts.get(i + 1)));
            configs.get(i).call(cables.get(i).at(hosts.get(i + 1)), configs.get(i + 1), auth);
        }
    }

    private NodeProcess startNode(int i) {
        return NodeProcess.start(hosts.get(i), programs.get(i), configs.get(i));
    }

    public NodeProcess node(int i) {
        return nodes.get(i);
    }

    /// The cable between hosts `i` and `i + 1`.
    public Cable cable(int i) {
        return cables.get(i);
    }

    public Host host(int i) {
        return hosts.get(i);
    }

    /// Waits for one reply and then wants all of `count`.
    public void assertPings(int from, int to, int count) {
        awaitPath(from, to);
        var result = Ping.count(hosts.get(from), configs.get(to).ip6(), count, PING_INTERVAL);
        assertThat(result.lost())
                .as("lost of %d pings from %s to %s", count, nodes.get(from), nodes.get(to))
                .isZero();
    }

    private void awaitPath(int from, int to) {
        try (var ping = Ping.start(hosts.get(from), configs.get(to).ip6(), Ping.OFTEN)) {
            assertThat(ping.firstReplyAfter(Instant.EPOCH, PATIENCE))
                    .as(
                            "a reply of %s to %s within %s\n%s",
                            nodes.get(to), nodes.get(from), PATIENCE, nodes.get(from).lastWords())
                    .isNotNull();
        }
    }

    /// Kills a node, starts it again after [#OUTAGE] and waits until host 0 or, if that is the one
    /// restarted, host 1 is answered by it again.
    ///
    /// @return from the start to the first reply
    public Duration restart(int i, Duration patience) {
        int watcher = i == 0 ? 1 : 0;
        try (var ping = Ping.start(hosts.get(watcher), configs.get(i).ip6(), Ping.OFTEN)) {
            nodes.get(i).kill();
            Pause.of(OUTAGE);
            nodes.set(i, startNode(i));
            var started = nodes.get(i).started();
            var reply = ping.firstReplyAfter(started, patience);
            assertThat(reply)
                    .as(
                            "a reply of the restarted %s within %s\n--- it said:\n%s\n--- %s said:\n%s",
                            nodes.get(i),
                            patience,
                            nodes.get(i).lastWords(),
                            nodes.get(watcher),
                            nodes.get(watcher).lastWords())
                    .isNotNull();
            return Duration.between(started, Objects.requireNonNull(reply).at());
        }
    }

    @Override
    public void close() {
        lab.close();
    }
}
