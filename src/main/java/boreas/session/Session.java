package boreas.session;

import boreas.address.Ip6;
import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.SecureSession;
import boreas.cryptoauth.State;
import boreas.env.EventLog.Level;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.label.Label;
import boreas.wire.DataHeader;
import boreas.wire.Packet;
import boreas.wire.SwitchHeader;

/// One encrypted conversation with another node, over whatever paths lead there.
///
/// Frames come up through [#openPacket] and [#deliver], and go down through [#sendUser], [#ask] and
/// [#reply]; what has to happen without a packet happens at the session's one deadline. All
/// decisions about time are those of a few small machines: [Liveness] (do they hear us?),
/// [HelloSchedule] (when to greet), [PathSet] and [PathProbes] (which way).
///
/// ```
///                     somebody wants to talk                      key packet
///   no key yet  ---------------------------->  greeting  ------------------------->  open
///                                              0, ½, 1, 2 … 8 s                       |
///                                                                                     | silence,
///                            key packet                                               | 4 rounds
///   open  <------------------------------------------------------  greeting afresh <--+
///                                                                  0, 1, 2 … 8 s
///                                   (the old keys stay in use until the new ones are proven)
/// ```
///
/// Nothing that a stranger can send ends a session: only silence, or 120 s without any path.
public final class Session {
    /// Without a path told of or proven for so long, the session is forgotten.
    static final long FORGOTTEN_NS = 120_000_000_000L;

    /// Somebody who sent a packet so recently still wants an answer: greetings go on.
    static final long WANTED_NS = 30_000_000_000L;

    /// In use: a better path is searched now and then.
    static final long IN_USE_NS = 120_000_000_000L;

    static final long SEARCH_NS = 30_000_000_000L;

    /// The same while there is no path but the one in use: after that, and then doubled each time.
    static final long SEARCH_ALONE_NS = 2_000_000_000L;

    /// While somebody waits and nothing answers.
    static final long SEARCH_LOST_NS = 2_000_000_000L;

    /// Nothing here is more urgent than that.
    private static final long SPACING_MIN_NS = 1_000_000L;

    /// Greetings that are worth sending though nobody wants to talk: the other side probably
    /// restarted and cannot know that we think we have a session.
    private static final int UNWANTED_GREETINGS = 4;

    /// Bytes in front of the plaintext of a handshake, and of the ciphertext of data.
    private static final int HANDLE_SIZE = 4;

    private static final int HANDLE_MIN = 4;

    private final Sessions sessions;
    private final PublicKey key;
    private final Ip6 address;
    private final long hi, lo;
    private final int handle;
    private final SecureSession secure;
    private final PathSet paths;
    private final Liveness liveness = new Liveness();
    private final PathProbes probes;
    private final HelloSchedule hellos = new HelloSchedule();
    private final Timers.Timer timer;

    private int version;
    private boolean isDoubtedByPeer;

    /// That the far end could not open a packet.
    private final Credibility complaints = new Credibility();

    /// That the far end says hello, as after a restart.
    private final Credibility greetings = new Credibility();

    private boolean isReplayable;
    private boolean isDormant;
    private boolean isEnded;

    /// Greetings since a new path turned up; they take all paths in turn.
    private int attempt;

    private long lastInNs = Long.MIN_VALUE;
    private long lastUseNs = Long.MIN_VALUE;
    private long validatedNs;
    private long nextDoubtSearchNs = Long.MIN_VALUE;
    private long nextSearchNs = Long.MIN_VALUE;
    private long searchAloneNs = SEARCH_ALONE_NS;
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
        this.paths = new PathSet(new KnownNodes(), new KnownLabels());
        this.probes = new PathProbes(paths, liveness, new ProbeActions());
        this.secure = new SecureSession(context, key, false, null, nowNs);
        this.timer = sessions.world().timers().newTimer(this::onDeadline);
        this.validatedNs = nowNs;
        timer.at(nowNs + FORGOTTEN_NS);
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
        return paths.label();
    }

    /// Whether content other than routing messages can be sent.
    public boolean isOpen(long nowNs) {
        return secure.canSendData(nowNs);
    }

    /// Open, and a path is known.
    boolean isReady(long nowNs) {
        return paths.label() != Label.INVALID && secure.canSendData(nowNs);
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
        if (isKey) onAuthentic(pathBack, false, nowNs);
        else onHello(pathBack, nowNs);
        p.dropFront(HANDLE_SIZE);
        if (!DataHeader.fits(p)) return Verdict.RUNT;
        int type = DataHeader.contentType(p);
        if (type != DataHeader.ROUTING) return Verdict.NOT_DHT_IN_HANDSHAKE;
        p.dropFront(DataHeader.SIZE);
        return sessions.deliver(this, type, p, pathBack, nowNs);
    }

    /// A hello may be a replay, so it proves nothing: the path is remembered as one of the worst,
    /// and a session in use is asked whether it is still alive.
    private void onHello(long pathBack, long nowNs) {
        paths.offer(pathBack, PathMetric.INCOMING, nowNs);
        if (!secure.opened().isCandidate() || !greetings.onHint(nowNs)) return;
        isDoubtedByPeer = true;
        doubt(nowNs);
    }

    private Verdict onData(Packet p, boolean becameEstablished, long pathBack, long nowNs) {
        boolean fits = DataHeader.fits(p);
        int type = fits ? DataHeader.contentType(p) : DataHeader.ROUTING;
        onAuthentic(pathBack, type != DataHeader.ROUTING, nowNs);
        if (becameEstablished) onEstablished(nowNs);
        if (!fits) return Verdict.RUNT;
        p.dropFront(DataHeader.SIZE);
        return sessions.deliver(this, type, p, pathBack, nowNs);
    }

    private void onAuthentic(long pathBack, boolean isTalk, long nowNs) {
        boolean wasWaiting = liveness.isWaiting();
        isDormant = false;
        lastInNs = nowNs;
        liveness.onAuthentic(isTalk, roundTripNs(), nowNs);
        if (probes.onHeard(pathBack, isTalk, nowNs)) wakeBy(nowNs);
        if (!wasWaiting) return;
        isDoubtedByPeer = false;
        stopGreeting(nowNs);
    }

    private void stopGreeting(long nowNs) {
        if (!secure.canSendData(nowNs)) return;
        hellos.stop();
        secure.stopRenewing();
    }

    private void onEstablished(long nowNs) {
        hellos.stop();
        complaints.restore();
        greetings.restore();
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
        hellos.stop();
        if (!sessions.flush(this, nowNs)) ping(paths.label(), nowNs);
    }

    // --- a packet's way out

    /// A user's packet. Only for a session that [#isOpen] and has a path.
    Verdict sendUser(int type, Packet content, long nowNs) {
        onUse(nowNs);
        onQuestion(nowNs);
        return transmit(content, type, paths.label(), nowNs);
    }

    /// A user wants to talk. A session that is not open begins to greet.
    void onUse(long nowNs) {
        lastUseNs = nowNs;
        if (probes.onUse(nowNs)) onFlow(nowNs);
        if (isDormant) {
            isDormant = false;
            wakeBy(nowNs);
        }
    }

    /// Somebody begins to talk, or talks again.
    private void onFlow(long nowNs) {
        if (!paths.hasStandby()) {
            searchAloneNs = SEARCH_ALONE_NS;
            nextSearchNs = nowNs;
        }
        wakeBy(nowNs);
    }

    /// Greets now, unless it is greeting already.
    void open(long nowNs) {
        isDormant = false;
        hellos.start(!secure.canSendData(nowNs), nowNs);
        wakeBy(hellos.nextNs());
    }

    /// Greets now, whatever was planned: the way to the peer has just become good.
    void openAgain(long nowNs) {
        hellos.stop();
        open(nowNs);
    }

    /// The way to the peer is good again: who waits to say hello says it now.
    void onWayGood(long nowNs) {
        if (hellos.isRunning()) openAgain(nowNs);
    }

    /// A routing message that asks for an answer, by a given path. It opens the session if need be.
    Verdict ask(Packet body, long label, long nowNs) {
        if (label == paths.label() && secure.canSendData(nowNs)) onQuestion(nowNs);
        return transmit(body, DataHeader.ROUTING, label, nowNs);
    }

    /// A routing message that answers one, by the path by which that came.
    Verdict reply(Packet body, long pathBack, long nowNs) {
        return transmit(body, DataHeader.ROUTING, pathBack, nowNs);
    }

    private void onQuestion(long nowNs) {
        if (liveness.onSent(nowNs)) wakeBy(silenceNs());
    }

    private long silenceNs() {
        var path = paths.inUse();
        return path == null ? Timers.NEVER : liveness.silenceNs(path.roundTrip());
    }

    private Verdict transmit(Packet p, int type, long label, long nowNs) {
        if (label == Label.INVALID) return Verdict.NO_PATH;
        boolean isData = secure.canSendData(nowNs);
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
    private void ping(long label, long nowNs) {
        var p = sessions.ping(this, label, nowNs);
        if (p != null) sessions.count(transmit(p, DataHeader.ROUTING, label, nowNs));
    }

    /// A hello for fresh keys, beside the session in use.
    private void greetAfresh(long label, long nowNs) {
        secure.renew(nowNs);
        if (!secure.isRenewing()) {
            ping(label, nowNs);
            return;
        }
        var p = sessions.ping(this, label, nowNs);
        if (p == null) return;
        DataHeader.prepend(p, DataHeader.ROUTING);
        prependHandle(p, handle);
        var verdict = secure.sealRenewal(p, nowNs);
        sessions.count(verdict == Verdict.OK ? emit(p, label, nowNs) : verdict);
    }

    // --- what others tell

    /// A path was found.
    void onPath(long label, int metric, long nowNs) {
        if (paths.offer(label, metric, nowNs) != null) onNewPath(label, nowNs);
        if (isWanted(nowNs) && !hasKeys()) open(nowNs);
    }

    private void onNewPath(long label, long nowNs) {
        if (sessions.isLogging())
            sessions.log(Level.DEBUG, "path " + Label.toText(label) + " to " + address);
        attempt = 0;
        hellos.hurry(nowNs);
        wakeBy(hellos.nextNs());
        if (isInUse(nowNs)) wakeBy(nowNs);
    }

    /// A link has come up: what begins with it is worth a look at once.
    ///
    /// @param prefix the one-hop path
    void onLinkUp(long prefix, long nowNs) {
        boolean isConcerned = false;
        for (int i = 0; i < paths.size(); i++) {
            var path = paths.get(i);
            if (!Label.routesThrough(path.label(), prefix)) continue;
            probes.onLinkUp(path);
            isConcerned = true;
        }
        if (isConcerned && isInUse(nowNs)) wakeBy(nowNs);
    }

    /// Whether the keys in use are good for data, even while a hello for others is dealt with.
    private boolean hasKeys() {
        return switch (secure.state()) {
            case INIT, SENT_HELLO, RECEIVED_HELLO, SENT_KEY -> false;
            case RECEIVED_KEY, ESTABLISHED -> true;
        };
    }

    /// All paths through this one are gone.
    void onPathGone(long prefix, long nowNs) {
        if (!paths.onGone(prefix, nowNs) || !isInUse(nowNs)) return;
        nextSearchNs = nowNs;
        onDoubt(nowNs);
        wakeBy(nowNs);
    }

    /// There is reason to ask whether the path in use still works.
    void onDoubt(long nowNs) {
        if (secure.canSendData(nowNs)) doubt(nowNs);
    }

    private void doubt(long nowNs) {
        var path = paths.inUse();
        if (path == null) return;
        liveness.onDoubt(path.roundTrip(), nowNs);
        wakeBy(nowNs);
    }

    /// Somebody says, without proof, that a packet on this path was refused: on the way, or by the
    /// other end, which could not open it.
    void onRefused(long label, boolean isPathBad, long nowNs) {
        if (!isPathBad) {
            if (!hasKeys() || !complaints.onHint(nowNs)) return;
            isDoubtedByPeer = true;
            onDoubt(nowNs);
        } else if (label == paths.label() && probes.onHint(nowNs)) {
            wakeBy(nowNs);
        }
    }

    boolean usesPathThrough(long prefix) {
        long label = paths.label();
        return label != Label.INVALID && Label.routesThrough(label, prefix);
    }

    /// Whether what is being delivered came in a hello, which anybody who has recorded it can send
    /// again, by whatever path: it deserves an answer, but tells nothing of where anybody is.
    public boolean isReplayable() {
        return isReplayable;
    }

    /// Whether something authentic came by this path: what comes by it is no replay.
    public boolean isProven(long label) {
        return paths.isProven(label);
    }

    boolean hasPath(long label) {
        return paths.has(label);
    }

    /// The routing layer matched an answer to a question.
    ///
    /// @param label the path by which the question went
    public void onAnswered(long label, long roundTripNs, long nowNs) {
        complaints.onAnswered(nowNs - roundTripNs);
        greetings.onAnswered(nowNs - roundTripNs);
        sessions.pathFinder().onPathAnswered(this, label, roundTripNs, nowNs);
        if (probes.onAnswered(label, roundTripNs, nowNs)) wakeBy(probes.nextNs(nowNs));
    }

    /// When something authentic came, [Long#MIN_VALUE] never.
    public long lastInNs() {
        return lastInNs;
    }

    /// Of the path in use, smoothed; 0 when it was never measured.
    public long roundTripNs() {
        var path = paths.inUse();
        return path == null ? 0 : path.roundTrip().meanNs();
    }

    // --- the deadline

    private void onDeadline(long nowNs) {
        if (nowNs - lastValidNs() >= FORGOTTEN_NS) {
            sessions.forget(this);
            return;
        }
        if (secure.canSendData(nowNs)) {
            watch(nowNs);
        } else {
            setUp(nowNs);
        }
        if (isInUse(nowNs) && nextSearchNs <= nowNs) search(nowNs);
        arm(nowNs);
    }

    private void setUp(long nowNs) {
        if (!isGreetingDue(nowNs)) return;
        if (hellos.sent() > 0 || paths.alive() == 0) search(nowNs);
        long label = paths.forAttempt(attempt++);
        hellos.onSent(nowNs);
        if (label == Label.INVALID) return;
        ping(label, nowNs);
    }

    private void watch(long nowNs) {
        if (isLost(nowNs) && !hellos.isRunning() && !isDormant) {
            if (sessions.isLogging()) sessions.log(Level.DEBUG, "silence from " + this);
            paths.onAllSilent(nowNs);
            attempt = 0;
            hellos.start(false, nowNs);
        }
        if (secure.isWornOut() && isInUse(nowNs)) hellos.start(false, nowNs);
        if (hellos.isRunning()) greet(nowNs);
        else if (!isDormant) probes.run(nowNs);
    }

    private boolean isLost(long nowNs) {
        return liveness.isDead(roundTripNs(), nowNs)
                || isDoubtedByPeer && liveness.isRoundOver(roundTripNs(), nowNs);
    }

    /// When [#isLost] may come true.
    private long lostNs() {
        if (isDoubtedByPeer && liveness.rounds() > 0) return liveness.roundOverNs(roundTripNs());
        return liveness.deadNs(roundTripNs());
    }

    private void greet(long nowNs) {
        if (!isGreetingDue(nowNs)) return;
        long label = paths.forAttempt(attempt++);
        long other = paths.forAttempt(attempt);
        hellos.onSent(nowNs);
        if (hellos.sent() > 1) search(nowNs);
        if (label != Label.INVALID) greetAfresh(label, nowNs);
        // The keys may be good and only the path bad.
        if (other != Label.INVALID && liveness.isWaiting()) ping(other, nowNs);
    }

    /// Greetings end when nobody wants to talk any more, until somebody does again.
    private boolean isGreetingDue(long nowNs) {
        if (hellos.isRunning() && !isWanted(nowNs) && hellos.sent() >= UNWANTED_GREETINGS) {
            hellos.stop();
            isDormant = true;
        }
        return hellos.isDue(nowNs);
    }

    /// What the pathfinder knows.
    private final class KnownNodes implements PathSet.Nodes {
        @Override
        public int shared(long a, long b) {
            return sessions.pathFinder().sharedHops(a, b);
        }

        @Override
        public boolean isLoop(long label) {
            return sessions.pathFinder().isLoop(label);
        }
    }

    /// So that what is told of a path finds this session.
    private final class KnownLabels implements PathSet.Register {
        @Override
        public void onKept(long label) {
            if (!isEnded) sessions.byLabel().add(label, Session.this);
        }

        @Override
        public void onDropped(long label) {
            sessions.byLabel().remove(label, Session.this);
        }
    }

    /// What the probes want.
    private final class ProbeActions implements PathProbes.Actions {
        @Override
        public void probe(long label, long nowNs) {
            ping(label, nowNs);
        }

        @Override
        public void onDoubt(long nowNs) {
            if (nextDoubtSearchNs > nowNs) return;
            nextDoubtSearchNs = nowNs + SEARCH_LOST_NS;
            search(nowNs);
        }

        @Override
        public void onSilent(long label, long nowNs) {
            sessions.pathFinder().onPathSilent(Session.this, label, nowNs);
            nextSearchNs = Math.min(nextSearchNs, nowNs);
        }

        @Override
        public void onMoved(String why, long label, long forLabel) {
            if (!sessions.isLogging()) return;
            sessions.log(
                    Level.DEBUG,
                    "%s: %s is %s, now by %s"
                            .formatted(address, Label.toText(label), why, Label.toText(forLabel)));
        }
    }

    private void search(long nowNs) {
        boolean isLost = hellos.isRunning() && isWanted(nowNs);
        nextSearchNs =
                nowNs + (isLost ? SEARCH_LOST_NS : paths.hasStandby() ? SEARCH_NS : aloneNs());
        // A session that only routing messages use is the pathfinder's own affair.
        if (isWanted(nowNs) || isInUse(nowNs)) sessions.pathFinder().onPathWanted(address, nowNs);
    }

    private long aloneNs() {
        long ns = searchAloneNs;
        searchAloneNs = Math.min(2 * ns, SEARCH_NS);
        return ns;
    }

    /// All that [#onDeadline] looks at.
    private void arm(long nowNs) {
        long next = Math.min(lastValidNs() + FORGOTTEN_NS, hellos.nextNs());
        boolean isInUse = isInUse(nowNs);
        if (isInUse) next = Math.min(next, nextSearchNs);
        if (secure.canSendData(nowNs)) {
            if (!hellos.isRunning() && !isDormant) {
                next = Math.min(next, probes.nextNs(nowNs));
                next = Math.min(next, lostNs());
            }
        }
        // A search may have made room for other sessions, and this one have been the oldest.
        if (!isEnded) timer.at(Math.max(next, nowNs + SPACING_MIN_NS));
    }

    private void wakeBy(long deadlineNs) {
        if (!isEnded) timer.noLaterThan(deadlineNs);
    }

    private long lastValidNs() {
        return Math.max(validatedNs, Math.max(paths.lastValidatedNs(), lastInNs));
    }

    private boolean isWanted(long nowNs) {
        return sessions.isHolding(address)
                || lastUseNs != Long.MIN_VALUE && nowNs - lastUseNs < WANTED_NS;
    }

    private boolean isInUse(long nowNs) {
        return lastUseNs != Long.MIN_VALUE && nowNs - lastUseNs < IN_USE_NS;
    }

    // --- its end, and what people see

    /// Forgets the keys; the next packet begins a new handshake.
    void reset() {
        secure.reset();
        liveness.stop();
        hellos.stop();
        isDormant = isDoubtedByPeer = false;
    }

    void end() {
        isEnded = true;
        for (long label : paths.labels()) sessions.byLabel().remove(label, this);
        timer.cancel();
        secure.close();
    }

    /// Whether the other end has ever proven to be there.
    boolean wasEstablished() {
        return wasEstablished;
    }

    /// When a user's packet last went out, or wanted to; [Long#MIN_VALUE] never.
    public long lastUseNs() {
        return lastUseNs;
    }

    /// When it was last of any use to anybody.
    long lastActiveNs() {
        return Math.max(lastInNs, Math.max(lastUseNs, validatedNs));
    }

    State state() {
        return secure.state();
    }

    /// For tests.
    SecureSession secure() {
        return secure;
    }

    private int metric(long nowNs) {
        var path = paths.inUse();
        return path == null ? PathMetric.DEAD : path.worth(nowNs);
    }

    SessionStats stats(long nowNs) {
        var c = secure.counters();
        long label = paths.label();
        return new SessionStats(
                new NodeAddress(version, label == Label.INVALID ? 0 : label, key),
                secure.state(),
                handle,
                secure.peerHandle(),
                paths.stats(nowNs),
                metric(nowNs),
                liveness.isWaiting() && liveness.rounds() > 0,
                hellos.isRunning(),
                lastInNs,
                lastUseNs,
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
        return new NodeAddress(version, Math.max(0, paths.label()), key).logText();
    }
}
