package boreas.path.dht;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.World;
import boreas.label.EncodingScheme;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Who is told of paths when, and how much work that is at one time.
class DestinationsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long SETTLED_NS = SECOND;
    private static final int PEERS = 10;
    private static final int TALKED_TO = 100;

    private final List<PublicKey> keys = TestKeys.endless(9).limit(1_200).toList();
    private final Timers timers = new Timers();
    private final World world =
            new World(new Random(1)::nextBytes, timers, new Counters(), EventLog.SILENT);
    private final NodeStore store =
            new NodeStore(keys.getFirst(), EncodingScheme.V358, world.counters());
    private final List<Ip6> told = new ArrayList<>();
    private final Map<Ip6, Long> usedNs = new HashMap<>();

    private final Destinations destinations =
            new Destinations(
                    world,
                    new Destinations.Talkers() {
                        @Override
                        public void offer(List<Route> routes, long nowNs) {
                            if (!routes.isEmpty()) told.add(routes.getFirst().end().address());
                        }

                        @Override
                        public long lastUseNs(Ip6 destination) {
                            return usedNs.getOrDefault(destination, Long.MIN_VALUE);
                        }
                    },
                    store,
                    new PeerQuestions(new Nobody(), store));

    private static final class Nobody implements Messenger {
        @Override
        public boolean askForNodes(KnownNode node, Ip6 target, Questions.Asker asker, long nowNs) {
            return false;
        }

        @Override
        public boolean askForPeers(KnownNode node, long from, Questions.Asker asker, long nowNs) {
            return false;
        }

        @Override
        public void learn(KnownNode teller, Reply reply, long nowNs) {}
    }

    /// Nodes behind the peers, each behind two of them.
    private void network(int nodes) {
        for (int peer = 1; peer <= PEERS; peer++)
            store.onPeerUp(keys.get(peer), 22, EncodingScheme.V358.ofInterface(peer + 1), 0);
        for (int i = PEERS + 1; i <= nodes; i++) {
            told(i % PEERS + 1, i, 2 + i / PEERS);
            told((i + 1) % PEERS + 1, i, 102 + i / PEERS);
        }
        for (int i = PEERS + 1; i <= Math.min(nodes, PEERS + TALKED_TO); i++)
            destinations.onWanted(keys.get(i).ip6(), 0);
        timers.runUntil(SETTLED_NS);
        told.clear();
    }

    private void told(int teller, int node, int slot) {
        var from = requireNonNull(store.find(keys.get(teller).ip6()));
        store.onTold(from, new Node(keys.get(node), EncodingScheme.V358.ofInterface(slot), 22), 0);
    }

    private void loseAPeer() {
        store.onPeerDown(EncodingScheme.V358.ofInterface(2));
        destinations.onPeersChanged(SETTLED_NS);
    }

    @Test
    void aLinkThatGoesIsToldToAFewDestinationsAtATimeInALargeNet() {
        network(1_000);
        int each = Destinations.NODES_IN_A_PERIOD / store.size();
        loseAPeer();
        timers.runUntil(SETTLED_NS);
        assertThat(told).hasSize(each);
        long nowNs = SETTLED_NS;
        while (told.size() < TALKED_TO) {
            int before = told.size();
            nowNs += Destinations.PERIOD_NS;
            timers.runUntil(nowNs);
            assertThat(told.size() - before).isBetween(1, each);
        }
        assertThat(nowNs - SETTLED_NS).isLessThan(SECOND / 4);
        assertThat(told).doesNotHaveDuplicates();
    }

    @Test
    void linksThatGoTogetherCostNoMoreAtATime() {
        network(1_000);
        loseAPeer();
        loseAPeer();
        destinations.onSilent(keys.get(50).ip6(), SETTLED_NS);
        destinations.onWanted(keys.get(51).ip6(), SETTLED_NS);
        timers.runUntil(SETTLED_NS);
        assertThat(told).hasSize(Destinations.NODES_IN_A_PERIOD / store.size());
    }

    @Test
    void whereSomethingWentLastIsToldFirst() {
        network(1_000);
        for (int i = 0; i < 4; i++) usedNs.put(keys.get(80 - i).ip6(), SETTLED_NS - i);
        usedNs.put(keys.get(40).ip6(), SETTLED_NS - SECOND);
        loseAPeer();
        assertThat(told)
                .containsExactly(
                        keys.get(80).ip6(),
                        keys.get(79).ip6(),
                        keys.get(78).ip6(),
                        keys.get(77).ip6());
    }

    @Test
    void inASmallNetEverybodyIsToldAtOnce() {
        network(30);
        loseAPeer();
        assertThat(told).hasSize(30 - PEERS).doesNotHaveDuplicates();
    }

    @Test
    void whoTalksForTheFirstTimeDoesNotWait() {
        network(1_000);
        loseAPeer();
        told.clear();
        destinations.onWanted(keys.get(300).ip6(), SETTLED_NS);
        assertThat(told).containsExactly(keys.get(300).ip6());
    }
}
