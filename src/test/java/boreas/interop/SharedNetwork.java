package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Network;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.Topology;
import boreas.lab.Topology.Pair;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/// Scenarios on one network of our own nodes: it is started once, and each test leaves it whole.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedNetwork {
    private static final int PINGS = 10;

    /// Silence is judged by a few requests, once the way was seen to be there.
    private static final Duration SILENCE = Duration.ofMillis(500);

    private final Topology topology;
    private @Nullable Network shared;

    SharedNetwork(Topology topology) {
        this.topology = topology;
    }

    @BeforeEach
    void startOnce() {
        Programs.assumeNamespaces();
        if (shared != null) return;
        var boreas = Programs.boreas();
        shared = Network.start(topology, Auth.LOGIN, _ -> boreas);
    }

    @AfterAll
    void takeDown() {
        if (shared != null) shared.close();
    }

    Network network() {
        return Objects.requireNonNull(shared);
    }

    /// Each host reaches each other one, without loss once it was reached.
    void assertEveryPairIsAnswered() {
        assertAnswered(topology.pairs());
    }

    /// Each host of some reaches each other one of them.
    void assertEveryPairIsAnswered(String... some) {
        assertAnswered(Topology.pairs(List.of(some)));
    }

    private void assertAnswered(Collection<Pair> pairs) {
        var drops = Drops.of(network());
        var reached = network().reach(pairs, PINGS, Chain.PATIENCE);
        assertThat(reached)
                .as(() -> "pings without loss; packets dropped meanwhile:\n" + drops.sinceThen())
                .allMatch(Network.Reach::isWhole);
    }

    void assertSilent(String from, String to) {
        assertThat(network().reach(List.of(new Pair(from, to)), 1, SILENCE))
                .allMatch(reach -> reach.first() == null);
    }
}
