package boreas.node;

import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PublicKey;
import boreas.env.Verdict;
import boreas.link.BeaconState;
import boreas.link.CarriedNetworks;
import boreas.link.KnownPeer;
import boreas.link.PeerRefused;
import boreas.link.PeerSettings;
import boreas.link.PortInfo;
import boreas.link.PortSettings;
import boreas.link.SentAway;
import boreas.path.dht.DhtSnapshot;
import boreas.path.dht.DhtStats;
import boreas.path.trace.PathTrace;
import boreas.path.trace.RouterPing;
import boreas.switching.SwitchPinger;
import boreas.tap.Tap;
import boreas.tunnel.TunnelSettings;
import boreas.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that can be asked of a running node: by the configuration at its start, by the admin API, by
/// the drivers. `R` is what [Node#onCommand] answers at once.
public sealed interface NodeCommand<R> {
    /// A socket or device is open; the answer tells its number.
    record AddPort(PortInfo.Local local) implements NodeCommand<PortInfo> {
        /// A UDP socket.
        public AddPort(LinkAddress local) {
            this(new PortInfo.Local.Udp(local));
        }
    }

    /// A socket or device is closed: its peers go, its number is not used again. The answer is
    /// false when there was none.
    record RemovePort(int port) implements NodeCommand<Boolean> {}

    /// What people and their tools call a port by from now on, [PortInfo#ifNum]; whoever was called
    /// so takes the number that becomes free. The answer is false when there is no such port.
    record NumberPort(int port, int ifNum) implements NodeCommand<Boolean> {}

    /// What a port was told until now; empty when there is none.
    record AskPortSettings(int port) implements NodeCommand<Optional<PortSettings>> {}

    /// What a port does with beacons from now on; [BeaconState#SEND] sends one at once, so the
    /// driver must know its broadcast devices by then. The answer is false when there is no such
    /// port.
    record SetBeacon(int port, BeaconState state) implements NodeCommand<Boolean> {}

    /// Call this peer from now on. The answer is empty, or why it can't be a peer.
    record Connect(PeerSettings peer) implements NodeCommand<Optional<PeerRefused.Reason>> {}

    /// No link may lead into these networks from now on. To be told before anybody is called.
    record RefuseInside(CarriedNetworks networks) implements NodeCommand<Done> {}

    /// What people call the nodes with these keys; whoever is configured by another name keeps it.
    record NameNodes(Map<PublicKey, String> names) implements NodeCommand<Done> {
        public NameNodes {
            names = Map.copyOf(names);
        }
    }

    /// Greet peers of a former run.
    record Greet(List<KnownPeer> peers) implements NodeCommand<Done> {
        public Greet {
            peers = List.copyOf(peers);
        }
    }

    /// Who would be greeted after a restart.
    record AskKnownPeers() implements NodeCommand<List<KnownPeer>> {}

    /// The answer to [Outside#resolve]; no addresses when the name has none.
    record Resolved(long peerId, List<LinkAddress> addresses) implements NodeCommand<Done> {
        public Resolved {
            addresses = List.copyOf(addresses);
        }
    }

    /// Remove all peers with this key; the answer tells how many there were.
    record Disconnect(PublicKey key) implements NodeCommand<Integer> {}

    /// End the link to the peer that is called by these settings; the answer is false when there is
    /// none.
    record StopCalling(PeerSettings peer) implements NodeCommand<Boolean> {}

    /// Another name or version for a peer that is called with these words already; its link goes
    /// on. False when there is none.
    record TellPeer(PeerSettings peer) implements NodeCommand<Boolean> {}

    /// The host has other addresses, devices or routes than before; or it slept, and the world went
    /// on without it.
    record NetworkChanged(boolean hasSlept) implements NodeCommand<Done> {}

    /// Reset the link sessions of the peers with this key, or of all; the answer tells how many.
    record ResetPeering(@Nullable PublicKey key) implements NodeCommand<Integer> {}

    /// Let peers in who know this password.
    ///
    /// @param user login and name for people; null is called `Anon #N`
    /// @param onlyFor the one address that may use it; null any
    record AddPassword(byte[] password, @Nullable String user, @Nullable Ip6 onlyFor)
            implements NodeCommand<Boolean> {}

    /// Forget all passwords of this user; the answer tells how many there were.
    record RemovePassword(String user) implements NodeCommand<Integer> {}

    /// Forget one password, which was added with just these words; the answer is what its user was
    /// called, empty when there is none. Links that it opened go on until [SendAway].
    record RevokePassword(byte[] password, @Nullable String user, @Nullable Ip6 onlyFor)
            implements NodeCommand<Optional<String>> {}

    /// Whether a password is there that was added with just these words.
    record HasPassword(byte[] password, @Nullable String user, @Nullable Ip6 onlyFor)
            implements NodeCommand<Boolean> {}

    /// End the links with those who came in by the password of this user, and remember them no
    /// more. Those that are called stay.
    record SendAway(String user) implements NodeCommand<SentAway> {}

    /// Ask the node at the end of a path, by a control frame. The verdict is [Verdict#OK] when the
    /// listener will be called, once, on the data loop.
    record SwitchPing(
            SwitchPinger.Question question,
            long path,
            Bytes data,
            long timeoutNs,
            SwitchPinger.Listener onAnswer)
            implements NodeCommand<Verdict> {}

    /// The same with a ping of a given length, see [SwitchPinger#askSized].
    record SizedPing(long path, int frameBytes, long timeoutNs, SwitchPinger.Listener onAnswer)
            implements NodeCommand<Verdict> {}

    /// Ask the router of a node inside its session; the listener will be called once, on the data
    /// loop.
    record AskRouter(RouterPing.Request request, RouterPing.Listener onOutcome)
            implements NodeCommand<Done> {}

    /// Look at a path hop by hop. False when another is being looked at; else the listener will be
    /// called once, on the data loop, within a minute.
    record TracePath(PathTrace.Request request, PathTrace.Listener onTrace)
            implements NodeCommand<Boolean> {}

    /// Carry the packets of a remote site's device from now on. The answer is empty, or a sentence
    /// for the operator that says why it can't be.
    record OpenTunnel(TunnelSettings tunnel) implements NodeCommand<Optional<String>> {}

    /// Stop carrying them, and forget all that waits. False when there is no such tunnel.
    record CloseTunnel(int tunId) implements NodeCommand<Boolean> {}

    /// Reset the end-to-end session with this address; false when there is none.
    record ResetSession(Ip6 address) implements NodeCommand<Boolean> {}

    /// Hand a program of this machine copies of a kind of content from now on.
    record RegisterTap(Tap tap) implements NodeCommand<Tap.Registration> {}

    /// Hand it none any more. False when there is none at this port.
    record UnregisterTap(int udpPort) implements NodeCommand<Boolean> {}

    /// Which there are, in the order of registration.
    record ListTaps() implements NodeCommand<List<Tap>> {}

    /// What the pathfinder has done.
    record TakeDhtStats() implements NodeCommand<DhtStats> {}

    /// How often things happened.
    record TakeCounts() implements NodeCommand<NodeCounts> {}

    /// What the pathfinder knows; too much for every [TakeSnapshot].
    record TakeDhtSnapshot() implements NodeCommand<DhtSnapshot> {}

    /// A picture of the node as it is now.
    record TakeSnapshot() implements NodeCommand<NodeSnapshot> {}
}
