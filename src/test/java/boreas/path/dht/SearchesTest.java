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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whom a search asks while nobody answers.
class SearchesTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<PublicKey> keys = TestKeys.endless(6).limit(60).toList();
    private final PublicKey a = keys.get(1), b = keys.get(2);
    private final Ip6 target = keys.get(8).ip6();
    private final Timers timers = new Timers();
    private final World world =
            new World(new Random(1)::nextBytes, timers, new Counters(), EventLog.SILENT);
    private final NodeStore store =
            new NodeStore(keys.getFirst(), EncodingScheme.V358, world.counters());
    private final List<KnownNode> asked = new ArrayList<>();
    private final Searches searches =
            new Searches(
                    world,
                    new Messenger() {
                        @Override
                        public boolean askForNodes(
                                KnownNode node, Ip6 target, Questions.Asker asker, long nowNs) {
                            asked.add(node);
                            return true;
                        }

                        @Override
                        public boolean askForPeers(
                                KnownNode node, long from, Questions.Asker asker, long nowNs) {
                            return false;
                        }

                        @Override
                        public void learn(KnownNode teller, Reply reply, long nowNs) {}
                    },
                    store,
                    new Questions(world.random(), timers));

    private KnownNode node(PublicKey key) {
        return requireNonNull(store.find(key.ip6()));
    }

    @Test
    void aPeerThatDoesNotAnswerIsAskedAgainInEachRoundAsNobodyElseIs() {
        store.onPeerUp(a, 21, 0x13, 0);
        store.onTold(node(a), new Node(b, 0x15, 21), 0);
        node(a).unanswered = node(b).unanswered = 2;
        searches.want(target, 0);
        for (long ns = 0; ns < 9 * SECOND; ns += SECOND / 10) timers.runUntil(ns);
        assertThat(asked).containsOnly(node(a)).hasSizeGreaterThanOrEqualTo(3);
    }

    /// Each of them costs the search its patience, and many of them all its questions.
    @Test
    void peersThatDoNotAnswerAreAskedAfterAllThatDo() {
        for (int i = 9; i < 50; i++)
            store.onPeerUp(keys.get(i), 21, EncodingScheme.V358.ofInterface(i), 0);
        store.all().forEach(peer -> peer.unanswered = 2);
        store.onPeerUp(a, 21, 0x13, 0);
        store.onPeerUp(b, 21, 0x15, 0);
        searches.want(target, 0);
        assertThat(asked).hasSize(Search.AT_ONE_TIME).contains(node(a), node(b));
    }

    @Test
    void whatASearchAsksIsBoundedThoughNobodyAnswers() {
        for (int i = 9; i < 50; i++)
            store.onPeerUp(keys.get(i), 21, EncodingScheme.V358.ofInterface(i), 0);
        store.all().forEach(peer -> peer.unanswered = 2);
        searches.want(target, 0);
        for (long ns = 0; ns < 60 * SECOND; ns += SECOND / 10) timers.runUntil(ns);
        assertThat(asked).hasSizeBetween(20, 80);
        assertThat(searches.size()).isZero();
    }
}
