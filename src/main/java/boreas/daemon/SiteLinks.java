package boreas.daemon;

import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.config.CjdrouteConf;
import boreas.config.PeerConf;
import boreas.crypto.Crypto;
import boreas.cryptoauth.PairCredentials;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.link.CarriedNetworks;
import boreas.link.PeerSettings;
import boreas.link.PortInfo;
import boreas.node.Node;
import boreas.node.NodeCommand;
import boreas.site.PlannedPeer;
import boreas.site.SitePlan;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Links that follow from a site file: each machine of it may connect, with the credentials that
/// follow from both keys and from its own address only, and is called where its address is known.
///
/// What `cjdroute.conf` says about a machine comes first: one that its `connectTo` names is called
/// as it says there. Both ends may call; the two hellos become one link.
final class SiteLinks {
    private final SitePlan plan;
    private final CjdrouteConf conf;
    private final Crypto crypto;
    private final EventLog log;

    SiteLinks(SitePlan plan, CjdrouteConf conf, Crypto crypto, EventLog log) {
        this.plan = plan;
        this.conf = conf;
        this.crypto = crypto;
        this.log = log;
    }

    /// Tells what holds for all links, those of `cjdroute.conf` and of memory too. First of all, on
    /// the thread that starts the loop.
    void prepare(Node node, long nowNs) {
        node.onCommand(
                new NodeCommand.RefuseInside(
                        new CarriedNetworks(plan.site().networks(), plan.own().behind())),
                nowNs);
        var names = new HashMap<PublicKey, String>();
        for (var m : plan.site().machines()) names.put(m.key(), m.name());
        node.onCommand(new NodeCommand.NameNodes(names), nowNs);
    }

    /// Before the loop runs, on the thread that starts it.
    ///
    /// @param ports of UDP
    void into(Node node, List<PortInfo> ports, long nowNs) {
        sayWhereOthersWillCall(ports);
        var explicit = explicitPeers();
        for (var peer : plan.peers()) {
            var credentials = PairCredentials.between(conf.identity(), peer.key(), crypto);
            var login = credentials == null ? null : credentials.login();
            if (credentials == null || login == null) {
                warn(peer, "its key is one that everybody can compute with; left out");
                continue;
            }
            node.onCommand(
                    new NodeCommand.AddPassword(
                            credentials.password(),
                            new String(login, StandardCharsets.US_ASCII),
                            peer.key().ip6()),
                    nowNs);
            if (peer.endpoint() == null || explicit.contains(peer.key())) continue;
            var port = port(peer.endpoint(), ports);
            if (port == null) {
                warn(peer, "no UDPInterface has an address of the kind of " + peer.endpoint());
                continue;
            }
            var refusal =
                    node.onCommand(
                            new NodeCommand.Connect(
                                    new PeerSettings(
                                            port.port(),
                                            peer.endpoint(),
                                            peer.key(),
                                            credentials,
                                            peer.machine(),
                                            0)),
                            nowNs);
            if (refusal.isPresent()) warn(peer, refusal.get().text());
        }
    }

    private Set<PublicKey> explicitPeers() {
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
            for (var p : ports) if (kind(p) == address.kind()) return p;
            return null;
        }
        return ports.isEmpty() ? null : ports.getFirst();
    }

    private static LinkAddress.Kind kind(PortInfo port) {
        return port.kind() == PortInfo.Kind.UDP6 ? LinkAddress.Kind.UDP6 : LinkAddress.Kind.UDP4;
    }

    /// The easiest mistake, and the hardest to see: everybody calls a port where nobody listens.
    private void sayWhereOthersWillCall(List<PortInfo> ports) {
        var own = plan.own().underlay();
        if (own == null) return;
        int called =
                switch (own) {
                    case PeerEndpoint.Numeric(LinkAddress address) -> address.udpPort();
                    case PeerEndpoint.Named name -> name.udpPort();
                };
        for (var p : ports) if (p.udpPort() == called) return;
        log.event(
                Level.WARN,
                "site",
                "the others call this machine at %s, but no UDPInterface is bound to port %d; write it in \"bind\", unless a router translates it"
                        .formatted(own, called));
    }

    private void warn(PlannedPeer peer, String why) {
        log.event(Level.WARN, "site", "no call to " + peer.machine() + ": " + why);
    }
}
