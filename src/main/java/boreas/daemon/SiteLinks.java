package boreas.daemon;

import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.config.CjdrouteConf;
import boreas.config.PeerConf;
import boreas.crypto.Crypto;
import boreas.cryptoauth.Credentials;
import boreas.cryptoauth.PairCredentials;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.link.CarriedNetworks;
import boreas.link.PeerSettings;
import boreas.link.PeerStats;
import boreas.link.PortInfo;
import boreas.node.Node;
import boreas.node.NodeCommand;
import boreas.site.PlannedPeer;
import boreas.site.SitePlan;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Links that follow from a site file: each machine of it may connect, with the credentials that
/// follow from both keys and from its own address only, and is called where its address is known.
///
/// What `cjdroute.conf` says about a machine comes first: one that its `connectTo` names is called
/// as it says there. Both ends may call; the two hellos become one link.
///
/// By the loop's thread, or before it runs.
final class SiteLinks {
    private final Crypto crypto;
    private final EventLog log;

    /// Whom the node lets in because of the site, by the login.
    private final Map<PublicKey, String> logins = new HashMap<>();

    /// Whom it calls because of the site, and how.
    private final Map<PublicKey, PeerSettings> called = new HashMap<>();

    SiteLinks(Crypto crypto, EventLog log) {
        this.crypto = crypto;
        this.log = log;
    }

    /// Tells what holds for all links, those of `cjdroute.conf` and of memory too. First of all.
    void prepare(SitePlan plan, Node node, long nowNs) {
        node.onCommand(
                new NodeCommand.RefuseInside(
                        new CarriedNetworks(plan.site().networks(), plan.own().behind())),
                nowNs);
        var names = new HashMap<PublicKey, String>();
        for (var m : plan.site().machines()) names.put(m.key(), m.name());
        node.onCommand(new NodeCommand.NameNodes(names), nowNs);
    }

    /// Makes the links those of this plan: at the start, after another site file, and after the
    /// node got other ports or peers. What is so already is not touched.
    void into(SitePlan plan, CjdrouteConf conf, Node node, long nowNs) {
        var state = node.onCommand(new NodeCommand.TakeSnapshot(), nowNs);
        var ports = state.ports().stream().filter(p -> !p.isEthernet()).toList();
        sayWhereOthersWillCall(plan, ports);
        var explicit = explicitPeers(conf);
        forgetOthersThan(plan, explicit, node, nowNs);
        for (var peer : plan.peers()) {
            var credentials = PairCredentials.between(conf.identity(), peer.key(), crypto);
            if (credentials == null) {
                warn(peer, "its key is one that everybody can compute with; left out");
                continue;
            }
            letIn(peer, credentials, node, nowNs);
            var endpoint = explicit.contains(peer.key()) ? null : peer.endpoint();
            if (isCalled(peer, endpoint, state.peers())) continue;
            var before = called.remove(peer.key());
            // Told by hand from now on: only this call ends, whatever port it went by.
            if (before != null && explicit.contains(peer.key()))
                for (var port : ports)
                    node.onCommand(new NodeCommand.StopCalling(before.from(port.port())), nowNs);
            else if (before != null) node.onCommand(new NodeCommand.Disconnect(peer.key()), nowNs);
            if (endpoint != null) call(peer, endpoint, credentials, ports, node, nowNs);
        }
    }

    private void forgetOthersThan(SitePlan plan, Set<PublicKey> explicit, Node node, long nowNs) {
        var wanted = new HashSet<PublicKey>();
        for (var peer : plan.peers()) wanted.add(peer.key());
        for (var entry : Map.copyOf(logins).entrySet()) {
            var key = entry.getKey();
            if (wanted.contains(key)) continue;
            node.onCommand(new NodeCommand.RemovePassword(entry.getValue()), nowNs);
            logins.remove(key);
            called.remove(key);
            if (!explicit.contains(key)) node.onCommand(new NodeCommand.Disconnect(key), nowNs);
        }
    }

    private void letIn(PlannedPeer peer, Credentials credentials, Node node, long nowNs) {
        var login = credentials.login();
        if (login == null) throw new AssertionError("a pair has a login");
        var user = new String(login, StandardCharsets.US_ASCII);
        if (logins.put(peer.key(), user) != null) return;
        node.onCommand(
                new NodeCommand.AddPassword(credentials.password(), user, peer.key().ip6()), nowNs);
    }

    /// Whether that is so already: a port that was closed has taken its peers with it.
    private boolean isCalled(
            PlannedPeer peer, @Nullable PeerEndpoint endpoint, List<PeerStats> peers) {
        if (endpoint == null) return !called.containsKey(peer.key());
        var now = called.get(peer.key());
        return now != null
                && now.endpoint().equals(endpoint)
                && peers.stream()
                        .anyMatch(p -> p.address().key().equals(peer.key()) && !p.isIncoming());
    }

    private void call(
            PlannedPeer peer,
            PeerEndpoint endpoint,
            Credentials credentials,
            List<PortInfo> ports,
            Node node,
            long nowNs) {
        var port = port(endpoint, ports);
        if (port == null) {
            warn(peer, "no UDPInterface has an address of the kind of " + endpoint);
            return;
        }
        var settings =
                new PeerSettings(port.port(), endpoint, peer.key(), credentials, peer.machine(), 0);
        var refusal = node.onCommand(new NodeCommand.Connect(settings), nowNs);
        if (refusal.isPresent()) warn(peer, refusal.get().text());
        else called.put(peer.key(), settings);
    }

    private static Set<PublicKey> explicitPeers(CjdrouteConf conf) {
        var keys = new HashSet<PublicKey>();
        for (var udp : conf.udpInterfaces()) add(udp.connectTo(), keys);
        for (var ethernet : conf.ethInterfaces()) add(ethernet.connectTo(), keys);
        return keys;
    }

    private static void add(List<PeerConf> peers, Set<PublicKey> keys) {
        for (var peer : peers) keys.add(peer.publicKey());
    }

    /// A name may turn out to have any kind of address; the link finds the port for it.
    private static @Nullable PortInfo port(PeerEndpoint endpoint, List<PortInfo> ports) {
        if (endpoint instanceof PeerEndpoint.Numeric(LinkAddress address)) {
            for (var p : ports) if (p.kind() == address.kind()) return p;
            return null;
        }
        return ports.isEmpty() ? null : ports.getFirst();
    }

    /// The easiest mistake, and the hardest to see: everybody calls a port where nobody listens.
    private void sayWhereOthersWillCall(SitePlan plan, List<PortInfo> ports) {
        var own = plan.own().underlay();
        if (own == null) return;
        int port =
                switch (own) {
                    case PeerEndpoint.Numeric(LinkAddress address) -> address.udpPort();
                    case PeerEndpoint.Named name -> name.udpPort();
                };
        for (var p : ports) if (p.udpPort() == port) return;
        log.event(
                Level.WARN,
                "site",
                "the others call this machine at %s, but no UDPInterface is bound to port %d; write it in \"bind\", unless a router translates it"
                        .formatted(own, port));
    }

    private void warn(PlannedPeer peer, String why) {
        log.event(Level.WARN, "site", "no call to " + peer.machine() + ": " + why);
    }
}
