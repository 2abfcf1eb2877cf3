package boreas.admin;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.link.SentAway;
import boreas.value.Value;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A running node, ours or a genuine one, as commands change it that also change its configuration:
/// who may connect, and whom it calls.
public final class RunningNode {
    private final AdminClient client;

    private RunningNode(AdminClient client) {
        this.client = client;
    }

    /// The node with this address; null when none answers.
    ///
    /// @throws AdminException when another node answers, or the password is refused
    public static @Nullable RunningNode find(AdminClient client, Ip6 self) {
        Value.Dict info;
        try {
            info = client.callOpen("Core_nodeInfo", Value.dict().build());
        } catch (AdminException e) {
            if (e.kind() == AdminException.Kind.NO_ANSWER) return null;
            throw e;
        }
        var ip6 = HumanText.of(info, "myIp6");
        if (!isSame(ip6, self))
            throw new AdminException(
                    AdminException.Kind.REFUSED,
                    "at %s answers the node %s, not that of the configuration, %s"
                            .formatted(client.node(), ip6, self));
        return new RunningNode(client);
    }

    private static boolean isSame(String text, Ip6 self) {
        try {
            return Ip6.parse(text).equals(self);
        } catch (AddressException e) {
            return false;
        }
    }

    /// Who may connect.
    public Set<String> users() {
        var users = new HashSet<String>();
        for (int page = 0; ; page++) {
            var reply =
                    client.call("AuthorizedPasswords_list", Value.dict().put("page", page).build());
            int before = users.size();
            users.addAll(reply.texts("users"));
            // Some genuine nodes give all of them on each page.
            if (users.size() == before) return users;
        }
    }

    /// @throws AdminException when the node does not want it
    public void addUser(String user, byte[] password) {
        client.call(
                "AuthorizedPasswords_add",
                Value.dict().put("password", password).put("user", user).build());
    }

    /// Nobody connects by this name any more. False when it had no such user.
    public boolean removeUser(String user) {
        try {
            client.call("AuthorizedPasswords_remove", Value.dict().put("user", user).build());
            return true;
        } catch (AdminException e) {
            if (e.kind() == AdminException.Kind.REFUSED) return false;
            throw e;
        }
    }

    /// Ends the links with those who came in by the password of this name.
    public SentAway sendAway(String user) {
        if (!client.knows("Boreas_sendAway")) return new SentAway(endLinksShownAs(user), 0);
        var reply = client.call("Boreas_sendAway", Value.dict().put("user", user).build());
        return new SentAway((int) reply.number("ended", 0), (int) reply.number("called", 0));
    }

    /// A genuine node has no other way to tell.
    private int endLinksShownAs(String user) {
        int ended = 0;
        for (var peer : PeersReport.peers(client)) {
            var address = peer.address();
            if (address == null || !peer.isIncoming() || !peer.name().equals(user)) continue;
            endLinks(address.key());
            ended++;
        }
        return ended;
    }

    /// Ends the links with this node, and calls it no more.
    public void endLinks(PublicKey key) {
        try {
            client.call(
                    "InterfaceController_disconnectPeer",
                    Value.dict().put("pubkey", key.toString()).build());
        } catch (AdminException e) {
            // Somebody else was quicker.
            if (e.kind() != AdminException.Kind.REFUSED) throw e;
        }
    }

    /// Calls a peer from now on.
    ///
    /// @param name for people; empty without
    /// @throws AdminException when the node will not
    public void call(
            PeerEndpoint endpoint, PublicKey key, String login, byte[] password, String name) {
        var arguments =
                Value.dict()
                        .put("address", endpoint.toString())
                        .put("publicKey", key.toString())
                        .put("interfaceNumber", interfaceFor(endpoint))
                        .put("login", login)
                        .put("password", password);
        if (!name.isEmpty()) arguments.put("peerName", name);
        client.call("UDPInterface_beginConnection", arguments.build());
    }

    /// The first socket of the address's family; 0 where the node does not say.
    private long interfaceFor(PeerEndpoint endpoint) {
        boolean is6 =
                endpoint instanceof PeerEndpoint.Numeric(LinkAddress address)
                        && address.kind() == LinkAddress.Kind.UDP6;
        var reply =
                client.call("InterfaceController_interfaces", Value.dict().put("page", 0).build());
        long found = -1;
        for (var one : reply.dicts("ifaces")) {
            if (!HumanText.of(one, "name").startsWith(is6 ? "UDP/IPv6/" : "UDP/IPv4/")) continue;
            long number = one.number("ifNum", 0);
            if (found < 0 || number < found) found = number;
        }
        return Math.max(found, 0);
    }

    /// Whether a link with this node works.
    public boolean isLinkedWith(PublicKey key) {
        for (var peer : PeersReport.peers(client))
            if (peer.address() != null && peer.address().key().equals(key) && peer.isEstablished())
                return true;
        return false;
    }

    /// What is probably wrong with the link to this node; null when nothing is, or none is known.
    public @Nullable String troubleWith(PublicKey key, long nowMs) {
        for (var peer : PeersReport.peers(client))
            if (peer.address() != null && peer.address().key().equals(key))
                return PeerDiagnosis.of(peer, nowMs);
        return null;
    }
}
