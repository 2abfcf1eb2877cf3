package boreas.path.dht;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import boreas.crypto.CryptoProviders;
import boreas.label.EncodingScheme;
import boreas.node.NodeCommand;
import boreas.sim.Graph;
import boreas.sim.Graph.Link;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import boreas.wire.Ip6Header;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the links allow it, who is talked to is reached by two paths without a common relay.
class WaysAroundTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final int UDP = 17;

    private final SimWorld world = new SimWorld(5, CryptoProviders.choose());
    private int arrived;

    private List<SimHost> network(Graph topology) {
        var hosts = topology.build(world);
        hosts.forEach(SimHost::start);
        world.run(3 * SECOND);
        return hosts;
    }

    private void talk(SimHost from, SimHost to, long forNs) {
        to.listen(p -> arrived += p[6] == UDP ? 1 : 0);
        for (long t = 0; t < forNs; t += 200 * MS)
            world.after(
                    t,
                    () -> {
                        var p = new byte[Ip6Header.SIZE + 16];
                        p[0] = 0x60;
                        p[5] = 16;
                        p[6] = UDP;
                        from.ip6().copyTo(p, 8);
                        to.ip6().copyTo(p, 24);
                        from.writeTun(p);
                    });
        world.run(forNs);
    }

    private static DhtSnapshot dht(SimHost host) {
        return host.command(new NodeCommand.TakeDhtSnapshot());
    }

    /// Paths that the session was told of, each as its relays.
    private static List<List<PublicKey>> relays(SimHost from, SimHost to) {
        var dht = dht(from);
        var paths = new ArrayList<List<PublicKey>>();
        for (var session : from.snapshot().sessions()) {
            if (!session.address().key().equals(to.identity().publicKey())) continue;
            for (var path : session.paths()) {
                var keys = new ArrayList<PublicKey>();
                for (var hop : dht.decode(path.label()))
                    keys.add(requireNonNull(hop.node(), hop::toString).address().key());
                assertThat(keys.removeLast()).isEqualTo(to.identity().publicKey());
                paths.add(keys);
            }
        }
        return paths;
    }

    private static boolean hasTwoWithoutACommonRelay(List<List<PublicKey>> paths) {
        for (int i = 0; i < paths.size(); i++)
            for (int j = 0; j < i; j++) {
                var common = new HashSet<>(paths.get(i));
                common.retainAll(paths.get(j));
                if (common.isEmpty()) return true;
            }
        return false;
    }

    @Test
    void inATriangleThereIsTheDirectLinkAndTheWayAround() {
        var hosts = network(Graph.triangle());
        talk(hosts.get(0), hosts.get(1), 20 * SECOND);
        assertThat(hasTwoWithoutACommonRelay(relays(hosts.get(0), hosts.get(1)))).isTrue();
    }

    @Test
    void inASquareThereAreBothSides() {
        var hosts = network(Graph.square());
        talk(hosts.get(0), hosts.get(2), 20 * SECOND);
        assertThat(hasTwoWithoutACommonRelay(relays(hosts.get(0), hosts.get(2)))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"6, 3", "8, 1", "10, 3", "12, 1"})
    void inARingThereIsTheOtherWayRound(int nodes, int far) {
        var hosts = network(Graph.ring(nodes));
        talk(hosts.get(0), hosts.get(far), 60 * SECOND);
        assertThat(hasTwoWithoutACommonRelay(relays(hosts.get(0), hosts.get(far)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void aLadderHasTwoRails(int rungs) {
        var links = new ArrayList<Link>();
        for (int i = 0; i < rungs; i++) {
            links.add(new Link(2 * i, 2 * i + 1));
            if (i == 0) continue;
            links.add(new Link(2 * i - 2, 2 * i));
            links.add(new Link(2 * i - 1, 2 * i + 1));
        }
        var hosts = network(new Graph("ladder", 2 * rungs, links));
        talk(hosts.get(0), hosts.get(2 * rungs - 1), 40 * SECOND);
        assertThat(hasTwoWithoutACommonRelay(relays(hosts.get(0), hosts.get(2 * rungs - 1))))
                .isTrue();
    }

    @Test
    void aDestinationThatNobodyTalksToCostsNothing() {
        var hosts = network(Graph.ring(8));
        talk(hosts.get(0), hosts.get(4), 20 * SECOND);
        world.run(400 * SECOND);
        long before = dht(hosts.get(0)).queriesSent();
        world.run(200 * SECOND);
        assertThat(dht(hosts.get(0)).queriesSent() - before).isLessThan(200);
    }

    @Test
    void whatATalkCostsIsAHandfulOfQuestions() {
        var hosts = network(Graph.random(40, 4, 8, 7));
        world.run(400 * SECOND);
        long before = dht(hosts.get(0)).queriesSent();
        world.run(60 * SECOND);
        long idle = dht(hosts.get(0)).queriesSent() - before;
        before = dht(hosts.get(0)).queriesSent();
        talk(hosts.get(0), hosts.get(20), 60 * SECOND);
        long talking = dht(hosts.get(0)).queriesSent() - before;
        assertThat(idle).isLessThan(90);
        assertThat(talking - idle).isLessThan(150);
        assertThat(arrived).isGreaterThan(290);
    }

    @Test
    void labelsOfASnapshotAreReadHopByHop() {
        var hosts = network(Graph.line(5));
        talk(hosts.get(0), hosts.get(4), 5 * SECOND);
        var dht = dht(hosts.get(0));
        var end = requireNonNull(dht.find(hosts.get(4).ip6()));
        var hops = dht.decode(end.address().label());
        assertThat(hops).hasSize(4);
        for (int i = 0; i < 4; i++) {
            var node = requireNonNull(hops.get(i).node());
            assertThat(node.address().key()).isEqualTo(hosts.get(i + 1).identity().publicKey());
            assertThat(node.hops()).isEqualTo(i + 1);
            assertThat(hops.get(i).label()).isEqualTo(node.address().label());
        }
        assertThat(end.scheme()).isEqualTo(EncodingScheme.V358);
    }
}
