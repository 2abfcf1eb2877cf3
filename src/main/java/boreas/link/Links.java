package boreas.link;

import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.SecureSession;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.TokenBucket;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.Label;
import boreas.wire.Batch;
import boreas.wire.CryptoAuthHeader;
import boreas.wire.EthernetHeader;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All links of a node: finds the peer for each datagram, takes in new peers, calls configured
/// ones.
///
/// A peer is found by where its datagrams come from, not by its key: the same node may be a peer on
/// several addresses. Someone unknown is heard only with a hello that authenticates; everything
/// else from an unknown address is silence. Source: cjdns protocol, peering layer.
public final class Links {
    /// The protocol version that this node announces.
    public static final int PROTOCOL_VERSION = 22;

    static final long RESOLVE_SILENT_NS = 8_000_000_000L;
    static final long RESOLVE_SPACING_NS = 30_000_000_000L;

    private static final long HOUSEKEEPING_NS = 1_000_000_000L;
    private static final long FORGET_INCOMING_NS = 262_144_000_000L;

    /// An incoming peer whose session never verified: its hello may have been a replay.
    private static final long PROBATION_NS = 10_000_000_000L;

    /// Strangers' handshakes that may cost a key agreement (some 40 us each): a burst for a restart
    /// with many peers, then a rate that keeps a flood below 1 % of a core.
    private static final int STRANGERS_BURST = 256;

    private static final int STRANGERS_PER_SECOND = 128;

    /// Peers on probation at one time; replayed hellos must not use up the 256 switch slots.
    private static final int PROBATION_MAX = 64;

    /// First byte of the addresses of nodes.
    private static final long CJDNS_PREFIX = 0xfc;

    private final World world;
    private final CryptoAuthContext identity;
    private final LinkPort linkPort;
    private final PacketSource packets;
    private final PeerListener listener;
    private final PeerEvents events;
    private final NameResolver resolver;
    private final Ports ports = new Ports();
    private final Beacons beacons;
    private final PeerTable table = new PeerTable();
    private final Map<Long, Peer> peers = new LinkedHashMap<>();
    private final TokenBucket strangers;
    private final Timers.Timer housekeeping;
    private long nextId = 1;
    private long datagramsIn;
    private int onProbation;

    public Links(
            World world,
            CryptoAuthContext identity,
            LinkPort linkPort,
            PacketSource packets,
            PeerListener listener,
            PeerEvents events,
            NameResolver resolver,
            long nowNs) {
        this.world = world;
        this.identity = identity;
        this.linkPort = linkPort;
        this.packets = packets;
        this.listener = listener;
        this.events = events;
        this.resolver = resolver;
        this.strangers = new TokenBucket(STRANGERS_BURST, STRANGERS_PER_SECOND, nowNs);
        this.beacons = new Beacons(world, identity.identity(), ports, linkPort, packets);
        this.housekeeping = world.timers().newTimer(this::onHousekeeping);
        housekeeping.at(nowNs + HOUSEKEEPING_NS);
    }

    // --- ports

    /// A socket or device is there. Numbers are handed out in order.
    ///
    /// @param udpPort local port of a UDP socket, 0 for Ethernet
    public PortInfo addPort(PortInfo.Kind kind, String name, int udpPort) {
        return ports.add(kind, name, udpPort);
    }

    /// A socket or device is gone, and all peers on it with it.
    ///
    /// @return false when there was none
    public boolean removePort(int port, long nowNs) {
        if (ports.find(port) == null) return false;
        beacons.setState(port, BeaconState.OFF, nowNs);
        for (var p : peers.values().stream().filter(p -> p.port() == port).toList())
            remove(p, nowNs);
        return ports.remove(port);
    }

    /// What this port does with beacons from now on.
    ///
    /// @return false when there is no such port
    public boolean setBeacon(int port, BeaconState state, long nowNs) {
        return beacons.setState(port, state, nowNs);
    }

    public List<PortInfo> ports() {
        return ports.all();
    }

    // --- datagrams' way in

    public void onDatagrams(int port, Batch datagrams, long nowNs) {
        for (int i = 0; i < datagrams.size(); i++) {
            var d = datagrams.get(i);
            d.port = port;
            onDatagram(d, nowNs);
        }
    }

    private void onDatagram(Packet d, long nowNs) {
        datagramsIn++;
        var port = ports.find(d.port);
        if (port == null) {
            count(Verdict.NO_SUCH_PORT);
            return;
        }
        if (port.kind() == PortInfo.Kind.ETHERNET) {
            var verdict = EthernetHeader.check(d);
            if (verdict != Verdict.OK) {
                count(verdict);
                return;
            }
            EthernetHeader.strip(d);
        }
        if (d.isBroadcast) {
            beacons.onBroadcast(port, d, nowNs);
            return;
        }
        var peer = table.find(d.port, d.linkHi, d.linkLo, d.linkUdpPort);
        if (peer == null) onStranger(d, null, nowNs);
        else if (peer.onDatagram(d, nowNs) == Verdict.WRONG_PUBLIC_KEY) onOtherKey(peer, d, nowNs);
    }

    /// Someone at an address that no peer has, or a peer that would yield. Only a hello is looked
    /// at, and nothing happens by one that does not authenticate.
    private Verdict onStranger(Packet d, @Nullable Peer yielding, long nowNs) {
        if (d.linkHi >>> 56 == CJDNS_PREFIX) return count(Verdict.LINK_LOOP);
        if (!CryptoAuthHeader.fits(d) || !isHello(d)) return count(Verdict.UNKNOWN_SENDER);
        var key = PublicKey.of(d.get(CryptoAuthHeader.PERMANENT_KEY, PublicKey.BYTES), 0);
        if (!key.isNodeKey()) return count(Verdict.NOT_A_NODE_KEY);
        if (key.equals(identity.identity().publicKey())) return count(Verdict.OWN_KEY);
        if (!identity.users().isMeantBy(d, key.ip6())) return count(Verdict.UNKNOWN_CREDENTIALS);
        if (onProbation >= PROBATION_MAX || !strangers.take(nowNs))
            return count(Verdict.HANDSHAKE_RATE);
        var session = new SecureSession(identity, key, true, null, nowNs);
        var peer = new Peer(this, nextId++, d.port, key, true, null, session, nowNs);
        peer.setLinkAddress(d.port, d.linkHi, d.linkLo, d.linkUdpPort);
        return peer.onFirstHello(d, () -> admit(peer, yielding, nowNs), nowNs);
    }

    private boolean admit(Peer stranger, @Nullable Peer yielding, long nowNs) {
        if (yielding != null) remove(yielding, nowNs);
        if (!register(stranger, -1)) return false;
        onProbation++;
        return true;
    }

    private static boolean isHello(Packet d) {
        return CryptoAuthHeader.nonce(d) <= CryptoAuthHeader.REPEAT_HELLO;
    }

    /// A node came up with another key at the address of a peer that is silent: the old peer
    /// yields, if it was one that nobody configured.
    private void onOtherKey(Peer peer, Packet d, long nowNs) {
        if (!peer.isIncoming() || !peer.isSilentFor(PROBATION_NS, nowNs)) return;
        onStranger(d, peer, nowNs);
    }

    // --- peers come and go

    /// Begins to call a configured peer, now if its host is an address, else when its name
    /// resolved.
    ///
    /// @throws PeerRefused when it cannot be a peer at all; the text says why
    public Peer connect(PeerSettings settings, long nowNs) throws PeerRefused {
        if (ports.find(settings.port()) == null)
            throw new PeerRefused(PeerRefused.Reason.NO_SUCH_PORT);
        if (!settings.key().isNodeKey() || settings.key().equals(identity.identity().publicKey()))
            throw new PeerRefused(PeerRefused.Reason.BAD_KEY);
        var session =
                new SecureSession(identity, settings.key(), false, settings.credentials(), nowNs);
        var peer =
                new Peer(
                        this,
                        nextId++,
                        settings.port(),
                        settings.key(),
                        false,
                        settings,
                        session,
                        nowNs);
        if (settings.endpoint() instanceof PeerEndpoint.Numeric(LinkAddress address)) {
            if (address.isInsideCjdns()) throw new PeerRefused(PeerRefused.Reason.LOOP);
            if (!place(peer, address, nowNs))
                throw new PeerRefused(PeerRefused.Reason.WRONG_FAMILY);
        }
        if (!register(peer, -1)) throw new PeerRefused(PeerRefused.Reason.NO_SLOT);
        peer.call(nowNs);
        return peer;
    }

    /// Greets a peer of a former run at its old address, so that it need not find out by itself
    /// that we are back. It stays only if it still knows a password.
    public void greet(KnownPeer known, long nowNs) {
        if (!ports.fits(known.port(), known.address())) return;
        if (known.address().isInsideCjdns()) return;
        for (var p : peers.values()) if (p.key().equals(known.key()) && !p.isIncoming()) return;
        var a = known.address();
        if (table.find(known.port(), a.hi(), a.lo(), a.udpPort()) != null) return;
        var session = new SecureSession(identity, known.key(), true, null, nowNs);
        var peer = new Peer(this, nextId++, known.port(), known.key(), true, null, session, nowNs);
        peer.setLinkAddress(known.port(), a.hi(), a.lo(), a.udpPort());
        if (register(peer, known.slot())) peer.call(nowNs);
    }

    /// The answer to [NameResolver#resolve].
    ///
    /// @param addresses in order of preference; empty when the name has none
    public void onResolved(long peerId, List<LinkAddress> addresses, long nowNs) {
        var peer = peers.get(peerId);
        if (peer == null) return;
        for (var address : addresses) {
            if (address.isInsideCjdns()) {
                log(EventLog.Level.WARN, peer + " resolves to " + address + ", a loop; left out");
                continue;
            }
            var before = peer.linkAddress();
            if (address.equals(before)) return;
            if (!place(peer, address, nowNs)) continue;
            log(EventLog.Level.INFO, peer + (before == null ? "" : ", was at " + before));
            peer.callThere(nowNs);
            return;
        }
    }

    /// Removes all peers with this key.
    ///
    /// @return how many
    public int disconnect(PublicKey key, long nowNs) {
        var gone = peers.values().stream().filter(p -> p.key().equals(key)).toList();
        for (var p : gone) remove(p, nowNs);
        return gone.size();
    }

    /// Resets the secure sessions of the peers with this key, or of all.
    ///
    /// @return how many
    public int resetPeering(@Nullable PublicKey key, long nowNs) {
        int count = 0;
        for (var p : peers.values()) {
            if (key != null && !p.key().equals(key)) continue;
            p.session().reset();
            p.call(nowNs);
            count++;
        }
        return count;
    }

    /// Finds a port for the address and puts the peer there, unless another peer is there already.
    private boolean place(Peer peer, LinkAddress address, long nowNs) {
        int port = portFor(peer.settings(), address);
        if (port < 0) return false;
        var other = table.find(port, address.hi(), address.lo(), address.udpPort());
        if (other != null && other != peer) {
            if (!other.isIncoming()) return false;
            remove(other, nowNs);
        }
        boolean isListed = peer.hasAddress() && peers.containsKey(peer.id());
        if (isListed) table.remove(peer);
        peer.setLinkAddress(port, address.hi(), address.lo(), address.udpPort());
        if (peers.containsKey(peer.id())) table.add(peer);
        return true;
    }

    private int portFor(@Nullable PeerSettings settings, LinkAddress address) {
        if (settings == null) return -1;
        if (ports.fits(settings.port(), address)) return settings.port();
        return settings.endpoint() instanceof PeerEndpoint.Numeric ? -1 : ports.fitting(address);
    }

    private boolean register(Peer peer, int wantedSlot) {
        int slot = listener.onPeerAdded(peer, wantedSlot);
        if (slot < 0) {
            count(Verdict.NO_SLOT);
            return false;
        }
        peer.setSlot(slot);
        peers.put(peer.id(), peer);
        if (peer.hasAddress()) table.add(peer);
        return true;
    }

    private void remove(Peer peer, long nowNs) {
        peer.goDown(nowNs);
        peers.remove(peer.id());
        if (peer.hasAddress()) table.remove(peer);
        listener.onPeerRemoved(peer);
        peer.end();
    }

    private void onHousekeeping(long nowNs) {
        housekeeping.at(nowNs + HOUSEKEEPING_NS);
        List<Peer> forgotten = List.of();
        onProbation = 0;
        for (var peer : peers.values()) {
            peer.onHousekeeping(nowNs);
            if (!peer.isIncoming()) continue;
            if (peer.isOnProbation()) onProbation++;
            if (peer.isSilentFor(
                    peer.wasEstablished() ? FORGET_INCOMING_NS : PROBATION_NS, nowNs)) {
                if (forgotten.isEmpty()) forgotten = new ArrayList<>();
                forgotten.add(peer);
            }
        }
        for (var peer : forgotten) remove(peer, nowNs);
    }

    // --- what people see

    /// @return null when no such peer
    public @Nullable Peer peer(long id) {
        return peers.get(id);
    }

    /// In the order in which they came.
    public List<Peer> peers() {
        return List.copyOf(peers.values());
    }

    public List<PeerStats> stats(long nowNs) {
        return peers.values().stream().map(p -> p.stats(nowNs)).toList();
    }

    /// Established peers that called us, worth a greeting after a restart. Configured ones are
    /// called anyway.
    public List<KnownPeer> knownPeers() {
        var known = new ArrayList<KnownPeer>();
        for (var p : peers.values()) {
            var address = p.linkAddress();
            if (p.isIncoming() && p.wasEstablished() && address != null)
                known.add(new KnownPeer(p.port(), address, p.key(), p.slot()));
        }
        return known;
    }

    /// Datagrams since the start, from anybody.
    public long datagramsIn() {
        return datagramsIn;
    }

    // --- for the peers

    World world() {
        return world;
    }

    LinkPort linkPort() {
        return linkPort;
    }

    PacketSource packets() {
        return packets;
    }

    PeerListener listener() {
        return listener;
    }

    PeerEvents events() {
        return events;
    }

    NameResolver resolver() {
        return resolver;
    }

    Verdict count(Verdict verdict) {
        return world.counters().count(verdict);
    }

    void log(EventLog.Level level, String text) {
        world.log().event(level, "link", text);
    }

    long labelOf(int slot) {
        return slot < 0 ? 0 : Label.ofInterface(slot);
    }

    Ports portTable() {
        return ports;
    }
}
