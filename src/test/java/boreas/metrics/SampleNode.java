package boreas.metrics;

import boreas.address.AddressException;
import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.admin.KeptLog;
import boreas.admin.NodeGate;
import boreas.admin.SiteView;
import boreas.cryptoauth.State;
import boreas.env.Clock;
import boreas.env.SetClock;
import boreas.env.Verdict;
import boreas.link.PeerState;
import boreas.link.PeerStats;
import boreas.node.NodeCommand;
import boreas.node.NodeCounts;
import boreas.node.NodeSnapshot;
import boreas.path.dht.DhtStats;
import boreas.session.PathStats;
import boreas.session.SessionStats;
import boreas.tunnel.TunnelState;
import boreas.tunnel.TunnelStats;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// A node that has one of everything, so that its page has each metric that there is.
final class SampleNode implements NodeGate {
    static final long NOW_NS = 500_000_000_000L;
    static final long NOW_MS = 1_800_000_000_000L;

    static final Clock CLOCK = SetClock.at(NOW_NS, NOW_MS);

    final List<PeerStats> peers = new ArrayList<>();
    boolean isDead;

    SampleNode() {
        peers.add(peer(PeerState.ESTABLISHED, "home \"1\"\\\n", key(0)));
    }

    static PeerStats peer(PeerState state, String user, PublicKey key) {
        return new PeerStats(
                1,
                new NodeAddress(22, 0x13, key),
                "10.77.0.2:5555",
                state,
                NOW_NS,
                user,
                0,
                4,
                false,
                false,
                NOW_NS - 2_000_000_000L,
                17_000_000,
                1000,
                2000,
                3,
                4,
                30,
                2,
                1,
                0,
                40,
                1);
    }

    /// The n-th of some keys.
    static PublicKey key(int n) {
        try {
            return NodeAddress.parse(
                            n == 0
                                    ? "v22.0000.0000.0000.0013.g73f6sbxw1hru1ggqp66u6gz0mygwv1nx6urzx82mpzlpqumztz0.k"
                                    : "v22.0000.0000.0000.0001.mb15l6uq6mumb4sbxuk34j82nvd3y9udwvg1pqym6g8kq0hn4jw0.k")
                    .key();
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }

    private static SessionStats session() {
        return new SessionStats(
                new NodeAddress(22, 0x153, key(1)),
                State.ESTABLISHED,
                7,
                8,
                List.of(new PathStats(0x153, -2, 0, 0, -1, PathStats.State.IN_USE)),
                -2,
                false,
                false,
                NOW_NS,
                Long.MIN_VALUE,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    private NodeSnapshot taken() {
        var tunnel =
                new TunnelStats(
                        1,
                        key(1),
                        TunnelState.UP,
                        0,
                        5,
                        500,
                        6,
                        600,
                        NOW_NS,
                        9_000_000,
                        3,
                        2,
                        Map.of(Verdict.BAD_INNER, 4L));
        return new NodeSnapshot(
                new NodeAddress(22, 1, key(1)),
                NOW_NS,
                0,
                12,
                List.of(),
                List.copyOf(peers),
                List.of(session()),
                List.of("Local Peers"),
                List.of(),
                List.of(tunnel),
                Map.of(Verdict.REPLAY, 3L));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> CompletableFuture<R> send(NodeCommand<R> command) {
        if (isDead)
            return CompletableFuture.failedFuture(new IllegalStateException("the loop stands"));
        Object answer =
                command instanceof NodeCommand.TakeCounts
                        ? new NodeCounts(5, 1, 9, new DhtStats(100, 7, 1, 0))
                        : taken();
        return CompletableFuture.completedFuture((R) answer);
    }

    private static SiteView site() {
        return new SiteView("home", 2, List.of(new SiteView.Way(1, "bor-vps3", "vps3", 1)));
    }

    String page() {
        // As in a node, the packets have a thread of their own.
        var end = new CountDownLatch(1);
        var data = Thread.ofPlatform().daemon().name("data").start(() -> await(end));
        try (var page =
                new MetricsPage(this, "boreas-0.1", SampleNode::site, KeptLog.NONE, CLOCK)) {
            return new String(page.text(), StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            end.countDown();
            data.interrupt();
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
