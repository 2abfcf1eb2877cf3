package boreas.path.dht;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import boreas.env.Verdict;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Sender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a store learns of nodes and their links, and what makes it forget.
class NodeStoreTest extends OneStore {
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
}
