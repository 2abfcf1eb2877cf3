package boreas.link;

import boreas.address.LinkAddress;
import boreas.address.PublicKey;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.SecureSession;
import boreas.env.TokenBucket;
import boreas.env.Verdict;
import boreas.wire.CryptoAuthHeader;
import boreas.wire.Packet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Datagrams from addresses that no peer has. Only a hello is looked at, nothing happens by one
/// that does not authenticate, and whoever was let in has to prove that its hello was no replay.
final class Strangers {
    /// Handshakes that may cost a key agreement (some 40 us each): a burst for a restart with many
    /// peers, then a rate that keeps a flood below 1 % of a core.
    private static final int HANDSHAKES_BURST = 256;

    private static final int HANDSHAKES_PER_SECOND = 128;

    /// The same for hellos that need no password, since they name a key that we call. Anybody can
    /// name it; so they have a budget of their own, and take nothing from the others.
    private static final int MOVES_BURST = 8;

    private static final int MOVES_PER_SECOND = 4;

    /// Replayed hellos must not use up the 256 switch slots.
    private static final int PROBATION_MAX = 64;

    /// First byte of the addresses of nodes.
    private static final long CJDNS_PREFIX = 0xfc;

    private final Links links;
    private final CryptoAuthContext context;
    private final TokenBucket handshakes;
    private final TokenBucket moves;
    private final RefusedCallers refused = new RefusedCallers();
    private int onProbation;

    Strangers(Links links, CryptoAuthContext context, long nowNs) {
        this.links = links;
        this.context = context;
        handshakes = new TokenBucket(HANDSHAKES_BURST, HANDSHAKES_PER_SECOND, nowNs);
        moves = new TokenBucket(MOVES_BURST, MOVES_PER_SECOND, nowNs);
    }

    /// @param yielding a silent peer at this address that gives way, should this be a hello of
    ///   another node that may come in
    void onDatagram(Packet d, @Nullable Peer yielding, long nowNs) {
        var verdict = read(d, yielding, nowNs);
        if (verdict != Verdict.OK) links.count(verdict);
    }

    /// OK where the verdict was counted already.
    private Verdict read(Packet d, @Nullable Peer yielding, long nowNs) {
        if (d.linkHi >>> 56 == CJDNS_PREFIX) return Verdict.LINK_LOOP;
        if (!isHello(d)) return Verdict.UNKNOWN_SENDER;
        var key = PublicKey.of(d.get(CryptoAuthHeader.PERMANENT_KEY, PublicKey.BYTES), 0);
        if (!key.isNodeKey()) return Verdict.NOT_A_NODE_KEY;
        if (key.equals(context.identity().publicKey())) return Verdict.OWN_KEY;
        var address = links.portTable().linkAddress(d.port, d.linkHi, d.linkLo, d.linkUdpPort);
        if (links.carried().carry(address)) return Verdict.LINK_LOOP;
        // Whom we call may have moved, and greet from where it is now. It needs no password, since
        // we know its key; and it wants ours as before.
        boolean isUser = context.users().isMeantBy(d, key.ip6());
        var call = isUser ? null : links.callTo(key);
        if (!isUser && call == null) {
            refused.onRefused(d.port, address, key, Verdict.UNKNOWN_CREDENTIALS, nowNs);
            return Verdict.UNKNOWN_CREDENTIALS;
        }
        // It is where we call it, and wants another of our ports, which called it once.
        if (call != null && links.isHeardAt(key, address)) return Verdict.LINKED_ALREADY;
        var budget = isUser ? handshakes : moves;
        if (onProbation >= PROBATION_MAX || !budget.take(nowNs)) return Verdict.HANDSHAKE_RATE;
        var session =
                call == null
                        ? new SecureSession(context, key, true, null, nowNs)
                        : new SecureSession(context, key, false, call.credentials(), nowNs);
        var peer = links.newPeer(d.port, key, Peer.Origin.HELLO, session, nowNs);
        peer.setLinkAddress(d.port, d.linkHi, d.linkLo, d.linkUdpPort);
        var verdict = peer.onFirstHello(d, () -> admit(peer, yielding, nowNs), nowNs);
        noteOutcome(d.port, address, key, verdict, nowNs);
        return Verdict.OK;
    }

    static boolean isHello(Packet d) {
        return CryptoAuthHeader.fits(d)
                && CryptoAuthHeader.nonce(d) <= CryptoAuthHeader.REPEAT_HELLO;
    }

    /// Somebody who is a peer at this address already, and calls anew: one who came back with
    /// another password, or whom we call too. Of a peer that is heard it is somebody else's hello,
    /// or an old one.
    void onHelloOfPeer(Peer peer, Verdict verdict, long nowNs) {
        var address = peer.linkAddress();
        if (address == null || peer.isEstablished() && !peer.isSuspect()) return;
        switch (verdict) {
            case UNKNOWN_CREDENTIALS, AUTH_REQUIRED ->
                    refused.onRefused(
                            peer.port(), address, peer.key(), Verdict.UNKNOWN_CREDENTIALS, nowNs);
            default -> noteOutcome(peer.port(), address, peer.key(), verdict, nowNs);
        }
    }

    private boolean admit(Peer stranger, @Nullable Peer yielding, long nowNs) {
        if (yielding != null) links.remove(yielding, nowNs);
        if (!links.register(stranger, -1)) {
            links.count(Verdict.NO_SLOT);
            return false;
        }
        onProbation++;
        return true;
    }

    private void noteOutcome(
            int port, LinkAddress address, PublicKey key, Verdict verdict, long nowNs) {
        switch (verdict) {
            case OK -> refused.onAdmitted(key);
            case UNKNOWN_CREDENTIALS, HANDSHAKE_DECRYPT_FAILED, ADDRESS_RESTRICTED ->
                    refused.onRefused(port, address, key, verdict, nowNs);
            default -> {}
        }
    }

    /// Told about once a second how many have not proven themselves yet.
    void onCounted(int onProbation) {
        this.onProbation = onProbation;
    }

    List<RefusedCaller> refused(long nowNs) {
        return refused.list(nowNs);
    }
}
