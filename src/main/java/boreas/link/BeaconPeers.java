package boreas.link;

import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.SecureSession;
import boreas.env.EventLog;
import boreas.env.TokenBucket;
import boreas.env.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Neighbours that are known by their beacons.
///
/// Whoever can send a broadcast can make up as many neighbours as it likes. So those that have
/// never answered are few at a time, new ones come at a bounded rate and leave switch slots for
/// others, and nobody who is established is touched by what a beacon says: it is tried beside what
/// works, see [SecureSession#offer].
///
/// And a flood shall not keep true newcomers out. One source has a part of the room only; and a
/// part of it is for those that were heard before ([HeardBefore]), which sources without number,
/// each of them new, never are. Somebody who makes up neighbours from many sources and repeats them
/// all can still take the room: then a newcomer gets in by calling us.
final class BeaconPeers implements Beacons.Listener {
    /// A neighbour that lives answers within a round trip; hellos go out at 0, 0.25, 0.75, 1.75,
    /// 3.75, 7.75 and 15.75 s.
    static final long PROBATION_NS = 20_000_000_000L;

    static final int PROBATION_MAX = 16;

    /// Of these, so many that were never heard before.
    static final int STRANGERS_MAX = 8;

    /// Of these, so many from one source: an address, whatever its UDP ports.
    static final int OF_ONE_SOURCE_MAX = 4;

    static {
        assert OF_ONE_SOURCE_MAX < STRANGERS_MAX && STRANGERS_MAX < PROBATION_MAX;
    }

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
    private final HeardBefore heardBefore;

    /// Those that had not answered when somebody looked last.
    private final List<Peer> onProbation = new ArrayList<>();

    BeaconPeers(Links links, CryptoAuthContext context, long nowNs) {
        this.links = links;
        this.context = context;
        newcomers = new TokenBucket(NEWCOMERS_BURST, NEWCOMERS_PER_SECOND, nowNs);
        heardBefore = new HeardBefore(links.world().random());
    }

    @Override
    public Verdict onBeacon(HeardBeacon beacon, long nowNs) {
        var there = links.peerAt(beacon.port(), beacon.linkHi(), beacon.linkLo(), beacon.udpPort());
        if (there == null && isCarried(beacon)) return Verdict.LINK_LOOP;
        if (there == null) return welcome(beacon, null, nowNs);
        if (!there.key().equals(beacon.key()))
            return yields(there, nowNs) ? welcome(beacon, there, nowNs) : Verdict.BEACON_OTHER_KEY;
        there.onBeacon(beacon.credentials(), nowNs);
        return Verdict.OK;
    }

    private boolean isCarried(HeardBeacon b) {
        var ports = links.portTable();
        return links.carried()
                .carry(ports.linkAddress(b.port(), b.linkHi(), b.linkLo(), b.udpPort()));
    }

    /// A node with another key took over the address of one that is long gone.
    private static boolean yields(Peer there, long nowNs) {
        return there.isIncoming()
                && there.isSilentFor(there.wasEstablished() ? GONE_NS : PROBATION_NS / 2, nowNs);
    }

    /// Calls a neighbour that nobody knew at this address. It need not present anything: whoever
    /// hears us may come in anyway.
    private Verdict welcome(HeardBeacon beacon, @Nullable Peer instead, long nowNs) {
        if (!hasRoom(beacon, nowNs) || !newcomers.take(nowNs)) return Verdict.BEACON_RATE;
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
        onProbation.add(peer);
        links.log(EventLog.Level.DEBUG, "beacon of new neighbour " + peer);
        peer.call(nowNs);
        return Verdict.OK;
    }

    private boolean hasRoom(HeardBeacon beacon, long nowNs) {
        if (links.peerCount() >= PEERS_MAX) return false;
        onProbation.removeIf(peer -> !isOnProbation(peer));
        int ofThisSource = 0;
        for (var peer : onProbation) if (beacon.isFromSourceOf(peer)) ofThisSource++;
        if (ofThisSource >= OF_ONE_SOURCE_MAX) return false;
        if (onProbation.size() < STRANGERS_MAX) return true;
        return heardBefore.isAgain(beacon, nowNs) && onProbation.size() < PROBATION_MAX;
    }

    private boolean isOnProbation(Peer peer) {
        return peer.isOnProbation(Peer.Origin.BEACON) && links.isListed(peer);
    }
}
