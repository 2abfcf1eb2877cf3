package boreas.link;

import boreas.address.LinkAddress;
import boreas.address.PublicKey;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.SecureSession;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.wire.Batch;
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

    private static final long HOUSEKEEPING_NS = 1_000_000_000L;
    private static final long FORGET_INCOMING_NS = 262_144_000_000L;

    /// An incoming peer whose session never verified: its hello may have been a replay.
    private static final long PROBATION_NS = 10_000_000_000L;

    private final World world;
    private final LinkPort linkPort;
    private final PacketSource packets;
    private final PeerListener listener;
    private final PeerEvents events;
    private long handshakes;
    private final NameResolver resolver;
    private final Ports ports = new Ports();
    private final Beacons beacons;
    private final PeerTable table = new PeerTable();
    private final Map<Long, Peer> peers = new LinkedHashMap<>();
    private final Calls calls;
    private final Strangers strangers;
    private final Timers.Timer housekeeping;
    private CarriedNetworks carried = CarriedNetworks.NONE;
    private Map<PublicKey, String> names = Map.of();
    private long nextId = 1;
    private long datagramsIn;

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
        this.linkPort = linkPort;
        this.packets = packets;
        this.listener = listener;
        this.events = events;
        this.resolver = resolver;
        this.calls = new Calls(this, identity, ports);
        this.strangers = new Strangers(this, identity, nowNs);
        var beaconPeers = new BeaconPeers(this, identity, nowNs);
        this.beacons = new Beacons(world, identity, ports, linkPort, packets, beaconPeers);
        this.housekeeping = world.timers().newTimer(this::onHousekeeping);
        housekeeping.at(nowNs + HOUSEKEEPING_NS);
    }

    // --- ports

    /// A socket or device is there. Numbers are handed out in order.
    public PortInfo addPort(PortInfo.Local local) {
        return ports.add(local);
    }

    /// What people call a port by from now on. Who was called so takes the number that becomes
    /// free.
    ///
    /// @return false when there is no such port
    public boolean numberPort(int port, int ifNum) {
        return ports.number(port, ifNum);
    }

    /// A socket or device is gone, and all peers on it with it.
    ///
    /// @return false when there was none
    public boolean removePort(int port, long nowNs) {
        if (ports.find(port) == null) return false;
        beacons.setState(port, BeaconState.OFF, nowNs);
        var gone = peers.values().stream().filter(p -> p.port() == port).toList();
        for (var p : gone) remove(p, nowNs);
        for (var p : gone) if (!p.isIncoming()) removeUncalled(p.key(), nowNs);
        return ports.remove(port);
    }

    /// What this port does with beacons from now on.
    ///
    /// @return false when there is no such port
    public boolean setBeacon(int port, BeaconState state, long nowNs) {
        return beacons.setState(port, state, nowNs);
    }

    /// What this port was told, to be told again when its device comes back; null when there is
    /// none.
    public @Nullable PortSettings settings(int port) {
        var info = ports.find(port);
        if (info == null) return null;
        var own = new ArrayList<PeerSettings>();
        for (var p : peers.values())
            if (p.port() == port && p.settings() instanceof PeerSettings s) own.add(s);
        return new PortSettings(info.beacon(), own);
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
        var verdict = port == null ? Verdict.NO_SUCH_PORT : unframe(port, d);
        if (port == null || verdict != Verdict.OK) {
            count(verdict);
        } else if (d.isBroadcast) {
            beacons.onBroadcast(port, d, nowNs);
        } else {
            var peer = table.find(d.port, d.linkHi, d.linkLo, d.linkUdpPort);
            if (peer == null) strangers.onDatagram(d, null, nowNs);
            else onPeerDatagram(peer, d, nowNs);
        }
    }

    private static Verdict unframe(PortInfo port, Packet d) {
        if (!port.isEthernet()) return Verdict.OK;
        var verdict = EthernetHeader.check(d);
        if (verdict == Verdict.OK) EthernetHeader.strip(d);
        return verdict;
    }

    private void onPeerDatagram(Peer peer, Packet d, long nowNs) {
        boolean isHello = Strangers.isHello(d);
        var verdict = peer.onDatagram(d, nowNs);
        if (isHello) strangers.onHelloOfPeer(peer, verdict, nowNs);
        switch (verdict) {
            // A node came up with another key at the address of a peer that is silent: the old peer
            // yields, if it was one that nobody configured.
            case WRONG_PUBLIC_KEY -> {
                if (peer.isIncoming() && peer.isSilentFor(PROBATION_NS, nowNs))
                    strangers.onDatagram(d, peer, nowNs);
            }
            // A neighbour that has restarted knows us, but not our beacon password.
            case AUTH_REQUIRED, HANDSHAKE_DECRYPT_FAILED -> beacons.soon(peer.port(), nowNs);
            default -> {}
        }
    }

    // --- peers come and go

    /// No link may lead into these networks from now on. To be told before anybody is called.
    public void refuseInside(CarriedNetworks carried) {
        this.carried = carried;
    }

    /// What people call the nodes with these keys, however they become peers.
    public void name(Map<PublicKey, String> names) {
        this.names = names;
    }

    /// Begins to call a configured peer, now if its host is an address, else when its name
    /// resolved.
    ///
    /// @throws PeerRefused when it cannot be a peer at all; the text says why
    public Peer connect(PeerSettings settings, long nowNs) throws PeerRefused {
        return calls.connect(settings, nowNs);
    }

    /// Greets a peer of a former run at its old address, so that it need not find out by itself
    /// that we are back. It stays only if it still knows a password.
    public void greet(KnownPeer known, long nowNs) {
        calls.greet(known, nowNs);
    }

    /// The answer to [NameResolver#resolve].
    ///
    /// @param addresses in order of preference; empty when the name has none
    public void onResolved(long peerId, List<LinkAddress> addresses, long nowNs) {
        var peer = peers.get(peerId);
        if (peer != null) calls.onResolved(peer, addresses, nowNs);
    }

    /// Removes all peers with this key.
    ///
    /// @return how many
    public int disconnect(PublicKey key, long nowNs) {
        var gone = peers.values().stream().filter(p -> p.key().equals(key)).toList();
        for (var p : gone) remove(p, nowNs);
        return gone.size();
    }

    /// Ends the link to a peer that is called by these settings; one with the same key that came in
    /// by a password stays.
    ///
    /// @return false when there is none
    public boolean stopCalling(PeerSettings settings, long nowNs) {
        var peer = called(settings);
        if (peer == null) return false;
        remove(peer, nowNs);
        removeUncalled(peer.key(), nowNs);
        return true;
    }

    /// Whom we called and who greeted us from elsewhere needed no password. Called no more, it
    /// does.
    private void removeUncalled(PublicKey key, long nowNs) {
        if (callTo(key) != null) return;
        for (var p : peers()) if (p.key().equals(key) && p.isHereByOurCall()) remove(p, nowNs);
    }

    /// Tells a peer that is called with these words already another name or version, and leaves its
    /// link as it is.
    ///
    /// @return false when there is none
    public boolean tell(PeerSettings settings) {
        var peer = called(settings);
        if (peer == null) return false;
        peer.tell(settings);
        return true;
    }

    private @Nullable Peer called(PeerSettings settings) {
        for (var p : peers.values())
            if (p.settings() instanceof PeerSettings s && s.isSameLink(settings)) return p;
        return null;
    }

    /// Removes the peers that came in by the password of this user, whoever took the link up last.
    /// Those that are called by configuration stay: they are here by a password of theirs.
    public SentAway sendAway(String user, long nowNs) {
        var known = peers().stream().filter(p -> user.equals(p.admittedAs())).toList();
        var gone = known.stream().filter(Peer::isIncoming).toList();
        for (var p : gone) remove(p, nowNs);
        return new SentAway(gone.size(), known.size() - gone.size());
    }

    /// The host has other addresses, devices or routes than before, or it slept: every link is
    /// asked whether it works, those that do not are called at once, and neighbours hear our
    /// beacons.
    public void onNetworkChanged(long nowNs) {
        for (var peer : peers()) if (isListed(peer)) peer.onNetworkChanged(nowNs);
        for (var port : ports.all()) beacons.soon(port.port(), nowNs);
    }

    /// A node that came up at another address may have left the one where it was.
    void onPeerUp(Peer peer, long nowNs) {
        for (var other : peers())
            if (other != peer && other.key().equals(peer.key())) other.doubt(nowNs);
    }

    boolean hasOtherLink(Peer peer) {
        for (var other : peers.values())
            if (other != peer
                    && other.key().equals(peer.key())
                    && other.isUp()
                    && !other.isSuspect()) return true;
        return false;
    }

    /// Resets the secure sessions of the peers with this key, or of all.
    ///
    /// @return how many
    public int resetPeering(@Nullable PublicKey key, long nowNs) {
        int count = 0;
        for (var p : peers()) {
            if (key != null && !p.key().equals(key)) continue;
            p.session().reset();
            p.call(nowNs);
            count++;
        }
        return count;
    }

    /// Not listed yet.
    Peer newPeer(int port, PublicKey key, Peer.Origin origin, SecureSession session, long nowNs) {
        return new Peer(this, nextId++, port, key, origin, session, nowNs);
    }

    /// @return false when no switch slot is free
    boolean register(Peer peer, int wantedSlot) {
        int slot = listener.onPeerAdded(peer, wantedSlot);
        if (slot < 0) return false;
        peer.setSlot(slot);
        peers.put(peer.id(), peer);
        if (peer.hasAddress()) table.add(peer);
        return true;
    }

    void remove(Peer peer, long nowNs) {
        peer.goDown(nowNs);
        peers.remove(peer.id());
        if (peer.hasAddress()) table.remove(peer);
        listener.onPeerRemoved(peer);
        peer.end();
        events.onPeerGone(peer, nowNs);
    }

    private void onHousekeeping(long nowNs) {
        housekeeping.at(nowNs + HOUSEKEEPING_NS);
        List<Peer> forgotten = new ArrayList<>();
        int called = 0;
        // A copy: what a peer does then may remove others, at the same address or by a listener.
        for (var peer : peers()) {
            if (!isListed(peer)) continue;
            peer.onHousekeeping(nowNs);
            if (peer.isSilentFor(patienceNs(peer), nowNs)) forgotten.add(peer);
            else if (peer.isOnProbation(Peer.Origin.HELLO)) called++;
            if (peer.isMissed(nowNs)) beacons.soon(peer.port(), nowNs);
        }
        strangers.onCounted(called);
        for (var peer : forgotten) if (isListed(peer)) remove(peer, nowNs);
    }

    private static long patienceNs(Peer peer) {
        if (!peer.isIncoming()) return Long.MAX_VALUE;
        if (peer.wasEstablished()) return FORGET_INCOMING_NS;
        return peer.isOnProbation(Peer.Origin.BEACON) ? BeaconPeers.PROBATION_NS : PROBATION_NS;
    }

    // --- what people see

    /// In the order in which they came.
    public List<Peer> peers() {
        return List.copyOf(peers.values());
    }

    public List<PeerStats> stats(long nowNs) {
        return peers.values().stream().map(p -> p.stats(nowNs)).toList();
    }

    /// Peers that called us and were established, worth a greeting after a restart; those too that
    /// are being greeted, for another end may come before their answer. Configured ones are called
    /// anyway.
    public List<KnownPeer> knownPeers() {
        var known = new ArrayList<KnownPeer>();
        for (var p : peers.values()) {
            var address = p.linkAddress();
            boolean isKnown = p.wasEstablished() || p.isOnProbation(Peer.Origin.MEMORY);
            if (p.isIncoming() && isKnown && address != null)
                known.add(new KnownPeer(p.port(), address, p.key(), p.slot()));
        }
        return known;
    }

    /// Datagrams since the start, from anybody.
    public long datagramsIn() {
        return datagramsIn;
    }

    /// Who knocked and was not let in; whoever tried last comes first.
    public List<RefusedCaller> refusedCallers(long nowNs) {
        return strangers.refused(nowNs);
    }

    // --- for the peers, and those who make them

    /// How we were told to link with this node; null when we were not.
    @Nullable PeerSettings callTo(PublicKey key) {
        for (var p : peers.values())
            if (p.settings() instanceof PeerSettings s && p.key().equals(key)) return s;
        return null;
    }

    /// Whether a peer that we call is well at this address, by whichever port of ours.
    boolean isHeardAt(PublicKey key, LinkAddress address) {
        for (var p : peers.values())
            if (!p.isIncoming()
                    && p.key().equals(key)
                    && address.equals(p.linkAddress())
                    && p.isEstablished()
                    && !p.isSuspect()) return true;
        return false;
    }

    Calls calls() {
        return calls;
    }

    CarriedNetworks carried() {
        return carried;
    }

    @Nullable String nameOf(PublicKey key) {
        return names.get(key);
    }

    /// Gives a peer another address.
    void relocate(Peer peer, int port, LinkAddress to) {
        boolean isListed = isListed(peer);
        if (isListed && peer.hasAddress()) table.remove(peer);
        peer.setLinkAddress(port, to.hi(), to.lo(), to.udpPort());
        if (isListed) table.add(peer);
    }

    @Nullable Peer peerAt(int port, long hi, long lo, int udpPort) {
        return table.find(port, hi, lo, udpPort);
    }

    /// It was registered, and not removed since.
    boolean isListed(Peer peer) {
        return peers.get(peer.id()) == peer;
    }

    int peerCount() {
        return peers.size();
    }

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

    void countHandshake() {
        handshakes++;
    }

    /// How often a neighbour proved its key, renewals among them.
    public long handshakes() {
        return handshakes;
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
        return slot < 0 ? 0 : listener.labelOf(slot);
    }

    Ports portTable() {
        return ports;
    }
}
