package boreas.path.dht;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.label.Label;
import org.junit.jupiter.api.Test;

/// Which paths a store tells of, and in which order.
class NodeStorePathsTest extends OneStore {
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
}
