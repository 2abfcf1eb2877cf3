package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.link.PeerState;
import boreas.value.Value;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/// `ReachabilityCollector_getPeerInfo`; its shape is in the vectors `admin/*.json`.
final class PeerHistoryTest {
    private final FakeNode node = new FakeNode();
    private final PeerHistory history = new PeerHistory();

    @Test
    void keepsEighteenSlotsOfWhatCameInEach() {
        for (int i = 0; i < PeerHistory.SLOTS + 2; i++) {
            peers(PeerState.ESTABLISHED);
            history.sample(node.snapshot().join(), node);
        }
        var link = link();
        assertThat(link.number("samples", 0)).isEqualTo(PeerHistory.SLOTS + 1);
        for (var key : new String[] {"lagSlots", "dropSlots", "kbRecvSlots"})
            assertThat(link.items(key)).isEqualTo(Value.of(Collections.nCopies(18, Value.of(0))));
    }

    @Test
    void asksEachPeerOnceForThePathBack() {
        peers(PeerState.ESTABLISHED);
        node.pingReply = new ControlFrame.RpathReply(22, 0x15, Bytes.EMPTY);
        history.sample(node.snapshot().join(), node);
        assertThat(link().str("pathThemToUs")).isEqualTo(Value.of("0000.0000.0000.0015"));
        assertThat(link().number("querying", -1)).isZero();
        node.commands.clear();
        history.sample(node.snapshot().join(), node);
        assertThat(node.commands).as("the snapshot alone").hasSize(1);
    }

    @Test
    void givesUpAskingWhoNeverTells() {
        peers(PeerState.ESTABLISHED);
        for (int i = 0; i < PeerHistory.ASKS_MAX; i++) history.sample(node.snapshot().join(), node);
        assertThat(link().number("querying", -1)).isOne();
        node.commands.clear();
        history.sample(node.snapshot().join(), node);
        assertThat(node.commands).as("the snapshot alone").hasSize(1);
        assertThat(link().number("querying", -1)).isZero();
    }

    @Test
    void forgetsLinksThatAreDown() {
        peers(PeerState.ESTABLISHED);
        history.sample(node.snapshot().join(), node);
        assertThat(link().number("querying", -1)).as("nobody has told the path back").isOne();
        peers(PeerState.UNRESPONSIVE);
        history.sample(node.snapshot().join(), node);
        assertThat(history.describe()).isEmpty();
    }

    private void peers(PeerState state) {
        node.peers.clear();
        node.peers.add(FakeNode.peer(FakeNode.address(FakeNode.PEER), state, null));
    }

    private Value.Dict link() {
        return history.describe().getFirst().toDict();
    }
}
