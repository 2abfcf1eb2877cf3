package boreas.link;

import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.cryptoauth.Credentials;
import boreas.cryptoauth.SecureSession;
import boreas.cryptoauth.State;
import boreas.env.Verdict;
import boreas.wire.Packet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls one peer and asks it for signs of life: what [Liveness] decides is done here. Each hello
/// and each probe is a ping; this also knows where to call, and with what words.
final class Caller implements Liveness.Actions {
    private static final long RESOLVE_SILENT_NS = 8_000_000_000L;
    private static final long RESOLVE_SPACING_NS = 30_000_000_000L;

    private final Links links;
    private final Peer peer;
    private final SecureSession session;
    private final LinkProbe probe = new LinkProbe();
    private final NamedAddresses named = new NamedAddresses();
    private final Hearsay hearsay;
    private int hellosSent;
    private long resolveAskedNs = Long.MIN_VALUE;

    Caller(Links links, Peer peer, SecureSession session, long nowNs) {
        this.links = links;
        this.peer = peer;
        this.session = session;
        hearsay = new Hearsay(links, session, peer, this::greetAfresh, nowNs);
    }

    // --- what liveness wants

    @Override
    public void probe(long nowNs) {
        resolveWhenSilent(nowNs);
        if (!peer.hasAddress()) return;
        if (session.state() != State.ESTABLISHED) beforeHello(nowNs);
        var ping = ping(nowNs);
        if (ping != null) peer.sendProbe(ping, nowNs);
    }

    @Override
    public void greetAfresh(long nowNs) {
        session.renew(nowNs);
        // A session that is not established any more needs no fresh one beside it: probes drive it.
        if (!peer.hasAddress() || !session.isRenewing()) return;
        beforeHello(nowNs);
        var ping = ping(nowNs);
        if (ping != null) peer.sendRenewal(ping, nowNs);
    }

    /// The last hello was not answered, or there was none.
    private void beforeHello(long nowNs) {
        hellosSent++;
        if (!peer.isCalling() && !peer.isSuspect()) return;
        hearsay.beforeHello(nowNs);
        var to = named.onUnansweredHello();
        if (to == null || !links.calls().move(peer, to, nowNs)) return;
        if (named.isFirstRound()) peer.retrySoon(nowNs);
    }

    private @Nullable Packet ping(long nowNs) {
        var ping = links.packets().take();
        if (ping == null) links.count(Verdict.NO_ROOM);
        else probe.write(ping, Links.PROTOCOL_VERSION, links.world().random(), nowNs);
        return ping;
    }

    /// When the ping was sent that this answers, see [LinkProbe#sentNs].
    long sentNs(Packet pong, int dataAt) {
        return probe.sentNs(pong, dataAt);
    }

    /// The link is established.
    void onAnswered() {
        hellosSent = 0;
        named.onAnswer();
    }

    /// Handshakes begun or repeated since the last answer.
    int hellosSent() {
        return hellosSent;
    }

    @Override
    public void onDoubtConfirmed(long nowNs) {
        peer.onDoubtConfirmed(nowNs);
    }

    // --- where, and with what words

    /// A name is looked up, whenever that was done last.
    void lookUpAgain(long nowNs) {
        var settings = peer.settings();
        if (settings == null || !(settings.endpoint() instanceof PeerEndpoint.Named name)) return;
        resolveAskedNs = nowNs;
        links.resolver().resolve(peer.id(), name);
    }

    private void resolveWhenSilent(long nowNs) {
        var settings = peer.settings();
        if (settings == null || !(settings.endpoint() instanceof PeerEndpoint.Named name)) return;
        if (peer.hasAddress() && !peer.isSilentFor(RESOLVE_SILENT_NS, nowNs)) return;
        if (resolveAskedNs != Long.MIN_VALUE && nowNs - resolveAskedNs < RESOLVE_SPACING_NS) return;
        resolveAskedNs = nowNs;
        links.resolver().resolve(peer.id(), name);
    }

    void onResolved(List<LinkAddress> addresses, long nowNs) {
        var to = named.onResolved(addresses, peer.linkAddress());
        if (to == null || !links.calls().move(peer, to, nowNs)) return;
        greetAfresh(nowNs);
        if (!session.isRenewing()) peer.call(nowNs);
    }

    void onBeacon(Credentials heard, boolean isWell, long nowNs) {
        hearsay.onHeard(heard, isWell, nowNs);
    }

    void stop() {
        hearsay.stop();
    }
}
