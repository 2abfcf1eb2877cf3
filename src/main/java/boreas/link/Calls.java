package boreas.link;

import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.SecureSession;
import boreas.env.EventLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Peers whom we call because we were told to, or remember them: which port reaches them, and whose
/// an address is when two want it.
final class Calls {
    private final Links links;
    private final CryptoAuthContext context;
    private final Ports ports;

    Calls(Links links, CryptoAuthContext context, Ports ports) {
        this.links = links;
        this.context = context;
        this.ports = ports;
    }

    Peer connect(PeerSettings settings, long nowNs) throws PeerRefused {
        if (ports.find(settings.port()) == null)
            throw new PeerRefused(PeerRefused.Reason.NO_SUCH_PORT);
        if (!settings.key().isNodeKey() || settings.key().equals(context.identity().publicKey()))
            throw new PeerRefused(PeerRefused.Reason.BAD_KEY);
        var session =
                new SecureSession(context, settings.key(), false, settings.credentials(), nowNs);
        var peer =
                links.newPeer(
                        settings.port(), settings.key(), Peer.Origin.SETTINGS, session, nowNs);
        peer.setSettings(settings, nowNs);
        if (settings.endpoint() instanceof PeerEndpoint.Numeric(LinkAddress address)) {
            if (address.isInsideCjdns()) throw new PeerRefused(PeerRefused.Reason.LOOP);
            if (links.carried().contain(address)) throw new PeerRefused(PeerRefused.Reason.CARRIED);
            if (portFor(settings, address) < 0)
                throw new PeerRefused(PeerRefused.Reason.WRONG_FAMILY);
            if (!place(peer, address, nowNs))
                throw new PeerRefused(PeerRefused.Reason.ADDRESS_TAKEN);
        }
        if (!links.register(peer, -1)) throw new PeerRefused(PeerRefused.Reason.NO_SLOT);
        peer.call(nowNs);
        return peer;
    }

    void greet(KnownPeer known, long nowNs) {
        var a = known.address();
        // Of a former run, whose ports a reload may have numbered otherwise.
        int port = ports.find(known.port()) == null ? ports.fitting(a) : known.port();
        if (!ports.fits(port, a)) return;
        if (a.isInsideCjdns() || links.carried().carry(a)) {
            links.log(
                    EventLog.Level.WARN,
                    "no greeting to " + known.key().ip6() + " at " + a + ", a loop");
            return;
        }
        for (var p : links.peers()) if (p.key().equals(known.key()) && !p.isIncoming()) return;
        if (links.peerAt(port, a.hi(), a.lo(), a.udpPort()) != null) return;
        var session = new SecureSession(context, known.key(), true, null, nowNs);
        var peer = links.newPeer(port, known.key(), Peer.Origin.MEMORY, session, nowNs);
        peer.setLinkAddress(port, a.hi(), a.lo(), a.udpPort());
        if (links.register(peer, known.slot())) peer.call(nowNs);
    }

    void onResolved(Peer peer, List<LinkAddress> addresses, long nowNs) {
        var usable = new ArrayList<LinkAddress>();
        for (var address : addresses) {
            if (address.isInsideCjdns() || links.carried().contain(address))
                links.log(
                        EventLog.Level.WARN,
                        peer + " resolves to " + address + ", a loop; left out");
            else if (isFree(portFor(peer.settings(), address), address, peer)) usable.add(address);
        }
        peer.onResolved(usable, nowNs);
    }

    /// Moves a peer to another address of its name.
    ///
    /// @return false when another configured peer is there
    boolean move(Peer peer, LinkAddress to, long nowNs) {
        var before = peer.linkAddress();
        if (!place(peer, to, nowNs)) return false;
        links.log(EventLog.Level.INFO, peer + (before == null ? "" : ", was at " + before));
        return true;
    }

    /// Finds a port for the address and puts the peer there, unless another peer is there already.
    private boolean place(Peer peer, LinkAddress address, long nowNs) {
        int port = portFor(peer.settings(), address);
        if (!isFree(port, address, peer)) return false;
        var other = links.peerAt(port, address.hi(), address.lo(), address.udpPort());
        if (other != null && other != peer) links.remove(other, nowNs);
        links.relocate(peer, port, address);
        return true;
    }

    /// Whether a peer may be at this address; one that merely called gives way.
    private boolean isFree(int port, LinkAddress address, Peer peer) {
        if (port < 0) return false;
        var other = links.peerAt(port, address.hi(), address.lo(), address.udpPort());
        return other == null || other == peer || other.isIncoming();
    }

    private int portFor(@Nullable PeerSettings settings, LinkAddress address) {
        if (settings == null) return -1;
        if (ports.fits(settings.port(), address)) return settings.port();
        return settings.endpoint() instanceof PeerEndpoint.Numeric ? -1 : ports.fitting(address);
    }
}
