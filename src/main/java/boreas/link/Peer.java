package boreas.link;

import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.cryptoauth.Credentials;
import boreas.cryptoauth.SecureSession;
import boreas.cryptoauth.State;
import boreas.env.EventLog;
import boreas.env.Verdict;
import boreas.wire.EthernetHeader;
import boreas.wire.Packet;
import boreas.wire.SwitchHeader;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One neighbour at one link address: a secure session, a switch slot, a state.
///
/// Born in [Links], by configuration, by a hello that authenticates, or by memory of a former run.
/// Frames go down through [#send], come up through [PeerListener]. Owned by the data loop.
public final class Peer {
    /// Lowest protocol version that we speak with.
    static final int VERSION_MIN = 20;

    static final long UNRESPONSIVE_NS = 20_480_000_000L;

    /// Suspect for so long means down for those above.
    static final long DOWN_NS = 4_000_000_000L;

    /// Label byte of a frame that goes no further than the neighbour's own router.
    private static final int OWN_ROUTER = 0x01;

    /// How we came to know it.
    enum Origin {
        SETTINGS,
        HELLO,
        BEACON,
        /// It was a peer in a former run.
        MEMORY
    }

    /// Shown as the user of those who only ever shouted; genuine nodes say the same.
    private static final String BEACON_USER = "beacon_peer";

    private final Links links;
    private final long id;
    private final PublicKey key;
    private final Origin origin;
    private final SecureSession session;
    private final Liveness liveness;
    private final Caller caller;
    private final TrafficMeter in = new TrafficMeter();
    private final TrafficMeter out = new TrafficMeter();

    private @Nullable PeerSettings settings;

    /// Whose password it presented last, whoever said hello, and however the session was begun
    /// since.
    private @Nullable String admittedAs;

    private int port;
    private long linkHi, linkLo;
    private int linkUdpPort;
    private boolean hasAddress;
    private boolean isEthernet;
    private int slot = -1;
    private int version;
    private PeerState notedState = PeerState.INIT;
    private long stateSinceNs;
    private boolean wasEstablished;
    private boolean isUp;
    private long bornNs;
    private long lastAuthenticNs = Long.MIN_VALUE;
    private long datagramsIn;
    private int handshakePayloads;

    Peer(
            Links links,
            long id,
            int port,
            PublicKey key,
            Origin origin,
            SecureSession session,
            long nowNs) {
        this.links = links;
        this.id = id;
        this.port = port;
        this.key = key;
        this.origin = origin;
        this.session = session;
        this.bornNs = nowNs;
        this.stateSinceNs = nowNs;
        this.caller = new Caller(links, this, session, nowNs);
        this.liveness = new Liveness(links.world().timers(), caller);
    }

    // --- who and where

    /// Unique among the peers of this run.
    public long id() {
        return id;
    }

    public PublicKey key() {
        return key;
    }

    public Ip6 ip6() {
        return key.ip6();
    }

    /// The one-hop label by which this node reaches the peer.
    public long label() {
        return links.labelOf(slot);
    }

    /// Switch interface, -1 while it has none.
    public int slot() {
        return slot;
    }

    /// Protocol version, 0 until known.
    public int version() {
        return version;
    }

    public int port() {
        return port;
    }

    long linkHi() {
        return linkHi;
    }

    long linkLo() {
        return linkLo;
    }

    int linkUdpPort() {
        return linkUdpPort;
    }

    boolean hasAddress() {
        return hasAddress;
    }

    boolean isAt(int port, long hi, long lo, int udpPort) {
        return this.port == port && linkHi == hi && linkLo == lo && linkUdpPort == udpPort;
    }

    /// Null while a host name has no address yet.
    public @Nullable LinkAddress linkAddress() {
        return hasAddress ? links.portTable().linkAddress(port, linkHi, linkLo, linkUdpPort) : null;
    }

    public boolean isIncoming() {
        return origin != Origin.SETTINGS;
    }

    @Nullable PeerSettings settings() {
        return settings;
    }

    void setSettings(PeerSettings settings, long nowNs) {
        this.settings = settings;
        version = settings.version();
        liveness.onConfigured(nowNs);
    }

    /// The same link under another name, or with another guess at its version.
    void tell(PeerSettings settings) {
        this.settings = settings;
        if (!wasEstablished) version = settings.version();
    }

    /// The user whose password it presented, in a hello or in the answer to ours; null when it
    /// never did.
    @Nullable String admittedAs() {
        return admittedAs;
    }

    /// It greeted us, and was let in because we call this node at another address.
    boolean isHereByOurCall() {
        return origin == Origin.HELLO && admittedAs == null;
    }

    /// Until the peer tells by itself.
    void setVersion(int version) {
        this.version = version;
    }

    /// The link carries traffic for others.
    public boolean isEstablished() {
        return session.state() == State.ESTABLISHED && isCompatible();
    }

    /// Smoothed round trip of link probes, -1 unknown.
    public long rttNs() {
        return liveness.rttNs();
    }

    public boolean isSuspect() {
        return liveness.isSuspect();
    }

    private boolean isCompatible() {
        return version == 0 || version >= VERSION_MIN;
    }

    void setSlot(int slot) {
        this.slot = slot;
    }

    void setLinkAddress(int port, long hi, long lo, int udpPort) {
        this.port = port;
        linkHi = hi;
        linkLo = lo;
        linkUdpPort = udpPort;
        hasAddress = true;
        isEthernet = links.portTable().isEthernet(port);
    }

    // --- a frame's way out

    /// Sends a frame; its window begins at the switch header, with the label as it shall be on the
    /// wire. Whoever was greeted may answer inside its key packet; whoever greets waits, and its
    /// probes do the greeting.
    public Verdict send(Packet frame, long nowNs) {
        if (!isCompatible()) return links.count(Verdict.INCOMPATIBLE_VERSION);
        if (!hasAddress || !session.canSendData(nowNs) && !session.isAnswering())
            return links.count(Verdict.NOT_ESTABLISHED);
        int bytes = frame.length();
        boolean asksForAnswer = !isControl(frame);
        var verdict = session.seal(frame, nowNs);
        if (verdict != Verdict.OK) return links.count(verdict);
        out.add(bytes, nowNs);
        if (asksForAnswer) liveness.onSent(nowNs);
        transmit(frame);
        return Verdict.OK;
    }

    private void transmit(Packet sealed) {
        if (isEthernet) EthernetHeader.prepend(sealed);
        sealed.isBroadcast = false;
        sealed.port = port;
        sealed.linkHi = linkHi;
        sealed.linkLo = linkLo;
        sealed.linkUdpPort = linkUdpPort;
        links.linkPort().send(sealed);
    }

    // --- a datagram's way in

    /// The hello of a stranger. Unless it authenticates and a slot is free, the peer never was.
    ///
    /// @param register lists the peer and gets it a slot
    Verdict onFirstHello(Packet hello, BooleanSupplier register, long nowNs) {
        datagramsIn++;
        var verdict = session.open(hello, nowNs);
        if (verdict != Verdict.OK || !register.getAsBoolean()) {
            end();
            return links.count(verdict);
        }
        in.add(hello.length(), nowNs);
        links.log(EventLog.Level.DEBUG, "hello from new peer " + describe());
        onHandshakePayload(hello, nowNs);
        session.endDelivery();
        return Verdict.OK;
    }

    Verdict onDatagram(Packet datagram, long nowNs) {
        datagramsIn++;
        boolean wasLive = session.state() == State.ESTABLISHED;
        var verdict = session.open(datagram, nowNs);
        if (verdict != Verdict.OK) {
            // The timeout rule may have ended the session while this packet was looked at.
            if (wasLive && session.state() != State.ESTABLISHED) liveness.onUnestablished(nowNs);
            return links.count(verdict);
        }
        if (!isCompatible() && !isControl(datagram)) {
            session.endDelivery();
            return links.count(Verdict.INCOMPATIBLE_VERSION);
        }
        in.add(datagram.length(), nowNs);
        if (session.opened().isHandshake()) onHandshakePayload(datagram, nowNs);
        else onData(datagram, nowNs);
        session.endDelivery();
        return Verdict.OK;
    }

    /// The payload of a hello or key can be a replay and has no forward secrecy: only what ends at
    /// our own router is looked at, and it is answered by a ping, which moves the handshake on.
    private void onHandshakePayload(Packet frame, long nowNs) {
        noteUser();
        liveness.onHandshakeProgress(nowNs);
        if (SwitchHeader.fits(frame) && (SwitchHeader.label(frame) & 0xff) == OWN_ROUTER) {
            links.listener().onFrame(this, frame, nowNs);
        } else if (frame.length() > 0) {
            links.count(Verdict.NOT_ESTABLISHED);
        }
        if (++handshakePayloads % 7 != 0) caller.probe(nowNs);
    }

    private void noteUser() {
        var presented = session.presentedLogin();
        if (presented != null) admittedAs = presented;
    }

    private void onData(Packet frame, long nowNs) {
        lastAuthenticNs = nowNs;
        boolean wasSuspect = isSuspect();
        if (session.opened().becameEstablished()) onEstablished(nowNs);
        liveness.onAuthentic(nowNs);
        if (!isUp) comeUp(nowNs);
        else if (wasSuspect) links.events().onPeerHeardAgain(this, nowNs);
        if (!SwitchHeader.fits(frame)) links.count(Verdict.RUNT);
        else links.listener().onFrame(this, frame, nowNs);
    }

    private void onEstablished(long nowNs) {
        links.countHandshake();
        handshakePayloads = 0;
        // Of a hello that was heard beside a live session this is known only now.
        noteUser();
        caller.onAnswered();
        liveness.onEstablished(nowNs);
        links.log(EventLog.Level.INFO, "link established with " + describe());
        if (version == 0) caller.probe(nowNs);
        if (wasEstablished) links.events().onPeerRenewed(this, nowNs);
        wasEstablished = true;
    }

    private void comeUp(long nowNs) {
        if (version == 0 || !isEstablished()) return;
        isUp = true;
        links.events().onPeerUp(this, nowNs);
        links.onPeerUp(this, nowNs);
    }

    boolean isUp() {
        return isUp;
    }

    private static boolean isControl(Packet frame) {
        return SwitchHeader.hasPayloadWord(frame)
                && SwitchHeader.payloadWord(frame) == SwitchHeader.CONTROL;
    }

    /// A PONG came back that ends in the mark of link pings, from this peer's own router. The
    /// switch hands it here.
    ///
    /// @param dataAt where the echoed data begin in the frame's window
    public void onPong(Packet frame, int dataAt, int theirVersion, long nowNs) {
        if (frame.length() - dataAt != LinkProbe.DATA_BYTES) return;
        long sentNs = caller.sentNs(frame, dataAt);
        if (!LinkProbe.isPong(sentNs)) return;
        if (version != theirVersion) onVersion(theirVersion, nowNs);
        if (session.state() == State.ESTABLISHED) liveness.onPong(nowNs - sentNs, nowNs);
        if (!isUp) comeUp(nowNs);
    }

    /// Those above are told again, with the new version; or that it is gone, when we cannot speak
    /// with it.
    private void onVersion(int theirVersion, long nowNs) {
        version = theirVersion;
        boolean wasUp = isUp;
        isUp = false;
        if (isCompatible()) return;
        links.log(
                EventLog.Level.WARN,
                describe()
                        + " speaks protocol "
                        + version
                        + ", at least "
                        + VERSION_MIN
                        + " is needed");
        if (wasUp) links.events().onPeerDown(this, nowNs);
    }

    // --- what beacons and names say

    /// Its beacon was heard. What is in it may be made up: with a link that is well and never
    /// needed it, it is only remembered.
    void onBeacon(Credentials credentials, long nowNs) {
        if (origin == Origin.SETTINGS) return;
        // Were it new, we would call it and demand nothing.
        if (origin == Origin.MEMORY) session.waiveAuth();
        caller.onBeacon(credentials, isEstablished() && !isSuspect(), nowNs);
    }

    void onResolved(List<LinkAddress> addresses, long nowNs) {
        caller.onResolved(addresses, nowNs);
    }

    /// The link may not lead there any more: asked at once, and greeted anew if it does not.
    void doubt(long nowNs) {
        liveness.onDoubt(nowNs);
    }

    /// The host has another network than before; a name may have another address there.
    void onNetworkChanged(long nowNs) {
        caller.lookUpAgain(nowNs);
        doubt(nowNs);
    }

    /// It was asked, and does not answer. Where the same node has another link, traffic takes that
    /// at once.
    void onDoubtConfirmed(long nowNs) {
        if (links.hasOtherLink(this)) goDown(nowNs);
    }

    // --- for its caller

    boolean isCalling() {
        return liveness.isCalling();
    }

    void retrySoon(long nowNs) {
        liveness.retrySoon(nowNs);
    }

    /// Sends a ping through the session; while that is not established it becomes the hello.
    void sendProbe(Packet ping, long nowNs) {
        int bytes = ping.length();
        if (links.count(session.seal(ping, nowNs)) != Verdict.OK) return;
        out.add(bytes, nowNs);
        transmit(ping);
    }

    /// Sends a ping as the hello of a renewal.
    void sendRenewal(Packet ping, long nowNs) {
        if (links.count(session.sealRenewal(ping, nowNs)) == Verdict.OK) transmit(ping);
    }

    /// The first call, or the next one after its address became known or changed.
    void call(long nowNs) {
        liveness.onUnestablished(nowNs);
    }

    /// Told about once a second.
    void onHousekeeping(long nowNs) {
        noteState(nowNs);
        if (isUp && isSilentFor(DOWN_NS, nowNs) && (isSuspect() || !isEstablished())) {
            links.log(
                    EventLog.Level.WARN,
                    "nothing from " + describe() + " for " + silentNs(nowNs) / 1_000_000 + " ms");
            goDown(nowNs);
        }
        if (wasEstablished && session.state() == State.INIT && !liveness.isCalling()) call(nowNs);
        if (session.isWornOut()) caller.greetAfresh(nowNs);
        // Its pong was lost, and traffic that goes on may keep liveness from asking again.
        if (version == 0 && isEstablished()) caller.probe(nowNs);
    }

    void goDown(long nowNs) {
        if (!isUp) return;
        isUp = false;
        links.events().onPeerDown(this, nowNs);
    }

    boolean isSilentFor(long ns, long nowNs) {
        return silentNs(nowNs) >= ns;
    }

    private long silentNs(long nowNs) {
        return nowNs - (lastAuthenticNs == Long.MIN_VALUE ? bornNs : lastAuthenticNs);
    }

    boolean wasEstablished() {
        return wasEstablished;
    }

    /// We know it in this way, and its session never verified.
    boolean isOnProbation(Origin how) {
        return origin == how && !wasEstablished;
    }

    /// It was here, fell silent a moment ago, and may want to hear our beacon.
    boolean isMissed(long nowNs) {
        return origin != Origin.SETTINGS
                && wasEstablished
                && (isSuspect() || !isEstablished())
                && !isSilentFor(Liveness.MISSED_NS, nowNs);
    }

    SecureSession session() {
        return session;
    }

    /// Ends the session and wipes its keys; the peer is no longer part of anything.
    void end() {
        liveness.stop();
        caller.stop();
        session.close();
    }

    // --- what people see

    PeerState state(long nowNs) {
        if (!isCompatible()) return PeerState.INCOMPATIBLE;
        if (wasEstablished && isSilentFor(UNRESPONSIVE_NS, nowNs)) return PeerState.UNRESPONSIVE;
        return switch (session.state()) {
            case INIT -> PeerState.INIT;
            case SENT_HELLO -> PeerState.SENT_HELLO;
            case RECEIVED_HELLO -> PeerState.RECEIVED_HELLO;
            case SENT_KEY -> PeerState.SENT_KEY;
            case RECEIVED_KEY -> PeerState.RECEIVED_KEY;
            case ESTABLISHED -> PeerState.ESTABLISHED;
        };
    }

    /// Sees changes that no packet brings, such as silence. Called every second and before anybody
    /// looks, so the time is right to a second.
    private void noteState(long nowNs) {
        var state = state(nowNs);
        if (state == notedState) return;
        notedState = state;
        stateSinceNs = nowNs;
    }

    PeerStats stats(long nowNs) {
        noteState(nowNs);
        var c = session.counters();
        return new PeerStats(
                id,
                new NodeAddress(shownVersion(), links.labelOf(slot), key),
                linkText(),
                notedState,
                stateSinceNs,
                userName(),
                port,
                slot,
                isIncoming(),
                isSuspect(),
                lastAuthenticNs,
                rttNs(),
                in.totalBytes(),
                out.totalBytes(),
                in.kilobitsPerSecond(nowNs),
                out.kilobitsPerSecond(nowNs),
                c.received(),
                c.lost(),
                c.duplicates(),
                c.outOfRange(),
                datagramsIn,
                caller.hellosSent());
    }

    /// Whom we call, we take for a node of the oldest version until it tells.
    private int shownVersion() {
        return version == 0 && settings != null ? VERSION_MIN : version;
    }

    private @Nullable String userName() {
        var given = settings == null ? null : settings.name();
        if (given == null) given = links.nameOf(key);
        if (given != null || settings != null) return given;
        var user = admittedAs;
        return user == null && origin == Origin.BEACON ? BEACON_USER : user;
    }

    private String linkText() {
        var at = linkAddress();
        if (at != null) return at.toString();
        return settings == null ? "" : settings.endpoint().toString();
    }

    private String describe() {
        var name = userName();
        return (name == null ? "" : name + " ") + key.ip6() + " at " + linkText();
    }

    @Override
    public String toString() {
        return describe();
    }
}
