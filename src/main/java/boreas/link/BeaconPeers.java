package boreas.link;

import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.SecureSession;
import boreas.env.EventLog;
import boreas.env.TokenBucket;
import boreas.env.Verdict;
import org.jspecify.annotations.Nullable;

/// Neighbours that are known by their beacons.
///
/// Whoever can send a broadcast can make up as many neighbours as it likes. So those that have
/// never answered are few at a time, new ones come at a bounded rate and leave switch slots for
/// others, and nobody who is established is touched by what a beacon says: it is tried beside what
/// works, see [SecureSession#offer].
final class BeaconPeers implements Beacons.Listener {
    /// A neighbour that lives answers within a round trip; hellos go out at 0, 0.25, 0.75, 1.75,
    /// 3.75, 7.75 and 15.75 s.
    static final long PROBATION_NS = 20_000_000_000L;

    static final int PROBATION_MAX = 16;

    /// An established neighbour, silent for so long, may be replaced by what a beacon says.
    private static final long GONE_NS = 60_000_000_000L;

    /// Beacons make no more peers when there are so many of any kind; of 256 switch slots.
    static final int PEERS_MAX = 192;

    /// Each costs a key agreement and some packets: a burst for a large segment whose power comes
    /// back, then a rate that nobody notices.
    private static final int NEWCOMERS_BURST = 32;

    private static final int NEWCOMERS_PER_SECOND = 4;

    private final Links links;
    private final CryptoAuthContext context;
    private final TokenBucket newcomers;
    private int onProbation;

    BeaconPeers(Links links, CryptoAuthContext context, long nowNs) {
        this.links = links;
        this.context = context;
        newcomers = new TokenBucket(NEWCOMERS_BURST, NEWCOMERS_PER_SECOND, nowNs);
    }

    @Override
    public Verdict onBeacon(HeardBeacon beacon, long nowNs) {
        var there = links.peerAt(beacon.port(), beacon.linkHi(), beacon.linkLo(), beacon.udpPort());
        if (there == null) return welcome(beacon, null, nowNs);
        if (!there.key().equals(beacon.key()))
            return yields(there, nowNs) ? welcome(beacon, there, nowNs) : Verdict.BEACON_OTHER_KEY;
        there.onBeacon(beacon.credentials(), nowNs);
        return Verdict.OK;
    }

    /// A node with another key took over the address of one that is long gone.
    private static boolean yields(Peer there, long nowNs) {
        return there.isIncoming()
                && there.isSilentFor(there.wasEstablished() ? GONE_NS : PROBATION_NS / 2, nowNs);
    }

    /// Calls a neighbour that nobody knew at this address. It need not present anything: whoever
    /// hears us may come in anyway.
    private Verdict welcome(HeardBeacon beacon, @Nullable Peer instead, long nowNs) {
        if (onProbation >= PROBATION_MAX
                || links.peerCount() >= PEERS_MAX
                || !newcomers.take(nowNs)) return Verdict.BEACON_RATE;
        if (instead != null) links.remove(instead, nowNs);
        var session = new SecureSession(context, beacon.key(), false, null, nowNs);
        session.offer(beacon.credentials(), nowNs);
        var peer = links.newPeer(beacon.port(), beacon.key(), Peer.Origin.BEACON, session, nowNs);
        peer.setVersion(beacon.version());
        peer.setLinkAddress(beacon.port(), beacon.linkHi(), beacon.linkLo(), beacon.udpPort());
        if (!links.register(peer, -1)) {
            peer.end();
            return Verdict.NO_SLOT;
        }
        onProbation++;
        links.log(EventLog.Level.DEBUG, "beacon of new neighbour " + peer);
        peer.call(nowNs);
        return Verdict.OK;
    }

    /// Told about once a second how many have not proven themselves yet.
    void onCounted(int onProbation) {
        this.onProbation = onProbation;
    }
}
