package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Cable;
import boreas.lab.Host;
import boreas.lab.Network;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProcess;
import boreas.lab.NodeProgram;
import boreas.lab.Pause;
import boreas.lab.Ping;
import boreas.lab.Topology;
import boreas.lab.Topology.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A [Topology#line] of nodes, by number:
///
///       0 ── 1 ── 2
///
/// The lower number calls the higher one.
public final class Chain implements AutoCloseable {
    /// Longer than any user would wait, so that a failure is one.
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PING_INTERVAL = Duration.ofMillis(20);

    private final Network network;

    private Chain(Network network) {
        this.network = network;
    }

    public static Chain start(Auth auth, NodeProgram... programs) {
        var line = Topology.line(programs.length);
        var inOrder = List.of(programs);
        return new Chain(
                Network.start(line, auth, name -> inOrder.get(line.hosts().indexOf(name))));
    }

    private String name(int i) {
        return network.topology().hosts().get(i);
    }

    public NodeProcess node(int i) {
        return network.node(name(i));
    }

    /// The cable between hosts `i` and `i + 1`.
    public Cable cable(int i) {
        return network.cable(name(i), name(i + 1));
    }

    public Host host(int i) {
        return network.host(name(i));
    }

    /// Waits for one reply and then wants all of `count`.
    public void assertPings(int from, int to, int count) {
        awaitPath(from, to);
        var result = Ping.count(host(from), network.ip6(name(to)), count, PING_INTERVAL);
        assertThat(result.lost())
                .as("lost of %d pings from %s to %s", count, node(from), node(to))
                .isZero();
    }

    private void awaitPath(int from, int to) {
        try (var ping = network.ping(new Pair(name(from), name(to)), Ping.OFTEN)) {
            assertThat(ping.firstReplyAfter(Instant.EPOCH, PATIENCE))
                    .as(
                            "a reply of %s to %s within %s\n%s",
                            node(to), node(from), PATIENCE, node(from).lastWords())
                    .isNotNull();
        }
    }

    /// Kills a node, starts it again after [Network#OUTAGE] and waits until host 0 or, if that is
    /// the one restarted, host 1 is answered by it again.
    ///
    /// @return from the start to the first reply
    public Duration restart(int i, Duration patience) {
        int watcher = i == 0 ? 1 : 0;
        try (var ping = network.ping(new Pair(name(watcher), name(i)), Ping.OFTEN)) {
            network.killNode(name(i));
            Pause.of(Network.OUTAGE);
            var started = network.startNode(name(i)).started();
            var reply = ping.firstReplyAfter(started, patience);
            assertThat(reply)
                    .as(
                            "a reply of the restarted %s within %s\n--- it said:\n%s\n--- %s said:\n%s",
                            node(i),
                            patience,
                            node(i).lastWords(),
                            node(watcher),
                            node(watcher).lastWords())
                    .isNotNull();
            return Duration.between(started, Objects.requireNonNull(reply).at());
        }
    }

    /// Gives a host of two another address, in the same network, under a running ping from 0 to 1.
    ///
    /// @param number the last one of the address
    /// @return the longest silence between two replies, of which at least one came afterwards
    public Duration move(int i, int number, Duration patience) {
        var end = cable(0).at(host(i));
        var address = end.address().replaceFirst("[0-9]+$", Integer.toString(number));
        try (var ping = network.ping(new Pair(name(0), name(1)), PING_INTERVAL)) {
            ping.firstReplyAfter(Instant.EPOCH, patience);
            host(i).must(
                            "sh",
                            "-c",
                            "ip address flush dev %s && ip address add %s/24 dev %s"
                                    .formatted(end.device(), address, end.device()));
            assertThat(ping.firstAnsweredOf(Instant.now(), patience))
                    .as(
                            "a reply within %s of another address of %s\n--- it said:\n%s\n--- the other said:\n%s",
                            patience, node(i), node(i).lastWords(), node(1 - i).lastWords())
                    .isNotNull();
            return ping.stop().longestGap();
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
