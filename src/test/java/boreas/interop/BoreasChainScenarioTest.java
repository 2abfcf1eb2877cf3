package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.NodeAdmin;
import boreas.lab.NodeConfig;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.Ping;
import boreas.lab.WireTap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Three of ours in a row, each with a tun: `host0` calls `host1`, which calls `host2`. The nodes
/// are shared by the tests, each of which leaves them running.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoreasChainScenarioTest {
    private static final int PINGS = 50;

    private @Nullable Chain shared;

    @BeforeEach
    void startOnce() {
        Programs.assumeNamespaces();
        if (shared == null) {
            var boreas = Programs.boreas();
            shared = Chain.start(Auth.LOGIN, boreas, boreas, boreas);
        }
    }

    @AfterAll
    void takeDown() {
        if (shared != null) shared.close();
    }

    private Chain chain() {
        return Objects.requireNonNull(shared);
    }

    @Test
    void pingsGoBothWaysThroughTheTunsWithoutLoss() {
        chain().assertPings(0, 1, PINGS);
        chain().assertPings(1, 0, PINGS);
    }

    @Test
    void bothEndsCallTheLinkEstablished() {
        var chain = chain();
        assertThat(new NodeAdmin(chain.node(0)).awaitEstablished(chain.node(1), Chain.PATIENCE))
                .isTrue();
        assertThat(new NodeAdmin(chain.node(1)).awaitEstablished(chain.node(0), Chain.PATIENCE))
                .isTrue();
    }

    @Test
    void theNodeInTheMiddleForwardsBetweenItsPeers() {
        chain().assertPings(0, 2, PINGS);
        chain().assertPings(2, 0, PINGS);
    }

    @Test
    void nothingButUdpBetweenTheNodePortsIsOnTheWireAndNoPingIsReadable() {
        var chain = chain();
        chain.assertPings(0, 1, 1);
        var secrets = List.of(Ping.PATTERN, "host1".getBytes(StandardCharsets.US_ASCII));
        try (var tap = WireTap.open(chain.cable(0).at(chain.host(0)), NodeConfig.PORT, secrets)) {
            chain.assertPings(0, 1, PINGS);
            var count = tap.stop();
            assertThat(count.strangers()).isEmpty();
            assertThat(count.clearFrames()).isZero();
            assertThat(count.missed()).isZero();
            assertThat(count.nodeFrames()).isGreaterThanOrEqualTo(2 * PINGS);
        }
    }

    @Test
    void aRestartedCalledNodeIsReachedAgain() {
        chain().assertPings(0, 1, 1);
        chain().restart(1, Chain.PATIENCE);
        chain().assertPings(0, 1, PINGS);
    }

    @Test
    void aRestartedCallingNodeIsReachedAgain() {
        chain().assertPings(0, 1, 1);
        chain().restart(0, Chain.PATIENCE);
        chain().assertPings(1, 0, PINGS);
    }

    @Test
    void packetsFlowAgainWhenACutCableIsMended() {
        var chain = chain();
        chain.assertPings(0, 1, 1);
        chain.cable(0).blackhole();
        var lost = Ping.count(chain.host(0), chain.node(1).ip6(), 5, Ping.OFTEN);
        chain.cable(0).mend();
        assertThat(lost.received()).isZero();
        chain.assertPings(0, 1, PINGS);
    }
}
