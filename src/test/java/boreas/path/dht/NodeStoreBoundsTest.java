package boreas.path.dht;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import org.junit.jupiter.api.Test;

/// What a store holds at most, and whom it lets go first.
class NodeStoreBoundsTest extends OneStore {
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
