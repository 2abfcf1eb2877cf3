package boreas.path.dht;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.crypto.CryptoProviders;
import boreas.env.Verdict;
import boreas.label.EncodingScheme;
import boreas.label.EncodingScheme.Form;
import boreas.node.NodeCommand;
import boreas.sim.Graph;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import boreas.wire.Ip6Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths through nodes whose switches write directors in other ways, and paths as long as a label
/// can be.
class OddSchemesTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final int UDP = 17;

    /// Two and four forms, with prefixes of several bits.
    private static final EncodingScheme ODD =
            requireNonNull(EncodingScheme.of(List.of(new Form(3, 2, 0b01), new Form(9, 3, 0b110))));

    private static final EncodingScheme ODDER =
            requireNonNull(
                    EncodingScheme.of(
                            List.of(
                                    new Form(2, 1, 0b1),
                                    new Form(3, 2, 0b10),
                                    new Form(5, 3, 0b100),
                                    new Form(8, 3, 0b000))));

    private final SimWorld world = new SimWorld(9, CryptoProviders.choose());

    private List<SimHost> start(Graph topology, List<EncodingScheme> schemes) {
        var hosts = topology.build(world);
        for (int i = 0; i < hosts.size(); i++) {
            hosts.get(i).setScheme(schemes.get(i % schemes.size()));
            hosts.get(i).start();
        }
        world.run(20 * SECOND);
        return hosts;
    }

    /// Packets that arrive of ten.
    private int arriving(SimHost from, SimHost to) {
        var arrived = new ArrayList<Long>();
        to.listen(p -> {
            if (p[6] == UDP) arrived.add(world.nowNs());
        });
        for (int i = 0; i < 10; i++) {
            var p = new byte[Ip6Header.SIZE + 16];
            p[0] = 0x60;
            p[5] = 16;
            p[6] = UDP;
            from.ip6().copyTo(p, 8);
            to.ip6().copyTo(p, 24);
            world.after(i * SECOND, () -> from.writeTun(p));
        }
        world.run(11 * SECOND);
        return arrived.size();
    }

    @Test
    void aLineOfAllSchemesCarriesTrafficFromEndToEnd() {
        var hosts =
                start(
                        Graph.line(7),
                        List.of(
                                EncodingScheme.V358,
                                EncodingScheme.F8,
                                EncodingScheme.V48,
                                ODD,
                                EncodingScheme.F4,
                                ODDER,
                                EncodingScheme.F8));
        assertThat(arriving(hosts.get(0), hosts.get(6))).isGreaterThanOrEqualTo(9);
        assertThat(arriving(hosts.get(6), hosts.get(0))).isGreaterThanOrEqualTo(9);
        assertThat(arriving(hosts.get(2), hosts.get(4))).isGreaterThanOrEqualTo(9);
        var dht = hosts.get(0).command(new NodeCommand.TakeDhtSnapshot());
        var end = requireNonNull(dht.find(hosts.get(6).ip6()));
        assertThat(dht.decode(end.address().label()))
                .extracting(h -> requireNonNull(h.node()).address().ip6())
                .containsExactlyElementsOf(hosts.subList(1, 7).stream().map(SimHost::ip6).toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aMeshOfDrawnSchemesIsReachedEverywhere(long seed) {
        var all =
                List.of(
                        EncodingScheme.V358,
                        EncodingScheme.F8,
                        EncodingScheme.V48,
                        ODD,
                        ODDER,
                        EncodingScheme.F4);
        var random = new Random(seed);
        var drawn = new ArrayList<EncodingScheme>();
        for (int i = 0; i < 24; i++) drawn.add(all.get(random.nextInt(all.size())));
        var hosts = start(Graph.random(24, 2, 10, seed), drawn);
        for (int i = 0; i < 12; i++) {
            var from = hosts.get(random.nextInt(24));
            var to = hosts.get(random.nextInt(24));
            if (from == to) continue;
            assertThat(arriving(from, to)).as(from.name() + " " + to.name()).isGreaterThan(7);
        }
    }

    @Test
    void fourteenHopsOfFourBitsAreTheLongestPath() {
        var hosts = start(Graph.line(16), List.of(EncodingScheme.V358));
        assertThat(arriving(hosts.get(0), hosts.get(14))).isGreaterThanOrEqualTo(8);
        assertThat(arriving(hosts.get(0), hosts.get(15))).isZero();
        var before = tooFar(hosts.get(0));
        assertThat(before).as("noticed, counted").isPositive();
        assertThat(hosts.get(0).snapshot().drops()).containsKey(Verdict.LABEL_TOO_LONG);
    }

    /// Six on the way and one for the router at its end; seven leave no room for the way back.
    @Test
    void directorsOfEightBitsMakeShorterPaths() {
        var hosts = start(Graph.line(10), List.of(EncodingScheme.F8));
        assertThat(arriving(hosts.get(0), hosts.get(6))).isGreaterThanOrEqualTo(8);
        assertThat(arriving(hosts.get(0), hosts.get(7))).isZero();
    }

    private static long tooFar(SimHost host) {
        return host.command(new NodeCommand.TakeDhtStats()).tooFar();
    }
}
