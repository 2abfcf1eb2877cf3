package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.AdminFunction.openLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.address.AddressException;
import boreas.address.PublicKey;
import boreas.link.PeerStats;
import boreas.link.PortInfo;
import boreas.node.NodeCommand;
import boreas.node.NodeSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// `InterfaceController_*`: peers and the interfaces to them. Source: cjdns protocol, admin API,
/// peer record; peering layer, statistics.
final class PeerFunctions {
    private static final int PEERS_PER_PAGE = 6;
    private static final int INTERFACES_PER_PAGE = 6;

    private final NodeGate node;

    private PeerFunctions(NodeGate node) {
        this.node = node;
    }

    static List<AdminFunction> of(NodeGate node) {
        var f = new PeerFunctions(node);
        return List.of(
                guardedLater(
                        "InterfaceController_disconnectPeer",
                        f::disconnectPeer,
                        required("pubkey", STRING)),
                guardedLater(
                        "InterfaceController_interfaces", f::interfaces, optional("page", INT)),
                openLater("InterfaceController_peerStats", f::peerStats, optional("page", INT)),
                guardedLater(
                        "InterfaceController_resetPeering",
                        f::resetPeering,
                        optional("pubkey", STRING)));
    }

    private CompletableFuture<Reply> disconnectPeer(Call call) {
        PublicKey key;
        try {
            key = PublicKey.parse(call.arguments().requiredText("pubkey"));
        } catch (AddressException e) {
            return CompletableFuture.completedFuture(disconnected(0).with("error", "bad key"));
        }
        return node.send(new NodeCommand.Disconnect(key))
                .thenApply(count ->
                        count > 0
                                ? disconnected(count)
                                : disconnected(0).with("error", "no peer found for that key"));
    }

    private static Reply disconnected(int count) {
        return new Reply().with("success", count > 0).with("sessionsDisconnected", count);
    }

    /// Within a page the newest interface comes first, as genuine nodes have it.
    private CompletableFuture<Reply> interfaces(Call call) {
        return node.snapshot()
                .thenApply(s -> {
                    var page =
                            Page.of(
                                    s.ports(),
                                    call.arguments().number("page", 0),
                                    INTERFACES_PER_PAGE);
                    return new Reply()
                            .with("total", s.ports().size())
                            .withMore(page.hasMore())
                            .withDicts(
                                    "ifaces",
                                    page.items().reversed().stream()
                                            .map(PeerFunctions::describe)
                                            .toList());
                });
    }

    private static Reply describe(PortInfo port) {
        return new Reply()
                .with("ifNum", port.ifNum())
                .with("name", port.name())
                .with("beaconState", port.beacon().title());
    }

    private CompletableFuture<Reply> peerStats(Call call) {
        return node.snapshot()
                .thenApply(s -> {
                    var page =
                            Page.of(s.peers(), call.arguments().number("page", 0), PEERS_PER_PAGE);
                    var time = new NodeTime(s.nowNs(), call.epochMillis());
                    return new Reply()
                            .with("total", s.peers().size())
                            .withMore(page.hasMore())
                            .withDicts(
                                    "peers",
                                    page.items().stream().map(p -> record(p, s, time)).toList());
                });
    }

    /// The genuine peer record.
    static Reply record(PeerStats peer, NodeSnapshot node, NodeTime time) {
        return new Reply()
                .with("addr", peer.address().toString())
                .with("lladdr", peer.linkAddress())
                .with("state", peer.state().name())
                .with("last", time.epochMillisOf(peer.lastNs()))
                .with("bytesIn", peer.bytesIn())
                .with("bytesOut", peer.bytesOut())
                .with("recvKbps", peer.receiveKbps())
                .with("sendKbps", peer.sendKbps())
                .with("duplicates", peer.duplicates())
                .with("lostPackets", peer.lostPackets())
                .with("receivedOutOfRange", peer.receivedOutOfRange())
                .with("receivedPackets", peer.receivedPackets())
                .with("isIncoming", peer.isIncoming())
                .with("ifNum", node.ifNum(peer.port()))
                .with("noiseProto", 0)
                .withIfKnown("user", peer.user());
    }

    private CompletableFuture<Reply> resetPeering(Call call) {
        var text = call.arguments().text("pubkey");
        PublicKey key;
        try {
            key = text == null ? null : PublicKey.parse(text);
        } catch (AddressException e) {
            return CompletableFuture.completedFuture(
                    new Reply().with("success", false).with("error", "bad key"));
        }
        return node.send(new NodeCommand.ResetPeering(key))
                .thenApply(_ -> new Reply().with("success", true));
    }
}
