package boreas.session;

import boreas.env.Timers;
import boreas.label.Label;
import org.jspecify.annotations.Nullable;

/// When to probe which path of one session, and when to leave the one in use.
///
/// A probe is an in-session ping: the smallest message that the far end must answer. Its answer
/// proves the way there; where it came back says nothing of that. The rules, with their bounds, are
/// in the package's documentation.
///
/// ```
///   two-way traffic, cut            silence   probe 1       probe 2 (and standby)
///   ... ->  <- ->  <- ->  X  ->  ->  |--------|-------------|-------------|  2 overdue: leave
///                                    SOON               half overdue
/// ```
final class PathProbes {
    /// Of the path in use, while traffic goes both ways: also measures its round trip.
    static final long TWO_WAY_NS = 1_000_000_000L;

    /// Of the path in use, while the other side only listens: nothing else tells of a cut. Shorter
    /// on longer paths, since the judgement takes longer there.
    static final long ONE_WAY_NS = 600_000_000L;

    static final long ONE_WAY_MIN_NS = 250_000_000L;

    /// Of one path beside it.
    static final long STANDBY_NS = 5_000_000_000L;

    /// Between a probe of one such path and of another.
    static final long STANDBY_SPACING_NS = STANDBY_NS / PathSet.STANDBY_MAX;

    /// Of a path that has just been left because it was silent, for so long: an outage may be over
    /// before the link notices it, and then nobody else tells.
    static final long LEFT_NS = 500_000_000L;

    static final long LEFT_LATELY_NS = 3 * LEFT_NS;

    /// Between the probes of a trial, of which there are at most [#TRIALS].
    static final long TRIAL_NS = 200_000_000L;

    static final int TRIALS = 6;

    /// Between the proofs of new paths, and how many a path gets.
    static final long PROOF_NS = 500_000_000L;

    static final int PROOFS = 3;

    /// In doubt, between rounds of probes.
    static final long ROUND_MIN_NS = 40_000_000L;

    static final long ROUND_MAX_NS = 250_000_000L;

    private static final int PATIENT = 8;

    static {
        assert PATIENT < Path.UNANSWERED_MAX;
        assert ROUND_MAX_NS >= Liveness.ROUND_NS;
    }

    /// Traffic flows as long as a user's packet went out so recently.
    static final long FLOWING_NS = 10_000_000_000L;

    /// Loss in millionths above which one more probe must be unanswered than 2, than 3 …: a path
    /// that loses that much is left by mistake about once in an hour.
    private static final int[] LOSS_PPM = {30_000, 60_000, 100_000, 160_000, 250_000, 350_000};

    private static final int UNANSWERED_MIN = 2;

    /// Does what is due.
    interface Actions {
        void probe(long label, long nowNs);

        /// The path in use is in doubt: time to look for others.
        void onDoubt(long nowNs);

        /// A path was given up.
        void onSilent(long label, long nowNs);

        /// Another path is used from now on.
        ///
        /// @param why what is wrong with the one before
        void onMoved(String why, long label, long forLabel);
    }

    private final PathSet paths;
    private final Liveness liveness;
    private final Actions actions;
    private long lastUseNs = Path.NEVER;
    private long nextStandbyNs = Path.NEVER;
    private long nextProofNs = Path.NEVER;
    private long lastTalkLabel = Label.INVALID;
    private boolean isDoubtTold;

    PathProbes(PathSet paths, Liveness liveness, Actions actions) {
        this.paths = paths;
        this.liveness = liveness;
        this.actions = actions;
    }

    // --- what happens

    /// A user's packet goes out.
    ///
    /// @return whether traffic begins to flow
    boolean onUse(long nowNs) {
        boolean begins = !isFlowing(nowNs);
        lastUseNs = nowNs;
        if (begins) tryAll();
        return begins;
    }

    /// What the pathfinder's questions have shown before was compared with nothing.
    private void tryAll() {
        for (int i = 0; i < paths.size(); i++) {
            var path = paths.get(i);
            if (path != paths.inUse() && path.isAnswered() && !path.isSilent())
                path.trialsLeft = TRIALS;
        }
    }

    private boolean isMeasured(long label) {
        var path = paths.find(label);
        return path != null && path.roundTrip().isKnown();
    }

    private boolean isFlowing(long nowNs) {
        return lastUseNs != Path.NEVER && nowNs - lastUseNs < FLOWING_NS;
    }

    /// Something authentic came.
    ///
    /// @param isTalk whether it was content of a user
    /// @return whether [#run] is due
    boolean onHeard(long label, boolean isTalk, long nowNs) {
        var current = paths.inUse();
        paths.onHeard(label, nowNs);
        if (current == null || label == current.label()) {
            if (isTalk) lastTalkLabel = label;
            return false;
        }
        boolean isDue = shouldFollow(current, nowNs);
        if (isDue) {
            var other = paths.find(label);
            if (other != null) leave(current, other, nowNs);
        }
        // The other side has moved away from our path: it may know why.
        if (isTalk && lastTalkLabel == current.label()) isDue |= current.departures.onHint(nowNs);
        if (isTalk) lastTalkLabel = label;
        return isDue;
    }

    /// The other side is heard by another path: enough, when ours is in doubt.
    private boolean shouldFollow(Path current, long nowNs) {
        if (paths.inUse() != current) return false;
        if (current.isSilent()) return true;
        return current.unanswered() > 0
                && !current.isHeardSince(current.firstUnansweredNs())
                && current.overdue(nowNs) > 0
                && current.late(nowNs) >= needed(current);
    }

    /// Something that was sent by this path was answered.
    ///
    /// @return whether [#run] is due
    boolean onAnswered(long label, long roundTripNs, long nowNs) {
        var path = paths.find(label);
        if (path == null) return false;
        boolean isNews = paths.onAnswered(path, nowNs - roundTripNs, nowNs);
        if (paths.dropLoop(path, nowNs)) {
            onMoved("a loop", label, paths.label());
            return true;
        }
        if (!paths.has(label)) return false;
        if (path == paths.inUse()) {
            if (path.unanswered() == 0) isDoubtTold = false;
            return false;
        }
        if (isNews) path.trialsLeft = TRIALS;
        long before = paths.label();
        if (paths.compare(path, nowNs)) {
            onMoved("slower", before, label);
        } else if (path.wins == 0 && path.roundTrip().samples() > 1 && isMeasured(before)) {
            path.trialsLeft = 0;
        }
        return true;
    }

    /// Somebody says, without proof, that the path in use is cut: reason to look at once.
    ///
    /// @return whether [#run] is due
    boolean onHint(long nowNs) {
        var current = paths.inUse();
        return current != null && current.refusals.onHint(nowNs);
    }

    /// The link with which this path begins has just come up.
    void onLinkUp(Path path) {
        path.isLinkNews = true;
        path.trialsLeft = TRIALS;
        path.proofs = 0;
        // What was sent while it was down says nothing of the link as it is now.
        if (path != paths.inUse()) path.forgetUnanswered();
    }

    private void onMoved(String why, long label, long forLabel) {
        isDoubtTold = false;
        lastTalkLabel = Label.INVALID;
        actions.onMoved(why, label, forLabel);
    }

    // --- what is due

    /// Sends the probes that are due, and leaves the path in use if it must be left.
    void run(long nowNs) {
        var current = paths.inUse();
        if (current == null) return;
        if (isToBeLeft(current, nowNs)) {
            var other = paths.successor(current.firstUnansweredNs(), nowNs);
            if (other != null) current = leave(current, other, nowNs);
        }
        if (watchDueNs(current, nowNs) <= nowNs) watch(current, nowNs);
        if (isFlowing(nowNs)) keepOthers(nowNs);
    }

    private Path leave(Path current, Path other, long nowNs) {
        paths.leave(other, nowNs);
        nextStandbyNs = Math.max(nextStandbyNs, nowNs + STANDBY_SPACING_NS);
        onMoved("silent", current.label(), other.label());
        actions.onSilent(current.label(), nowNs);
        return other;
    }

    /// As many overdue answers as the path's usual loss makes needed; one less with a hint. Answers
    /// may be called late sooner than overdue when another path has answered meanwhile.
    private boolean isToBeLeft(Path current, long nowNs) {
        if (current.unanswered() == 0) return false;
        long sinceNs = current.firstUnansweredNs();
        int needed = needed(current);
        boolean isHeard = current.isHeardSince(sinceNs + current.roundTrip().meanNs());
        boolean hasAnswered = hasAnsweredElsewhere(current, sinceNs);
        if (isHeard) return hasAnswered && current.overdue(nowNs) > needed;
        if (current.overdue(nowNs) >= needed) return true;
        if (!hasAnswered || current.late(nowNs) < needed) return false;
        return current.isHinted() || current.overdue(nowNs) > 0;
    }

    private boolean hasAnsweredElsewhere(Path current, long sinceNs) {
        for (int i = 0; i < paths.size(); i++) {
            var path = paths.get(i);
            if (path != current && !path.isDead() && path.isAnsweredSince(sinceNs)) return true;
        }
        return false;
    }

    private int needed(Path current) {
        int needed = UNANSWERED_MIN;
        for (int ppm : LOSS_PPM) if (current.lossPpm() > ppm) needed++;
        return current.isHinted() ? Math.max(1, needed - 1) : needed;
    }

    // --- the path in use

    private void watch(Path current, long nowNs) {
        boolean isInDoubt = isInDoubt(current, nowNs);
        probe(current, nowNs);
        if (!isInDoubt) {
            if (liveness.silenceNs(current.roundTrip()) <= nowNs) liveness.onRound(nowNs);
            return;
        }
        // A lost probe may be all that is waited for: then only the rounds can end the asking.
        if (!liveness.isWaiting()) liveness.onDoubt(current.roundTrip(), nowNs);
        liveness.onRound(nowNs);
        if (!isDoubtTold) {
            isDoubtTold = true;
            actions.onDoubt(nowNs);
        }
        for (int i = paths.size() - 1; i >= 0; i--) {
            var path = paths.get(i);
            if (path != current && !path.isDead()) probe(path, nowNs);
        }
    }

    /// A first probe was not answered in time, or there was silence before it already.
    private boolean isInDoubt(Path current, long nowNs) {
        if (current.isHinted() || current.isSilent()) return true;
        if (current.unanswered() == 0) return false;
        return current.overdue(nowNs) > 0 || liveness.silenceNs(current.roundTrip()) <= nowNs;
    }

    private long watchDueNs(Path current, long nowNs) {
        boolean hasProbe = current.unanswered() > 0;
        if (isInDoubt(current, nowNs)) {
            boolean isFirst = current.isHinted() && !(hasProbe && current.isProbedSinceHint());
            return isFirst ? nowNs : current.probedNs() + roundNs(current);
        }
        if (hasProbe) return current.nextUnansweredFor(current.roundTrip().overdueNs(), nowNs);
        long due = liveness.silenceNs(current.roundTrip());
        if (isFlowing(nowNs) && liveness.lastSentNs() > current.probedNs())
            due = Math.min(due, regularlyNs(current, nowNs));
        return due;
    }

    private long regularlyNs(Path current, long nowNs) {
        if (current.probedNs() == Path.NEVER) return nowNs;
        if (liveness.isTalking(nowNs)) return current.probedNs() + TWO_WAY_NS;
        long meanNs = current.roundTrip().meanNs();
        return current.probedNs()
                + Math.max(meanNs, Math.clamp(ONE_WAY_NS - 2 * meanNs, ONE_WAY_MIN_NS, ONE_WAY_NS));
    }

    private static long roundNs(Path current) {
        // After many in vain a round gets its whole time: only then the session can be called dead.
        if (current.unanswered() >= PATIENT)
            return Math.max(ROUND_MAX_NS, current.roundTrip().meanNs());
        return Math.clamp(current.roundTrip().overdueNs() / 2, ROUND_MIN_NS, ROUND_MAX_NS);
    }

    // --- the others

    private void keepOthers(long nowNs) {
        var due = dueOther(nowNs);
        if (due == null) return;
        if (due.trialsLeft > 0) {
            due.trialsLeft--;
        } else {
            judge(due, nowNs);
            if (isToProve(due)) nextProofNs = nowNs + PROOF_NS;
            else if (!isMissed(due)) nextStandbyNs = nowNs + STANDBY_SPACING_NS;
        }
        due.proofs++;
        probe(due, nowNs);
    }

    private void judge(Path due, long nowNs) {
        if (due.isSilent()) return;
        if (due.isAnswered() && due.overdue(nowNs) > needed(due)) {
            due.fallSilent();
            actions.onSilent(due.label(), nowNs);
        } else if (!due.isAnswered() && due.proofs >= PROOFS) {
            due.fallSilent();
        }
    }

    private @Nullable Path dueOther(long nowNs) {
        Path due = null;
        for (int i = 0; i < paths.size(); i++) {
            var path = paths.get(i);
            if (otherDueNs(path) > nowNs) continue;
            if (due == null || path.probedNs() < due.probedNs()) due = path;
        }
        return due;
    }

    private long otherDueNs(Path path) {
        if (path == paths.inUse() || path.isDead()) return Timers.NEVER;
        if (path.probedNs() == Path.NEVER) return nextProofNs;
        if (path.trialsLeft > 0) return path.probedNs() + TRIAL_NS;
        if (isToProve(path)) return Math.max(nextProofNs, path.probedNs() + PROOF_NS);
        if (isMissed(path)) return path.probedNs() + LEFT_NS;
        return Math.max(nextStandbyNs, path.probedNs() + STANDBY_NS);
    }

    private static boolean isMissed(Path path) {
        return path.isSilent() && path.isLeftSince(path.probedNs() - LEFT_LATELY_NS);
    }

    private static boolean isToProve(Path path) {
        return !path.isAnswered() && !path.isSilent() && path.proofs < PROOFS;
    }

    private void probe(Path path, long nowNs) {
        path.onProbe(nowNs);
        actions.probe(path.label(), nowNs);
    }

    /// When [#run] has something to do, [Timers#NEVER] when it has nothing.
    long nextNs(long nowNs) {
        var current = paths.inUse();
        if (current == null) return Timers.NEVER;
        long next = watchDueNs(current, nowNs);
        var roundTrip = current.roundTrip();
        next = Math.min(next, current.nextUnansweredFor(roundTrip.overdueNs(), nowNs));
        next = Math.min(next, current.nextUnansweredFor(roundTrip.lateNs(), nowNs));
        if (isFlowing(nowNs))
            for (int i = 0; i < paths.size(); i++) next = Math.min(next, otherDueNs(paths.get(i)));
        return next;
    }
}
