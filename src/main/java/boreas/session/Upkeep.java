package boreas.session;

import boreas.cryptoauth.SecureSession;
import boreas.env.EventLog.Level;
import boreas.env.Timers;
import boreas.label.Label;

/// What keeps a session: which path it takes, when it says hello, asks whether the far end is still
/// there, looks for paths, and is forgotten. All of that at one deadline.
///
/// The decisions are those of a few small machines: [Liveness] (do they hear us?), [HelloSchedule]
/// (when to greet), [PathSet] and [PathProbes] (which way), [SearchSchedule] (when to look for
/// others), [Credibility] (whom to believe).
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
final class Upkeep {
    /// Without a path told of or proven for so long, the session is forgotten.
    static final long FORGOTTEN_NS = 120_000_000_000L;

    /// Somebody who sent a packet so recently still wants an answer: greetings go on.
    static final long WANTED_NS = 30_000_000_000L;

    /// In use: a better path is searched now and then.
    static final long IN_USE_NS = 120_000_000_000L;

    /// Nothing here is more urgent than that.
    private static final long SPACING_MIN_NS = 1_000_000L;

    /// Greetings that are worth sending though nobody wants to talk: the other side probably
    /// restarted and cannot know that we think we have a session.
    private static final int UNWANTED_GREETINGS = 4;

    private final Session session;
    private final Sessions sessions;
    private final SecureSession secure;
    private final PathSet paths;
    private final Liveness liveness = new Liveness();
    private final PathProbes probes;
    private final HelloSchedule hellos = new HelloSchedule();
    private final SearchSchedule searches = new SearchSchedule();
    private final Timers.Timer timer;
    private final long beganNs;

    private boolean isDormant;
    private boolean isEnded;

    /// Greetings since a new path turned up; they take all paths in turn.
    private int attempt;

    private long lastInNs = Long.MIN_VALUE;
    private long lastUseNs = Long.MIN_VALUE;

    Upkeep(Session session, Sessions sessions, SecureSession secure, long nowNs) {
        this.session = session;
        this.sessions = sessions;
        this.secure = secure;
        this.beganNs = nowNs;
        this.paths = new PathSet(new KnownNodes(), new KnownLabels());
        this.probes = new PathProbes(paths, liveness, new ProbeActions());
        this.timer = sessions.world().timers().newTimer(this::onDeadline);
        timer.at(nowNs + FORGOTTEN_NS);
    }

    PathSet paths() {
        return paths;
    }

    boolean usesPathThrough(long prefix) {
        long label = paths.label();
        return label != Label.INVALID && Label.routesThrough(label, prefix);
    }

    // --- what comes

    /// Something authentic came.
    ///
    /// @param isTalk whether it was content of a user
    void onAuthentic(long pathBack, boolean isTalk, long nowNs) {
        boolean wasWaiting = liveness.isWaiting();
        isDormant = false;
        lastInNs = nowNs;
        liveness.onAuthentic(isTalk, roundTripNs(), nowNs);
        if (probes.onHeard(pathBack, isTalk, nowNs)) wakeBy(nowNs);
        if (!wasWaiting || !secure.canSendData(nowNs)) return;
        hellos.stop();
        secure.stopRenewing();
    }

    /// Our hello was answered: data can go out.
    void onKey() {
        hellos.stop();
    }

    /// Data came, sealed with fresh keys.
    void onEstablished() {
        hellos.stop();
        liveness.onFreshKeys();
    }

    /// A hello may be a replay, so it proves nothing: the path is remembered as one of the worst,
    /// and a session in use is asked whether it is still alive.
    ///
    /// @param isCandidate whether it may take the place of a live session
    void onHello(long pathBack, boolean isCandidate, long nowNs) {
        paths.offer(pathBack, PathMetric.INCOMING, nowNs);
        if (isCandidate && liveness.onHello(nowNs)) doubt(nowNs);
    }

    /// Something that was sent by this path was answered.
    void onAnswered(long label, long roundTripNs, long nowNs) {
        liveness.onAnswered(nowNs - roundTripNs);
        sessions.pathFinder().onPathAnswered(session, label, roundTripNs, nowNs);
        if (probes.onAnswered(label, roundTripNs, nowNs)) wakeBy(probes.nextNs(nowNs));
    }

    // --- what goes

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
        if (!paths.hasStandby()) searches.restart(nowNs);
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

    /// Something is sent that deserves an answer.
    void onQuestion(long nowNs) {
        if (liveness.onSent(nowNs)) wakeBy(silenceNs());
    }

    private long silenceNs() {
        var path = paths.inUse();
        return path == null ? Timers.NEVER : liveness.silenceNs(path.roundTrip());
    }

    // --- what others tell

    /// A path was found.
    void onPath(long label, int metric, long nowNs) {
        if (paths.offer(label, metric, nowNs) != null) onNewPath(label, nowNs);
        if (isWanted(nowNs) && !hasKeys()) open(nowNs);
    }

    private void onNewPath(long label, long nowNs) {
        if (sessions.isLogging())
            sessions.log(Level.DEBUG, "path " + Label.toText(label) + " to " + session.address());
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

    /// All paths through this one are gone.
    void onPathGone(long prefix, long nowNs) {
        if (!paths.onGone(prefix, nowNs) || !isInUse(nowNs)) return;
        searches.hurry(nowNs);
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
            if (hasKeys() && liveness.onComplaint(nowNs)) onDoubt(nowNs);
        } else if (label == paths.label() && probes.onHint(nowNs)) {
            wakeBy(nowNs);
        }
    }

    /// Whether the keys in use are good for data, even while a hello for others is dealt with.
    private boolean hasKeys() {
        return switch (secure.state()) {
            case INIT, SENT_HELLO, RECEIVED_HELLO, SENT_KEY -> false;
            case RECEIVED_KEY, ESTABLISHED -> true;
        };
    }

    // --- the deadline

    private void onDeadline(long nowNs) {
        if (nowNs - lastValidNs() >= FORGOTTEN_NS) {
            sessions.forget(session);
            return;
        }
        if (secure.canSendData(nowNs)) {
            watch(nowNs);
        } else {
            setUp(nowNs);
        }
        if (isInUse(nowNs) && searches.isDue(nowNs)) search(nowNs);
        arm(nowNs);
    }

    private void setUp(long nowNs) {
        if (!isGreetingDue(nowNs)) return;
        if (hellos.sent() > 0 || paths.alive() == 0) search(nowNs);
        long label = paths.forAttempt(attempt++);
        hellos.onSent(nowNs);
        if (label == Label.INVALID) return;
        session.ping(label, nowNs);
    }

    private void watch(long nowNs) {
        if (liveness.isLost(roundTripNs(), nowNs) && !hellos.isRunning() && !isDormant) {
            if (sessions.isLogging()) sessions.log(Level.DEBUG, "silence from " + session);
            paths.onAllSilent(nowNs);
            attempt = 0;
            hellos.start(false, nowNs);
        }
        if (secure.isWornOut() && isInUse(nowNs)) hellos.start(false, nowNs);
        if (hellos.isRunning()) greet(nowNs);
        else if (!isDormant) probes.run(nowNs);
    }

    private void greet(long nowNs) {
        if (!isGreetingDue(nowNs)) return;
        long label = paths.forAttempt(attempt++);
        long other = paths.forAttempt(attempt);
        hellos.onSent(nowNs);
        if (hellos.sent() > 1) search(nowNs);
        if (label != Label.INVALID) session.greetAfresh(label, nowNs);
        // The keys may be good and only the path bad.
        if (other != Label.INVALID && liveness.isWaiting()) session.ping(other, nowNs);
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
            if (!isEnded) sessions.byLabel().add(label, session);
        }

        @Override
        public void onDropped(long label) {
            sessions.byLabel().remove(label, session);
        }
    }

    /// What the probes want.
    private final class ProbeActions implements PathProbes.Actions {
        @Override
        public void probe(long label, long nowNs) {
            session.ping(label, nowNs);
        }

        @Override
        public void onDoubt(long nowNs) {
            if (searches.isDueInDoubt(nowNs)) search(nowNs);
        }

        @Override
        public void onSilent(long label, long nowNs) {
            sessions.pathFinder().onPathSilent(session, label, nowNs);
            searches.hurry(nowNs);
        }

        @Override
        public void onMoved(String why, long label, long forLabel) {
            if (!sessions.isLogging()) return;
            sessions.log(
                    Level.DEBUG,
                    "%s: %s is %s, now by %s"
                            .formatted(
                                    session.address(),
                                    Label.toText(label),
                                    why,
                                    Label.toText(forLabel)));
        }
    }

    private void search(long nowNs) {
        boolean isLost = hellos.isRunning() && isWanted(nowNs);
        searches.onSearch(isLost, paths.hasStandby(), nowNs);
        // A session that only routing messages use is the pathfinder's own affair.
        if (isWanted(nowNs) || isInUse(nowNs))
            sessions.pathFinder().onPathWanted(session.address(), nowNs);
    }

    /// All that [#onDeadline] looks at.
    private void arm(long nowNs) {
        long next = Math.min(lastValidNs() + FORGOTTEN_NS, hellos.nextNs());
        if (isInUse(nowNs)) next = Math.min(next, searches.nextNs());
        if (secure.canSendData(nowNs) && !hellos.isRunning() && !isDormant) {
            next = Math.min(next, probes.nextNs(nowNs));
            next = Math.min(next, liveness.lostNs(roundTripNs()));
        }
        // A search may have made room for other sessions, and this one have been the oldest.
        if (!isEnded) timer.at(Math.max(next, nowNs + SPACING_MIN_NS));
    }

    private void wakeBy(long deadlineNs) {
        if (!isEnded) timer.noLaterThan(deadlineNs);
    }

    private long lastValidNs() {
        return Math.max(beganNs, Math.max(paths.lastValidatedNs(), lastInNs));
    }

    private boolean isWanted(long nowNs) {
        return sessions.isHolding(session.address())
                || lastUseNs != Long.MIN_VALUE && nowNs - lastUseNs < WANTED_NS;
    }

    private boolean isInUse(long nowNs) {
        return lastUseNs != Long.MIN_VALUE && nowNs - lastUseNs < IN_USE_NS;
    }

    // --- its end, and what people see

    /// The keys are forgotten.
    void reset() {
        liveness.stop();
        hellos.stop();
        isDormant = false;
    }

    void end() {
        isEnded = true;
        for (long label : paths.labels()) sessions.byLabel().remove(label, session);
        timer.cancel();
    }

    /// When the session was last of any use to anybody.
    long lastActiveNs() {
        return Math.max(lastInNs, Math.max(lastUseNs, beganNs));
    }

    long lastInNs() {
        return lastInNs;
    }

    long lastUseNs() {
        return lastUseNs;
    }

    boolean isInDoubt() {
        return liveness.isWaiting() && liveness.rounds() > 0;
    }

    boolean isGreeting() {
        return hellos.isRunning();
    }

    /// Of the path in use, smoothed; 0 when it was never measured.
    long roundTripNs() {
        var path = paths.inUse();
        return path == null ? 0 : path.roundTrip().meanNs();
    }

    /// Of the path in use.
    int metric(long nowNs) {
        var path = paths.inUse();
        return path == null ? PathMetric.DEAD : path.worth(nowNs);
    }
}
