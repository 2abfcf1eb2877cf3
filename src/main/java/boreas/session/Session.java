package boreas.session;

import boreas.address.Ip6;
import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.SecureSession;
import boreas.cryptoauth.State;
import boreas.env.EventLog.Level;
import boreas.env.Verdict;
import boreas.label.Label;
import boreas.wire.DataHeader;
import boreas.wire.Packet;
import boreas.wire.SwitchHeader;

/// One encrypted conversation with another node, over whatever paths lead there.
///
/// Frames come up through [#openPacket] and [#deliver], and go down through [#sendUser], [#ask] and
/// [#reply]: here is what they look like, and what is done with their content. What has to happen
/// without a packet, and by which path, is the affair of the session's [Upkeep].
public final class Session {
    /// Bytes in front of the plaintext of a handshake, and of the ciphertext of data.
    private static final int HANDLE_SIZE = 4;

    private static final int HANDLE_MIN = 4;

    private final Sessions sessions;
    private final PublicKey key;
    private final Ip6 address;
    private final long hi, lo;
    private final int handle;
    private final SecureSession secure;
    private final Upkeep upkeep;

    private int version;
    private boolean isReplayable;
    private boolean wasEstablished;
    private int renewals;
    private long bytesIn, bytesOut;

    Session(Sessions sessions, CryptoAuthContext context, PublicKey key, int handle, long nowNs) {
        this.sessions = sessions;
        this.key = key;
        this.address = key.ip6();
        this.hi = address.hi();
        this.lo = address.lo();
        this.handle = handle;
        this.secure = new SecureSession(context, key, false, null, nowNs);
        this.upkeep = new Upkeep(this, sessions, secure, nowNs);
    }

    // --- who

    public PublicKey key() {
        return key;
    }

    public Ip6 address() {
        return address;
    }

    boolean isAt(long hi, long lo) {
        return this.hi == hi && this.lo == lo;
    }

    /// What the other side puts in front of its data packets.
    int handle() {
        return handle;
    }

    /// Protocol version, 0 until known.
    public int version() {
        return version;
    }

    /// A routing message told it.
    public void setVersion(int version) {
        if (version > 0) this.version = version;
    }

    /// The path in use, [Label#INVALID] when none is known.
    public long label() {
        return upkeep.paths().label();
    }

    /// Of the path in use, smoothed; 0 when it was never measured.
    public long roundTripNs() {
        return upkeep.roundTripNs();
    }

    /// Paths, and all that has to happen without a packet.
    Upkeep upkeep() {
        return upkeep;
    }

    /// Open, and a path is known.
    boolean isReady(long nowNs) {
        return label() != Label.INVALID && secure.canSendData(nowNs);
    }

    // --- a frame's way in

    /// Opens a packet for this session; the window begins at the nonce. Then [#deliver] it.
    Verdict openPacket(Packet p, long nowNs) {
        int bytes = p.length();
        var verdict = secure.open(p, nowNs);
        if (verdict == Verdict.OK) bytesIn += bytes;
        return verdict;
    }

    /// Deals with what was just opened.
    ///
    /// @param isKey whether it is a key packet, which answers a hello of ours
    Verdict deliver(Packet p, boolean isKey, long pathBack, long nowNs) {
        var opened = secure.opened();
        var verdict =
                opened.isHandshake()
                        ? onHandshake(p, isKey, pathBack, nowNs)
                        : onData(p, opened.becameEstablished(), pathBack, nowNs);
        secure.endDelivery();
        isReplayable = false;
        if (isKey) onKeyDelivered(nowNs);
        return verdict;
    }

    private Verdict onHandshake(Packet p, boolean isKey, long pathBack, long nowNs) {
        if (p.length() < HANDLE_SIZE) return Verdict.RUNT;
        int peerHandle = p.i32(0);
        if (peerHandle >= 0 && peerHandle < HANDLE_MIN || peerHandle == SwitchHeader.CONTROL)
            return Verdict.BAD_HANDLE;
        secure.setPeerHandle(peerHandle);
        isReplayable = !isKey;
        if (isKey) upkeep.onAuthentic(pathBack, false, nowNs);
        else upkeep.onHello(pathBack, secure.opened().isCandidate(), nowNs);
        p.dropFront(HANDLE_SIZE);
        if (!DataHeader.fits(p)) return Verdict.RUNT;
        int type = DataHeader.contentType(p);
        if (type != DataHeader.ROUTING) return Verdict.NOT_DHT_IN_HANDSHAKE;
        p.dropFront(DataHeader.SIZE);
        return sessions.deliver(this, type, p, pathBack, nowNs);
    }

    private Verdict onData(Packet p, boolean becameEstablished, long pathBack, long nowNs) {
        boolean fits = DataHeader.fits(p);
        int type = fits ? DataHeader.contentType(p) : DataHeader.ROUTING;
        upkeep.onAuthentic(pathBack, type != DataHeader.ROUTING, nowNs);
        if (becameEstablished) onEstablished(nowNs);
        if (!fits) return Verdict.RUNT;
        p.dropFront(DataHeader.SIZE);
        return sessions.deliver(this, type, p, pathBack, nowNs);
    }

    private void onEstablished(long nowNs) {
        upkeep.onEstablished();
        sessions.countHandshake();
        if (wasEstablished) renewals++;
        if (sessions.isLogging())
            sessions.log(Level.DEBUG, (wasEstablished ? "renewed with " : "open with ") + this);
        wasEstablished = true;
        sessions.flush(this, nowNs);
    }

    /// Our hello was answered: data can go out, and must, since only data prove to the other side
    /// that the fresh keys are good.
    private void onKeyDelivered(long nowNs) {
        if (!secure.canSendData(nowNs)) return;
        upkeep.onKey();
        if (!sessions.flush(this, nowNs)) ping(label(), nowNs);
    }

    /// Whether what is being delivered came in a hello, which anybody who has recorded it can send
    /// again, by whatever path: it deserves an answer, but tells nothing of where anybody is.
    public boolean isReplayable() {
        return isReplayable;
    }

    /// The routing layer matched an answer to a question.
    ///
    /// @param label the path by which the question went
    public void onAnswered(long label, long roundTripNs, long nowNs) {
        upkeep.onAnswered(label, roundTripNs, nowNs);
    }

    // --- a packet's way out

    /// A user's packet. Only for a session that can send data and has a path.
    Verdict sendUser(int type, Packet content, long nowNs) {
        upkeep.onUse(nowNs);
        upkeep.onQuestion(nowNs);
        return transmit(content, type, label(), nowNs);
    }

    /// A routing message that asks for an answer, by a given path. It opens the session if need be.
    Verdict ask(Packet body, long label, long nowNs) {
        if (label == label() && secure.canSendData(nowNs)) upkeep.onQuestion(nowNs);
        return transmit(body, DataHeader.ROUTING, label, nowNs);
    }

    /// A routing message that answers one, by the path by which that came.
    Verdict reply(Packet body, long pathBack, long nowNs) {
        return transmit(body, DataHeader.ROUTING, pathBack, nowNs);
    }

    private Verdict transmit(Packet p, int type, long label, long nowNs) {
        if (label == Label.INVALID) return Verdict.NO_PATH;
        boolean isData = secure.canSendData(nowNs);
        sessions.onContentOut(this, type, p, label);
        DataHeader.prepend(p, type);
        if (!isData) prependHandle(p, handle);
        int peerHandle = secure.peerHandle();
        var verdict = secure.seal(p, nowNs);
        if (verdict != Verdict.OK) return verdict;
        if (isData) prependHandle(p, peerHandle);
        return emit(p, label, nowNs);
    }

    private Verdict emit(Packet p, long label, long nowNs) {
        bytesOut += p.length();
        SwitchHeader.prepend(p, label);
        return sessions.emit(p, nowNs);
    }

    private static void prependHandle(Packet p, int handle) {
        p.prepend(HANDLE_SIZE);
        p.putI32(0, handle);
    }

    // --- pings and greetings

    /// A ping; what carries it depends on how far the session is.
    void ping(long label, long nowNs) {
        var p = sessions.ping(this, label, nowNs);
        if (p != null) sessions.count(transmit(p, DataHeader.ROUTING, label, nowNs));
    }

    /// A hello for fresh keys, beside the session in use.
    void greetAfresh(long label, long nowNs) {
        secure.renew(nowNs);
        if (!secure.isRenewing()) {
            ping(label, nowNs);
            return;
        }
        var p = sessions.ping(this, label, nowNs);
        if (p == null) return;
        sessions.onContentOut(this, DataHeader.ROUTING, p, label);
        DataHeader.prepend(p, DataHeader.ROUTING);
        prependHandle(p, handle);
        var verdict = secure.sealRenewal(p, nowNs);
        sessions.count(verdict == Verdict.OK ? emit(p, label, nowNs) : verdict);
    }

    // --- its end, and what people see

    /// Forgets the keys; the next packet begins a new handshake.
    void reset() {
        secure.reset();
        upkeep.reset();
    }

    void end() {
        upkeep.end();
        secure.close();
    }

    /// Whether the other end has ever proven to be there.
    boolean wasEstablished() {
        return wasEstablished;
    }

    /// When something authentic came, [Long#MIN_VALUE] never.
    public long lastInNs() {
        return upkeep.lastInNs();
    }

    /// When a user's packet last went out, or wanted to; [Long#MIN_VALUE] never.
    public long lastUseNs() {
        return upkeep.lastUseNs();
    }

    /// When it was last of any use to anybody.
    long lastActiveNs() {
        return upkeep.lastActiveNs();
    }

    State state() {
        return secure.state();
    }

    /// For tests.
    SecureSession secure() {
        return secure;
    }

    SessionStats stats(long nowNs) {
        var c = secure.counters();
        long label = label();
        return new SessionStats(
                new NodeAddress(version, label == Label.INVALID ? 0 : label, key),
                secure.state(),
                handle,
                secure.peerHandle(),
                upkeep.paths().stats(nowNs),
                upkeep.metric(nowNs),
                upkeep.isInDoubt(),
                upkeep.isGreeting(),
                lastInNs(),
                lastUseNs(),
                roundTripNs(),
                renewals,
                bytesIn,
                bytesOut,
                c.received(),
                c.lost(),
                c.duplicates(),
                c.outOfRange());
    }

    @Override
    public String toString() {
        return new NodeAddress(version, Math.max(0, label()), key).logText();
    }
}
