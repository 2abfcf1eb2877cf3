package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.link.PeerState;
import boreas.node.NodeCommand;
import boreas.value.Value;
import org.junit.jupiter.api.Test;

/// `InterfaceController_*`: its words and commands.
final class PeerFunctionsTest extends FunctionsOnFakeNode {
    @Test
    void listsInterfacesSixOnAPageNewestFirstInside() {
        for (int i = 2; i < 7; i++) node.ports.add(FakeNode.udp(i, "10.77.0.1:" + i));
        var first = asker.call("InterfaceController_interfaces");
        assertThat(first.number("more", 0)).isEqualTo(1);
        assertThat(first.number("total", 0)).isEqualTo(7);
        assertThat(items(first, "ifaces").stream().map(v -> ((Value.Dict) v).number("ifNum", -1)))
                .containsExactly(5L, 4L, 3L, 2L, 1L, 0L);
        var second = asker.call("InterfaceController_interfaces", arguments("page", 1));
        assertThat(items(second, "ifaces")).hasSize(1);
        assertThat(second.has("more")).isFalse();
    }

    @Test
    void pagesPeersBySixAndSaysMoreOnlyWhenThereAreMore() {
        for (int i = 0; i < 12; i++)
            node.peers.add(
                    FakeNode.peer(FakeNode.address(FakeNode.PEER), PeerState.ESTABLISHED, null));
        assertThat(asker.call("InterfaceController_peerStats").number("more", 0)).isEqualTo(1);
        var second = asker.call("InterfaceController_peerStats", arguments("page", 1));
        assertThat(items(second, "peers")).hasSize(6);
        assertThat(second.has("more")).isFalse();
        assertThat(
                        items(
                                asker.call("InterfaceController_peerStats", arguments("page", 2)),
                                "peers"))
                .isEmpty();
    }

    @Test
    void tellsPeersWithoutAuthentication() {
        assertThat(
                        asker.callOpen("InterfaceController_peerStats", Value.dict().build())
                                .has("peers"))
                .isTrue();
    }

    @Test
    void disconnectsAllPeersOfAKey() {
        var address = FakeNode.address(FakeNode.PEER);
        node.peers.add(FakeNode.peer(address, PeerState.ESTABLISHED, null));
        node.peers.add(FakeNode.peer(address, PeerState.UNRESPONSIVE, null));
        var key = address.key().toString();
        assertThat(asker.call("InterfaceController_disconnectPeer", arguments("pubkey", key)))
                .hasToString("{\"sessionsDisconnected\"=2, \"success\"=1}");
        assertThat(asker.call("InterfaceController_disconnectPeer", arguments("pubkey", key)))
                .hasToString(
                        "{\"error\"=\"no peer found for that key\", \"sessionsDisconnected\"=0,"
                                + " \"success\"=0}");
    }

    @Test
    void resetsOnePeeringOrAll() {
        assertThat(asker.call("InterfaceController_resetPeering")).hasToString("{\"success\"=1}");
        assertThat(node.commands).containsExactly(new NodeCommand.ResetPeering(null));
        asker.call("InterfaceController_resetPeering", arguments("pubkey", KEY));
        assertThat(node.commands.getLast()).isEqualTo(new NodeCommand.ResetPeering(key()));
    }
}
