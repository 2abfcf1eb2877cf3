package boreas.admin;

import boreas.address.AddressException;
import boreas.address.LinkAddress;
import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.cryptoauth.State;
import boreas.label.Label;
import boreas.link.PeerState;
import boreas.link.PeerStats;
import boreas.session.SessionStats;
import boreas.switching.SwitchPinger.Result;
import boreas.value.Value;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import boreas.wire.LinkAddressField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts a fake node into the state in which a recorded reply was given, so that only the way from
/// that state to the reply is judged.
final class RecordedNode {
    private RecordedNode() {}

    static void learn(FakeNode node, String function, Value.Dict reply, long epochMillis) {
        switch (function) {
            case "Core_nodeInfo" -> node.self = FakeNode.address(text(reply, "myAddr"));
            case "Core_pid" -> node.process.id = reply.number("pid", 0);
            case "AuthorizedPasswords_add" ->
                    node.acceptsPasswords = !text(reply, "error").startsWith("Password already");
            case "InterfaceController_peerStats" -> learnPeers(node, reply, epochMillis);
            case "SessionManager_sessionStats", "SessionManager_sessionStatsByIP" -> {
                node.sessions.clear();
                if (reply.has("addr")) node.sessions.add(session(reply, epochMillis));
            }
            case "InterfaceController_disconnectPeer" -> {
                if (reply.has("error")) node.peers.clear();
            }
            case "SessionManager_getHandles" -> learnHandles(node, reply);
            case "SwitchPinger_ping" -> learnPing(node, reply);
            case "UDPInterface_getFd" -> node.process.descriptor = (int) reply.number("fd", -1);
            case "Allocator_bytesAllocated" -> node.process.memoryBytes = reply.number("bytes", 0);
            case "Security_checkPermissions" ->
                    node.process.userId = (int) reply.number("userId", -1);
            case "Security_getUser" -> node.process.userFault = text(reply, "error");
            case "ETHInterface_new" -> node.ethernetFault = text(reply, "error");
            default -> RecordedTable.learn(node, function, reply);
        }
    }

    /// Whom a request removed was there, or was not.
    static void learnUser(FakeNode node, String function, Value.Dict arguments, Value.Dict reply) {
        if (!function.equals("AuthorizedPasswords_remove")) return;
        var user = text(arguments, "user");
        node.users.removeIf(user::equals);
        if (text(reply, "error").equals("none")) node.users.add(user);
    }

    private static void learnPeers(FakeNode node, Value.Dict reply, long epochMillis) {
        var peers = reply.items("peers");
        if (peers == null) return;
        if (peers.size() == 0) {
            // A page past the end, which tells only how many there are.
            var other = FakeNode.peer(FakeNode.address(FakeNode.PEER), PeerState.ESTABLISHED, null);
            node.peers.clear();
            for (long i = reply.number("total", 0); i > 0; i--) node.peers.add(other);
            return;
        }
        node.peers.clear();
        for (var p : peers.values()) node.peers.add(peer((Value.Dict) p, epochMillis));
    }

    private static PeerStats peer(Value.Dict p, long epochMillis) {
        return new PeerStats(
                1,
                FakeNode.address(text(p, "addr")),
                text(p, "lladdr"),
                PeerState.valueOf(text(p, "state")),
                0,
                p.has("user") ? text(p, "user") : null,
                (int) p.number("ifNum", 0),
                4,
                p.number("isIncoming", 0) != 0,
                false,
                nodeTime(p.number("last", 0), epochMillis),
                -1,
                p.number("bytesIn", 0),
                p.number("bytesOut", 0),
                (int) p.number("recvKbps", 0),
                (int) p.number("sendKbps", 0),
                p.number("receivedPackets", 0),
                p.number("lostPackets", 0),
                p.number("duplicates", 0),
                p.number("receivedOutOfRange", 0),
                0,
                0);
    }

    private static void learnHandles(FakeNode node, Value.Dict reply) {
        node.sessions.clear();
        var handles = reply.items("handles");
        if (handles == null) return;
        for (var h : handles.values())
            node.sessions.add(
                    FakeNode.session(
                            FakeNode.address(FakeNode.PEER), (int) ((Value.Int) h).number()));
    }

    private static SessionStats session(Value.Dict s, long epochMillis) {
        long used = s.number("timeOfLastUsage", 0);
        var address = FakeNode.address(text(s, "addr"));
        return new SessionStats(
                address,
                State.valueOf(text(s, "state")),
                (int) s.number("handle", 0),
                (int) s.number("sendHandle", 0),
                List.of(FakeNode.path(address.label())),
                (int) s.number("metric", 0),
                false,
                false,
                FakeNode.NOW_NS,
                used == 0 ? Long.MIN_VALUE : nodeTime(used, epochMillis),
                0,
                0,
                0,
                0,
                0,
                s.number("lostPackets", 0),
                s.number("duplicates", 0),
                s.number("receivedOutOfRange", 0));
    }

    private static long nodeTime(long epochMillis, long nowEpochMillis) {
        return FakeNode.NOW_NS - (nowEpochMillis - epochMillis) * 1_000_000;
    }

    private static void learnPing(FakeNode node, Value.Dict reply) {
        for (var r : Result.values())
            if (r.text().equals(text(reply, "result"))) node.pingResult = r;
        node.pingMs = reply.number("ms", 0);
        node.pingReply = node.pingResult == Result.TIMEOUT ? null : pong(reply);
    }

    private static @Nullable ControlFrame pong(Value.Dict reply) {
        int version = (int) reply.number("version", 22);
        var none = Bytes.EMPTY;
        try {
            if (reply.has("key")) {
                var key = PublicKey.parse(text(reply, "key"));
                return new ControlFrame.KeyPong(version, Bytes.of(key.bytes()), none);
            }
            if (reply.has("lladdr")) {
                var address = LinkAddressField.of(LinkAddress.parse(text(reply, "lladdr")));
                return new ControlFrame.LinkAddressReply(version, address, none);
            }
            if (reply.has("rpath"))
                return new ControlFrame.RpathReply(
                        version, Label.parse(text(reply, "rpath")), none);
            if (reply.has("snode")) {
                var name = NodeAddress.parse(text(reply, "snode"));
                var snode =
                        new ControlFrame.Snode(
                                name.version(), 0, Bytes.of(name.key().bytes()), name.label());
                return new ControlFrame.GetSnodeReply(version, snode, none);
            }
        } catch (AddressException e) {
            throw new AssertionError(reply.toString(), e);
        }
        return new ControlFrame.Pong(version, none);
    }

    private static String text(Value.Dict dict, String key) {
        var s = dict.str(key);
        return s == null ? "" : s.text();
    }
}
