package boreas.path.dht;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Sender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeStoreTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Sender SENDER = new Sender(21, EncodingScheme.V358, 0);

    private final List<PublicKey> keys = TestKeys.endless(8).limit(1_500).toList();
    private final PublicKey own = keys.getFirst();
    private final PublicKey a = keys.get(1), b = keys.get(2), c = keys.get(3), d = keys.get(4);
    private final Counters counters = new Counters();
    private final NodeStore store = new NodeStore(own, EncodingScheme.V358, counters);

    private KnownNode peer(PublicKey key, long label) {
        return store.onPeerUp(key, 22, label, 0);
    }

    private void told(PublicKey teller, PublicKey key, long path) {
        store.onTold(node(teller), new Node(key, path, 22), 0);
    }

    private KnownNode node(PublicKey key) {
        return requireNonNull(store.find(key.ip6()));
    }

    private long label(PublicKey key) {
        store.all();
        var node = store.find(key.ip6());
        return node == null ? Label.INVALID : node.label();
    }

    private List<Long> routes(PublicKey key) {
        return store.routes(node(key), 4).stream().map(Route::label).toList();
    }

    // --- who and what is learned

    @Test
    void weAreNotInOurOwnStore() {
        peer(a, 0x13);
        told(a, own, 0x15);
        assertThat(store.find(own.ip6())).isNull();
        assertThat(store.onHeard(own, SENDER, 0x13, 0)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1})
    void aPathToNowhereIsRefused(long path) {
        peer(a, 0x13);
        told(a, b, path);
        assertThat(store.find(b.ip6())).isNull();
        assertThat(store.onHeard(b, SENDER, path, 0)).isNull();
    }

    @Test
    void aKeyOutsideTheNetworkIsNotLearned() {
        peer(a, 0x13);
        var foreign = PublicKey.of(new byte[32], 0);
        assertThat(foreign.isNodeKey()).isFalse();
        told(a, foreign, 0x15);
        assertThat(store.onHeard(foreign, SENDER, 0x153, 0)).isNull();
        assertThat(store.all()).hasSize(1);
    }

    @Test
    void aNodeThatTellsOfItselfTellsNothing() {
        peer(a, 0x13);
        told(a, a, 0x15);
        assertThat(store.links()).isEqualTo(1);
    }

    @Test
    void theVersionThatANodeTellsItselfIsBelieved() {
        peer(a, 0x13);
        told(a, b, 0x15);
        store.onHeard(b, SENDER, Label.splice(0x15, 0x13), 0);
        told(a, b, 0x15);
        assertThat(node(b).version()).isEqualTo(21);
    }

    @Test
    void aPathIsSplicedFromLinksThatDifferentNodesToldOf() {
        peer(a, 0x13);
        told(a, b, 0x15);
        told(b, c, 0x17);
        assertThat(label(c)).isEqualTo(Label.splice(0x17, Label.splice(0x15, 0x13)));
        assertThat(node(c).hops).isEqualTo(3);
    }

    @Test
    void aShorterWayReplacesThePathsBeginning() {
        peer(a, 0x13);
        told(a, b, 0x15);
        told(b, c, 0x17);
        told(c, d, 0x19);
        peer(b, 0x15);
        assertThat(label(d)).isEqualTo(Label.splice(0x19, Label.splice(0x17, 0x15)));
    }

    @Test
    void whoSpeaksShowsAPathEvenWhenNobodyToldOfIt() {
        peer(a, 0x13);
        long path = Label.splice(0x17, Label.splice(0x15, 0x13));
        store.onHeard(c, SENDER, path, 0);
        assertThat(label(c)).isEqualTo(path);
        assertThat(node(c).hops).isEqualTo(3);
    }

    @Test
    void aLongPathIsCutIntoHopsAsTheyBecomeKnown() {
        peer(a, 0x13);
        store.onHeard(c, SENDER, Label.splice(0x17, Label.splice(0x15, 0x13)), 0);
        told(a, b, 0x15);
        assertThat(requireNonNull(node(c).best).parent()).isSameAs(node(b));
        assertThat(requireNonNull(node(c).best).isOneHop()).isTrue();
    }

    @Test
    void aPathThatWasHeardBeforeItsFirstLinkIsNoneBesideIt() {
        store.onHeard(c, SENDER, Label.splice(0x15, 0x13), 0);
        peer(a, 0x13);
        assertThat(requireNonNull(node(c).best).parent()).isSameAs(node(a));
        assertThat(store.root().links()).hasSize(1);
    }

    // --- labels

    @Test
    void aDirectorIsAsLongAsThatOfTheInterfaceBywhichThePathComesIn() {
        peer(a, 0x13);
        told(a, b, 0x15);
        // We are behind slot 9 of a, as it tells: a director of 7 bits.
        told(a, own, EncodingScheme.V358.ofInterface(9));
        long wide = EncodingScheme.V358.widened(0x15, 7);
        assertThat(label(b)).isEqualTo(Label.splice(wide, 0x13));
    }

    @Test
    void theWayBackThatANodeTellsItselfCountsToo() {
        peer(a, 0x13);
        told(a, b, 0x15);
        store.onHeard(a, new Sender(21, EncodingScheme.V358, 1), 0x13, 0);
        assertThat(label(b)).isEqualTo(Label.splice(EncodingScheme.V358.widened(0x15, 7), 0x13));
    }

    @Test
    void aLabelThatDoesNotFitIsCountedAndLearnedNowhere() {
        peer(a, 0x13);
        long far = 0x13;
        for (int i = 0; i < 13; i++) far = Label.splice(0x15, far);
        store.onHeard(b, SENDER, far, 0);
        assertThat(label(b)).isEqualTo(far);
        told(b, c, 0x15);
        assertThat(store.find(c.ip6())).isNull();
        assertThat(counters.of(Verdict.LABEL_TOO_LONG)).isEqualTo(1);
    }

    @Test
    void anotherSchemeOfANodeIsUsedForItsDirectors() {
        peer(a, 0x13);
        store.onHeard(a, new Sender(21, EncodingScheme.F8, 0), 0x13, 0);
        told(a, b, EncodingScheme.F8.ofInterface(77));
        assertThat(label(b)).isEqualTo(Label.splice(EncodingScheme.F8.ofInterface(77), 0x13));
        assertThat(node(b).hops).isEqualTo(2);
    }

    @Test
    void aNodeThatChangesItsSchemeHasOtherLinks() {
        peer(a, 0x13);
        told(a, b, 0x15);
        store.onHeard(a, new Sender(21, EncodingScheme.V48, 0), 0x13, 0);
        assertThat(label(b)).isEqualTo(Label.INVALID);
    }

    // --- links that come and go

    @Test
    void whatIsBehindADeadLinkIsReachedAnotherWayOrNotAtAll() {
        peer(a, 0x13);
        peer(b, 0x15);
        told(a, c, 0x15);
        told(a, d, 0x17);
        told(b, d, 0x17);
        store.onPeerDown(0x13);
        assertThat(label(c)).isEqualTo(Label.INVALID);
        assertThat(label(d)).isEqualTo(Label.splice(0x17, 0x15));
        peer(a, 0x13);
        assertThat(label(c)).isEqualTo(Label.splice(0x15, 0x13));
    }

    @Test
    void nobodysWordChangesOurOwnLinks() {
        peer(a, 0x13);
        store.onHeard(b, SENDER, 0x13, 0);
        told(a, b, 0x15);
        assertThat(label(a)).isEqualTo(0x13);
        assertThat(label(b)).isEqualTo(Label.splice(0x15, 0x13));
    }

    @Test
    void aSwitchMayRenumberItsLinks() {
        peer(a, 0x13);
        told(a, b, 0x15);
        told(a, c, 0x15);
        assertThat(label(b)).isEqualTo(Label.INVALID);
        assertThat(label(c)).isEqualTo(Label.splice(0x15, 0x13));
    }

    @Test
    void whoSpeaksFromBehindARelayDoesNotReplaceAProvenLink() {
        peer(a, 0x13);
        told(a, b, 0x15);
        told(b, c, 0x17);
        store.onAnswered(label(c), SECOND);
        long toC = label(c);
        // a, on the way, says that its own message came from where c is; then that another's did.
        store.onHeard(a, SENDER, toC, 2 * SECOND);
        store.onHeard(d, SENDER, toC, 2 * SECOND);
        assertThat(label(c)).isEqualTo(toC);
        assertThat(node(d).links()).isEmpty();
        assertThat(label(d)).isEqualTo(Label.INVALID);
    }

    @Test
    void theNodeBeforeItReplacesAProvenLink() {
        peer(a, 0x13);
        told(a, b, 0x15);
        store.onAnswered(label(b), SECOND);
        told(a, c, 0x15);
        assertThat(label(c)).isEqualTo(Label.splice(0x15, 0x13));
        assertThat(label(b)).isEqualTo(Label.INVALID);
    }

    @Test
    void aProvenLinkThatDoesNotAnswerAnyMoreIsReplacedByWhoSpeaksFromThere() {
        peer(a, 0x13);
        told(a, b, 0x15);
        long there = label(b);
        store.onAnswered(there, SECOND);
        store.onHeard(c, SENDER, there, 2 * SECOND);
        assertThat(label(b)).isEqualTo(there);
        store.onLost(there, 3 * SECOND, 6 * SECOND);
        store.onHeard(c, SENDER, there, 7 * SECOND);
        assertThat(label(c)).isEqualTo(there);
    }

    @Test
    void aProvenPathIsNotGivenUpForAHopThatOnlyARelayTellsOf() {
        peer(a, 0x13);
        told(a, b, 0x15);
        long behindB = Label.splice(0x19, 0x17);
        long toC = Label.splice(behindB, label(b));
        store.onHeard(c, SENDER, toC, SECOND);
        store.onAnswered(toC, SECOND);
        // d speaks as if it were the hop between, with a scheme in which the rest is no director.
        long toHop = Label.splice(0x17, label(b));
        store.onHeard(d, new Sender(22, EncodingScheme.F8, 0), toHop, 2 * SECOND);
        assertThat(label(c)).isEqualTo(toC);
    }

    @Test
    void aPeerThatIsNotNamedAnyMoreIsGone() {
        peer(a, 0x13);
        told(a, b, 0x15);
        told(a, c, 0x17);
        var answer = List.of(new Node(c, 0x17, 22), new Node(keys.get(9), 1, 22));
        store.onPeersTold(node(a), answer, 0, true, 100 * SECOND);
        assertThat(label(b)).isEqualTo(Label.INVALID);
        assertThat(label(c)).isNotEqualTo(Label.INVALID);
    }

    @Test
    void aLinkThatWorkedAMomentAgoOutlastsAnAnswerWithoutIt() {
        peer(a, 0x13);
        told(a, b, 0x15);
        store.onAnswered(label(b), 80 * SECOND);
        store.onPeersTold(node(a), List.of(), 0, true, 100 * SECOND);
        assertThat(label(b)).isNotEqualTo(Label.INVALID);
    }

    @Test
    void peersBeyondTheLastOfAFullAnswerAreNotMissed() {
        peer(a, 0x13);
        told(a, b, 0x15);
        told(a, c, 0x1f);
        store.onPeersTold(node(a), List.of(new Node(b, 0x15, 22)), 0, false, 100 * SECOND);
        assertThat(label(c)).isNotEqualTo(Label.INVALID);
    }

    @Test
    void hearsayFades() {
        peer(a, 0x13);
        told(a, b, 0x15);
        store.forgetFaded(NodeStore.FADED_NS + SECOND);
        assertThat(store.find(b.ip6())).isNull();
        assertThat(label(a)).isEqualTo(0x13);
        assertThat(store.links()).isEqualTo(1);
    }

    // --- costs

    @Test
    void ofEqualPathsTheProvenOneIsUsed() {
        peer(a, 0x13);
        peer(b, 0x15);
        told(a, c, 0x15);
        told(b, c, 0x15);
        long byA = Label.splice(0x15, 0x13), byB = Label.splice(0x15, 0x15);
        assertThat(label(c)).as("the smaller label").isEqualTo(byA);
        store.onAnswered(byB, SECOND);
        assertThat(label(c)).isEqualTo(byB);
    }

    @Test
    void aPathThatDoesNotAnswerCostsMoreEachTime() {
        peer(a, 0x13);
        peer(b, 0x15);
        told(a, c, 0x15);
        told(b, d, 0x17);
        told(d, c, 0x19);
        long near = Label.splice(0x15, 0x13);
        assertThat(label(c)).isEqualTo(near);
        store.onLost(near, SECOND, 4 * SECOND);
        store.onLost(near, 5 * SECOND, 8 * SECOND);
        assertThat(label(c)).isEqualTo(Label.splice(0x19, Label.splice(0x17, 0x15)));
        store.onAnswered(near, 10 * SECOND);
        assertThat(label(c)).as("it answers again").isEqualTo(near);
    }

    @Test
    void aLinkOverWhichSomethingElseCameMeanwhileIsNotBlamed() {
        peer(a, 0x13);
        told(a, b, 0x15);
        told(b, c, 0x17);
        store.onAnswered(label(b), 3 * SECOND);
        int before = node(b).cost;
        store.onLost(label(c), 2 * SECOND, 5 * SECOND);
        store.all();
        assertThat(node(b).cost).isEqualTo(before);
        assertThat(node(c).cost).isGreaterThan(before + 2 * KnownLink.HOP);
    }

    @Test
    void aPathThatComesBackToUsIsSeenThrough() {
        peer(a, 0x13);
        peer(b, 0x15);
        told(a, own, 0x17);
        // a reaches b through us.
        told(a, b, Label.splice(0x15, 0x17));
        assertThat(store.routes(node(b), 4)).hasSize(1);
        told(a, c, Label.splice(0x19, Label.splice(0x15, 0x17)));
        assertThat(label(c)).as("behind b, as a says").isEqualTo(Label.splice(0x19, 0x15));
    }

    // --- several paths

    @Test
    void pathsWithoutACommonRelayComeFirst() {
        peer(a, 0x13);
        peer(b, 0x15);
        told(a, c, 0x15);
        told(b, c, 0x17);
        told(a, d, 0x17);
        told(d, c, 0x15);
        assertThat(routes(c))
                .startsWith(Label.splice(0x15, 0x13), Label.splice(0x17, 0x15))
                .doesNotHaveDuplicates();
    }

    @Test
    void theWayAroundADirectLinkIsAPathToo() {
        peer(a, 0x13);
        peer(b, 0x15);
        told(a, b, 0x17);
        assertThat(routes(b)).containsExactly(0x15L, Label.splice(0x17, 0x13));
    }

    @Test
    void aBridgeIsSharedByAllPaths() {
        peer(a, 0x13);
        told(a, b, 0x15);
        told(b, c, 0x17);
        assertThat(routes(c)).hasSize(1);
    }

    @Test
    void relaysInCommonAreCounted() {
        peer(a, 0x13);
        peer(b, 0x15);
        told(a, c, 0x15);
        told(b, c, 0x17);
        told(c, d, 0x19);
        long byA = Label.splice(0x19, Label.splice(0x15, 0x13));
        long byB = Label.splice(0x19, Label.splice(0x17, 0x15));
        assertThat(store.sharedHops(byA, byB)).as("c").isEqualTo(1);
        assertThat(store.sharedHops(byA, byA)).as("a and c").isEqualTo(2);
        assertThat(store.sharedHops(0x13, byB)).as("a direct link").isZero();
        long unknown = Label.splice(0x1b, Label.splice(0x19, 0x13));
        assertThat(store.sharedHops(byA, unknown)).as("a").isEqualTo(1);
        assertThat(store.sharedHops(unknown, unknown)).as("a, and one without a name").isEqualTo(2);
    }

    // --- bounds

    @Test
    void aLiarWhoInventsNodesPushesOutOnlyItsOwn() {
        peer(a, 0x13);
        peer(b, 0x15);
        for (int i = 10; i < 20; i++) {
            told(a, keys.get(i), EncodingScheme.V358.ofInterface(i));
            store.onHeard(keys.get(i), SENDER, label(keys.get(i)), SECOND);
        }
        PublicKey at = b;
        for (int i = 20; i < 1_500; i++) {
            if (i % 250 == 0) {
                at = keys.get(i);
                told(b, at, EncodingScheme.V358.ofInterface(10 + i / 250));
            } else {
                told(at, keys.get(i), EncodingScheme.V358.ofInterface(2 + i % 250));
            }
        }
        assertThat(store.all()).hasSizeLessThanOrEqualTo(NodeStore.NODES_MAX);
        for (int i = 10; i < 20; i++) assertThat(label(keys.get(i))).isNotEqualTo(Label.INVALID);
        assertThat(label(a)).isEqualTo(0x13);
    }

    @Test
    void linksAreBounded() {
        for (int i = 1; i <= 20; i++) peer(keys.get(i), EncodingScheme.V358.ofInterface(i + 1));
        for (int i = 1; i <= 20; i++)
            for (int j = 0; j < 256; j++)
                told(keys.get(i), keys.get(100 + j), EncodingScheme.V358.ofInterface(2 + j));
        assertThat(store.links()).isLessThanOrEqualTo(NodeStore.LINKS_MAX);
        for (int i = 1; i <= 20; i++) assertThat(node(keys.get(i)).isPeer()).isTrue();
    }

    @Test
    void pathsOfUnknownHopsToOneNodeAreBounded() {
        peer(a, 0x13);
        for (int i = 0; i < 100; i++) {
            long path = Label.splice(EncodingScheme.V358.ofInterface(i + 2), 0x15);
            store.onHeard(c, SENDER, Label.splice(path, 0x13), i);
        }
        assertThat(node(c).inbound()).hasSize(NodeStore.PATHS_TO_NODE_MAX);
    }

    @Test
    void aDirectLinkOutlastsAFloodThoughAnotherPathIsBetter() {
        peer(a, 0x13);
        peer(b, 0x15);
        told(a, b, 0x17);
        for (int i = 1; i <= 6; i++) store.onLost(0x15, i * SECOND, i * SECOND);
        for (int i = 1; i <= 2; i++) store.onLost(Label.splice(0x17, 0x13), i * SECOND, i * SECOND);
        store.onAnswered(0x13, 7 * SECOND);
        assertThat(node(b).isPeer()).isFalse();
        flood(1_400);
        assertThat(requireNonNull(store.root().linkWith(0x15)).child()).isSameAs(node(b));
    }

    @Test
    void linksAreCountedThoughMakingRoomTakesOneThatIsReplaced() {
        peer(a, 0x13);
        flood(NodeStore.NODES_MAX - 1);
        assertThat(store.all()).hasSize(NodeStore.NODES_MAX);
        told(keys.get(100), keys.get(1_499), EncodingScheme.V358.ofInterface(2 + 101));
        assertThat(store.all()).hasSizeLessThan(NodeStore.NODES_MAX);
        int links = store.root().links().size();
        for (var n : store.all()) links += n.links().size();
        assertThat(store.links()).isEqualTo(links);
    }

    @Test
    void whoWasGivenUpIsReachedNoMoreByThoseWhoStillHoldIt() {
        peer(a, 0x13);
        told(a, b, 0x15);
        var held = node(b);
        assertThat(PeerQuestions.mayAsk(held, 0)).isTrue();
        store.remove(held);
        assertThat(held.isReachable()).isFalse();
        assertThat(PeerQuestions.mayAsk(held, 0)).isFalse();
        told(a, b, 0x15);
        assertThat(store.current(held)).isSameAs(node(b)).isNotSameAs(held);
    }

    /// Nodes known by hearsay only, behind a.
    private void flood(int count) {
        PublicKey at = a;
        for (int i = 100; i < 100 + count; i++) {
            if (i % 200 == 100) {
                at = keys.get(i);
                told(a, at, EncodingScheme.V358.ofInterface(200 + i / 200));
            } else {
                told(at, keys.get(i), EncodingScheme.V358.ofInterface(2 + i % 200));
            }
        }
    }

    @Test
    void longPathsThatOthersInventLeaveANodesOwnLinksTheirPlace() {
        peer(a, 0x13);
        told(a, b, 0x15);
        for (int i = 0; i < 2 * NodeStore.LINKS_OF_NODE_MAX; i++) {
            long path = EncodingScheme.V358.ofInterface(2 + i % 200);
            path = Label.splice(EncodingScheme.V358.ofInterface(2 + i / 200), path);
            told(a, keys.get(100 + i), Label.splice(path, 0x15));
        }
        assertThat(node(b).links()).hasSize(NodeStore.LINKS_OF_NODE_MAX);
        told(b, c, EncodingScheme.V358.ofInterface(250));
        assertThat(label(c)).isNotEqualTo(Label.INVALID);
        assertThat(node(b).links()).hasSize(NodeStore.LINKS_OF_NODE_MAX);
    }
}
