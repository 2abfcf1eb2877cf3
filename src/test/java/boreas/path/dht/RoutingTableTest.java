package boreas.path.dht;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import boreas.label.Label;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<PublicKey> keys = TestKeys.endless(8).limit(200).toList();
    private final PublicKey own = keys.getFirst(), other = keys.get(1);
    private final RoutingTable table = new RoutingTable(own);

    private List<Long> ways(PublicKey key) {
        var node = table.find(key.ip6());
        return node == null ? List.of() : node.ways().stream().map(KnownNode.Way::label).toList();
    }

    @Test
    void weAreNotInOurOwnTable() {
        assertThat(table.onTold(own, 22, 0x13, 0)).isNull();
    }

    @Test
    void aPathThatCannotBeSplicedIsNoPath() {
        assertThat(table.onTold(other, 22, Label.INVALID, 0)).isNull();
        assertThat(table.onTold(other, 22, Label.SELF, 0)).isNull();
        assertThat(table.all()).isEmpty();
    }

    @Test
    void aKeyOutsideTheNetworkIsNotLearned() {
        var foreign = PublicKey.of(new byte[32], 0);
        assertThat(foreign.isNodeKey()).isFalse();
        assertThat(table.onTold(foreign, 22, 0x13, 0)).isNull();
    }

    @Test
    void directLinksComeFirstThenShortWays() {
        table.onTold(other, 22, 0x1553, 1);
        table.onTold(other, 22, 0x153, 2);
        table.onPeerUp(other, 22, 0x482, 3);
        assertThat(ways(other)).containsExactly(0x482L, 0x153L, 0x1553L);
    }

    @Test
    void onlyTheBestWaysAreKept() {
        for (int i = 0; i < 10; i++) table.onTold(other, 22, 0x1003 + i * 0x10L, i);
        assertThat(ways(other)).hasSize(KnownNode.WAYS_MAX);
    }

    @Test
    void hearsayAboutALinkLeavesItALink() {
        table.onPeerUp(other, 22, 0x13, 1);
        table.onTold(other, 22, 0x13, 2);
        assertThat(table.peers()).hasSize(1);
    }

    @Test
    void whatGoesThroughADeadLinkIsForgotten() {
        table.onPeerUp(other, 22, 0x13, 0);
        table.onTold(other, 22, Label.splice(0x15, 0x17), 0);
        table.onTold(keys.get(2), 22, Label.splice(0x15, 0x13), 0);
        table.onPathGone(0x13);
        assertThat(ways(other)).containsExactly(Label.splice(0x15, 0x17));
        assertThat(ways(keys.get(2))).isEmpty();
    }

    @Test
    void whenASwitchRenumbersItsLinksWhatWasBeyondIsForgotten() {
        table.onTold(other, 22, 0x133, 0);
        table.onTold(keys.get(2), 22, Label.splice(0x15, 0x133), 0);
        table.onTold(keys.get(3), 22, 0x153, 0);
        table.onEndOf(0x133, other);
        assertThat(table.all()).hasSize(3);
        table.onEndOf(0x133, own);
        assertThat(table.all()).extracting(KnownNode::key).containsExactly(keys.get(3));
    }

    @Test
    void theVersionThatANodeTellsItselfIsBelieved() {
        table.onTold(other, 20, 0x13, 0);
        var node = table.onHeard(other, 22, 0x13, 0);
        table.onTold(other, 99, 0x13, 0);
        assertThat(node).isNotNull();
        if (node != null) assertThat(node.version()).isEqualTo(22);
    }

    @Test
    void theTableIsBoundedAndKeepsWhoHasSpoken() {
        for (int i = 1; i <= 10; i++) table.onHeard(keys.get(i), 22, 0x13 + i * 0x100, 0);
        for (int i = 11; i < 200; i++) table.onTold(keys.get(i), 22, 0x1003 + i * 0x100, i);
        assertThat(table.all()).hasSize(RoutingTable.OTHERS_MAX);
        for (int i = 1; i <= 10; i++) assertThat(ways(keys.get(i))).isNotEmpty();
        assertThat(ways(keys.get(199))).isNotEmpty();
        assertThat(ways(keys.get(11))).isEmpty();
    }

    @Test
    void peersDoNotCountAgainstTheBound() {
        for (int i = 1; i < 150; i++) table.onTold(keys.get(i), 22, 0x1003 + i * 0x100, i);
        for (int i = 150; i < 180; i++)
            table.onPeerUp(keys.get(i), 22, Label.ofInterface(i - 148), 0);
        assertThat(table.peers()).hasSize(30);
        assertThat(table.all()).hasSize(30 + RoutingTable.OTHERS_MAX);
    }

    @Test
    void hearsayFades() {
        table.onTold(other, 22, 0x153, 0);
        table.onPeerUp(keys.get(2), 22, 0x13, 0);
        table.forgetFaded(RoutingTable.FADED_NS + SECOND);
        assertThat(ways(other)).isEmpty();
        assertThat(ways(keys.get(2))).containsExactly(0x13L);
    }
}
