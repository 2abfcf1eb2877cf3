package boreas.session;

import boreas.env.TokenBucket;
import boreas.label.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The ways to one destination, at most [#MAX]: which are kept, which one is used, which would take
/// its place.
///
/// The path in use is left when it is given up ([#leave]), when its link is down ([#onGone]), or
/// when another has been measured to be clearly better for several probes in a row ([#compare]).
/// Praise alone moves traffic only as long as nothing at all has proven the path in use. What is
/// kept beside it is what was proven before what is only told of, and then what shares the fewest
/// relays with it; but who is told of and shares fewer than the least of them gets a chance.
///
/// Sends nothing and knows no time but what it is told; see [PathProbes] for that.
final class PathSet {
    static final int MAX = 4;

    /// Paths beside the one in use that are worth a probe now and then.
    static final int STANDBY_MAX = 2;

    /// Among paths that nothing has proven; in units of [PathMetric], milliseconds.
    static final int MARGIN = 20_000;

    /// Better means at least that much less time for the round trip, and a fifth.
    static final long BETTER_BY_NS = 2_000_000L;

    private static final int BETTER_PART = 5;

    /// A path without relays is better unless it takes that much longer, and a tenth.
    private static final int LONGER_PART = 10;

    /// Loss that differs by less is similar.
    static final int SIMILAR_LOSS_PPM = 60_000;

    /// Probes in a row that must find a path better.
    static final int WINS = 4;

    static final int WINS_OF_LINK_NEWS = 3;

    /// No more than two moves to something better within that time, so that no path is left and
    /// taken again more than once in it.
    static final long TWO_MOVES_NS = 60_000_000_000L;

    /// After a return to a path that was left within that time, none that was left is taken back
    /// for being better within as long.
    static final long RETURN_NS = 60_000_000_000L;

    private static final long REFUSED_NS = 1_000_000_000L;

    /// Unknown paths by which something came that are looked at. A far end, or a switch on the way,
    /// may have each packet come by another.
    private static final int UNKNOWN_BURST = 8;

    private static final int UNKNOWN_PER_SECOND = 4;

    /// An answer so recent makes a path ready to take over.
    static final long READY_NS = 30_000_000_000L;

    /// What is known of the nodes on paths.
    @FunctionalInterface
    interface Nodes {
        /// See [PathFinder#sharedHops].
        int shared(long a, long b);

        /// See [PathFinder#isLoop].
        default boolean isLoop(long label) {
            return false;
        }
    }

    /// Hears which paths are kept.
    interface Register {
        void onKept(long label);

        void onDropped(long label);
    }

    private final Nodes nodes;
    private final Register register;
    private final List<Path> paths = new ArrayList<>(MAX);
    private @Nullable Path inUse;
    private long lastMoveNs = Path.NEVER, moveBeforeNs = Path.NEVER;
    private long lastValidatedNs = Path.NEVER;
    private long lastReturnNs = Path.NEVER;

    /// The loop by which something came last.
    private long refused = Label.INVALID;

    private long refusedNs;
    private final TokenBucket unknown =
            new TokenBucket(UNKNOWN_BURST, UNKNOWN_PER_SECOND, Path.NEVER);

    PathSet(Nodes nodes, Register register) {
        this.nodes = nodes;
        this.register = register;
    }

    // --- what is there

    @Nullable Path inUse() {
        return inUse;
    }

    /// The path to use, [Label#INVALID] when there is none.
    long label() {
        return inUse == null ? Label.INVALID : inUse.label();
    }

    @Nullable Path find(long label) {
        var current = inUse;
        if (current != null && current.label() == label) return current;
        for (int i = 0; i < paths.size(); i++)
            if (paths.get(i).label() == label) return paths.get(i);
        return null;
    }

    boolean has(long label) {
        return find(label) != null;
    }

    int size() {
        return paths.size();
    }

    Path get(int i) {
        return paths.get(i);
    }

    /// Whether something authentic came by this path, or something sent by it was answered.
    boolean isProven(long label) {
        var path = find(label);
        return path != null && (path.isHeard() || path.isAnswered());
    }

    /// Whether a path beside the one in use could take over now.
    boolean hasStandby() {
        for (var path : paths)
            if (path != inUse && path.isAnswered() && !path.isSilent() && !path.isDead())
                return true;
        return false;
    }

    /// Paths that are not dead.
    int alive() {
        int alive = 0;
        for (int i = 0; i < paths.size(); i++) if (!paths.get(i).isDead()) alive++;
        return alive;
    }

    /// Path for the n-th attempt to reach somebody who does not answer: the one in use and all
    /// others in turn, dead ones left out. [Label#INVALID] when there is none.
    long forAttempt(int attempt) {
        int alive = alive();
        if (alive == 0) return Label.INVALID;
        int turn = attempt % alive;
        if (turn == 0) return label();
        for (var path : paths) {
            if (path == inUse || path.isDead()) continue;
            if (--turn == 0) return path.label();
        }
        throw new AssertionError("path " + attempt + " of " + alive);
    }

    /// When any path was last told of, heard or answered.
    long lastValidatedNs() {
        return lastValidatedNs;
    }

    // --- what happens

    /// Somebody tells of a path.
    ///
    /// @return the path when it was not known, or dead, and is kept
    @Nullable Path offer(long label, int metric, long nowNs) {
        lastValidatedNs = Math.max(lastValidatedNs, nowNs);
        var path = find(label);
        if (path != null) {
            boolean wasDead = path.isDead();
            path.offer(metric, nowNs);
            choose(nowNs);
            return wasDead && !path.isDead() ? path : null;
        }
        if (metric == PathMetric.DEAD || isNeedlessLoop(label)) return null;
        path = new Path(label, metric, nowNs);
        if (paths.size() == MAX) {
            var worst = worst(nowNs);
            if (!isKeptBefore(path, worst, nowNs) && shared(path) >= shared(worst)) return null;
            remove(worst);
        }
        add(path);
        choose(nowNs);
        return path;
    }

    /// Something authentic came by this path.
    void onHeard(long label, long nowNs) {
        lastValidatedNs = nowNs;
        var path = find(label);
        if (path == null) {
            // Asked once a second: the far end may send all it has by a loop.
            if (label == refused && nowNs - refusedNs < REFUSED_NS) return;
            if (!unknown.take(nowNs)) return;
            if (isNeedlessLoop(label)) {
                refused = label;
                refusedNs = nowNs;
                return;
            }
            if (paths.size() == MAX) remove(worst(nowNs));
            path = new Path(label, PathMetric.INCOMING, nowNs);
            add(path);
        } else if (path.isHeard() && !path.isDead()) {
            path.onHeard(nowNs);
            return;
        }
        path.onHeard(nowNs);
        choose(nowNs);
    }

    /// Something sent by this path has just been answered.
    ///
    /// @return whether it was silent until now, or is answered for the first time
    boolean onAnswered(Path path, long sentNs, long nowNs) {
        lastValidatedNs = nowNs;
        boolean isNews = path.onAnswered(sentNs, nowNs);
        if (isNews) choose(nowNs);
        return isNews;
    }

    /// A loop works as long as nothing is lost on it, and costs every node on it traffic: it is
    /// used only as long as nothing else is there.
    private boolean isNeedlessLoop(long label) {
        for (int i = 0; i < paths.size(); i++) {
            var path = paths.get(i);
            if (path.label() == label || path.isSilent() || path.isDead()) continue;
            if (!nodes.isLoop(path.label())) return nodes.isLoop(label);
        }
        return false;
    }

    /// Drops a path that has turned out to be a loop. The one in use stays until another is proven.
    ///
    /// @return whether it was in use
    boolean dropLoop(Path path, long nowNs) {
        if (paths.size() == 1 || !isNeedlessLoop(path.label())) return false;
        boolean wasInUse = path == inUse;
        if (wasInUse) {
            var other = successor(nowNs, nowNs);
            if (other == null || trust(other) < HEARD) return false;
            use(other, nowNs);
        }
        remove(path);
        return wasInUse;
    }

    /// All paths that begin with this one are gone.
    ///
    /// @return whether the one in use was among them
    boolean onGone(long prefix, long nowNs) {
        for (var path : paths) if (Label.routesThrough(path.label(), prefix)) path.die();
        boolean hasLost = inUse != null && inUse.isDead();
        var other = hasLost ? successor(nowNs, nowNs) : null;
        if (other != null) use(other, nowNs);
        choose(nowNs);
        return hasLost;
    }

    /// What was sent by any path stayed unanswered: whatever turns up next is used.
    void onAllSilent(long nowNs) {
        for (var path : paths) if (!path.isDead()) path.fallSilent();
    }

    // --- which one to use

    /// Gives the path in use up for another.
    void leave(Path forOther, long nowNs) {
        var left = Objects.requireNonNull(inUse);
        left.fallSilent();
        use(forOther, nowNs);
    }

    private void use(Path path, long nowNs) {
        // What nothing had proven was not really in use.
        if (inUse != null && trust(inUse) != UNPROVEN) inUse.leftNs = nowNs;
        if (path.isLeftSince(nowNs - RETURN_NS)) lastReturnNs = nowNs;
        inUse = path;
        path.wins = 0;
    }

    /// A path beside the one in use was measured.
    ///
    /// @return whether it is used now
    boolean compare(Path path, long nowNs) {
        var current = inUse;
        if (current == null || path == current || path.isSilent() || path.isDead()) return false;
        if (!isBetter(path, current)) {
            path.wins = 0;
            return false;
        }
        int wins = path.isLinkNews ? WINS_OF_LINK_NEWS : WINS;
        if (++path.wins < wins || !mayMove(path, nowNs)) return false;
        if (!path.isLinkNews) {
            moveBeforeNs = lastMoveNs;
            lastMoveNs = nowNs;
        }
        path.isLinkNews = false;
        use(path, nowNs);
        return true;
    }

    private boolean mayMove(Path to, long nowNs) {
        if (to.isLinkNews) return true;
        boolean hasReturned = lastReturnNs != Path.NEVER && nowNs - lastReturnNs < RETURN_NS;
        if (hasReturned && to.isLeftSince(nowNs - RETURN_NS)) return false;
        return moveBeforeNs == Path.NEVER || nowNs - moveBeforeNs >= TWO_MOVES_NS;
    }

    /// Clearly better as measured: less loss, or a direct link, or less time. What varies much must
    /// differ by more than it varies.
    static boolean isBetter(Path path, Path than) {
        if (!path.roundTrip().isKnown() || !than.roundTrip().isKnown()) return false;
        long ns = path.roundTrip().meanNs(), thanNs = than.roundTrip().meanNs();
        int lossPpm = path.lossPpm() - than.lossPpm();
        if (lossPpm > SIMILAR_LOSS_PPM) return false;
        if (lossPpm < -2 * SIMILAR_LOSS_PPM && ns < 2 * thanNs) return true;
        if (path.isOneHop() && !than.isOneHop()) {
            // the seldom measured one by what its path takes, without what busy machines add
            long usualNs = thanNs + than.roundTrip().variationNs();
            return path.roundTrip().leastNs() <= usualNs + usualNs / LONGER_PART + BETTER_BY_NS;
        }
        if (than.isOneHop() && !path.isOneHop()) thanNs = than.roundTrip().leastNs();
        long byNs = Math.max(BETTER_BY_NS, thanNs / BETTER_PART);
        byNs =
                Math.max(
                        byNs,
                        (path.roundTrip().variationNs() + than.roundTrip().variationNs()) / 2);
        return ns + byNs < thanNs;
    }

    /// The path that takes over when the one in use is given up: what has answered since the doubt
    /// began; what was ready before, sharing the fewest relays; what the other side speaks from;
    /// what is only told of. Null when there is no hope in any.
    ///
    /// @param sinceNs when the doubt began
    @Nullable Path successor(long sinceNs, long nowNs) {
        Path best = null;
        for (var path : paths) {
            if (path == inUse || hope(path, sinceNs, nowNs) == 0) continue;
            if (best == null || isBeforeAsSuccessor(path, best, sinceNs, nowNs)) best = path;
        }
        return best;
    }

    private boolean isBeforeAsSuccessor(Path a, Path b, long sinceNs, long nowNs) {
        int hopeA = hope(a, sinceNs, nowNs), hopeB = hope(b, sinceNs, nowNs);
        if (hopeA != hopeB) return hopeA > hopeB;
        int sharedA = shared(a), sharedB = shared(b);
        if (hopeA < ANSWERED_NOW && sharedA != sharedB) return sharedA < sharedB;
        if (a.isAnswered() && b.isAnswered())
            return a.roundTrip().meanNs() < b.roundTrip().meanNs();
        return PathMetric.isBetter(a.worth(nowNs), b.worth(nowNs));
    }

    private static final int ANSWERED_NOW = 4, READY = 3, HEARD_NOW = 2, TOLD = 1;

    private static int hope(Path path, long sinceNs, long nowNs) {
        if (path.isDead()) return 0;
        if (path.isAnsweredSince(sinceNs) && !path.isSilent()) return ANSWERED_NOW;
        if (path.isSilent() || path.overdue(nowNs) > 0) return path.isHeardSince(sinceNs) ? 1 : 0;
        if (path.isAnswered() && nowNs - path.answeredNs() < READY_NS) return READY;
        if (path.isHeardSince(sinceNs)) return HEARD_NOW;
        return TOLD;
    }

    private int shared(Path path) {
        return inUse == null ? 0 : nodes.shared(inUse.label(), path.label());
    }

    /// Sees to it that the best is used as far as that can be said without measuring.
    private void choose(long nowNs) {
        var best = inUse;
        if (best != null && best.isDead()) best = null;
        for (var path : paths) {
            if (path == best || path.isDead()) continue;
            if (best == null || isBeforeUnmeasured(path, best, nowNs)) best = path;
        }
        if (best == null) inUse = null;
        else if (best != inUse) use(best, nowNs);
    }

    private static boolean isBeforeUnmeasured(Path a, Path b, long nowNs) {
        int trustA = trust(a), trustB = trust(b);
        if (trustB >= HEARD) return false;
        if (trustA != trustB) return trustA > trustB;
        return PathMetric.isBetterBy(MARGIN, a.worth(nowNs), b.worth(nowNs));
    }

    private static final int ANSWERED = 3, HEARD = 2, UNPROVEN = 1, SILENT = 0;

    private static int trust(Path path) {
        if (path.isSilent()) return SILENT;
        if (path.isAnswered()) return ANSWERED;
        return path.isHeard() ? HEARD : UNPROVEN;
    }

    // --- which ones to keep

    private void add(Path path) {
        paths.add(path);
        register.onKept(path.label());
    }

    private void remove(Path path) {
        paths.remove(path);
        register.onDropped(path.label());
        if (path == inUse) inUse = null;
    }

    /// The one to give up first; never the one in use.
    private Path worst(long nowNs) {
        Path worst = null;
        for (var path : paths) {
            if (path == inUse) continue;
            if (worst == null || isKeptBefore(worst, path, nowNs)) worst = path;
        }
        return Objects.requireNonNull(worst);
    }

    private boolean isKeptBefore(Path a, Path b, long nowNs) {
        int valueA = value(a, nowNs), valueB = value(b, nowNs);
        if (valueA != valueB) return valueA > valueB;
        int sharedA = shared(a), sharedB = shared(b);
        if (sharedA != sharedB) return sharedA < sharedB;
        return PathMetric.isBetter(a.worth(nowNs), b.worth(nowNs));
    }

    /// What was good until not long ago is kept for its return.
    private static int value(Path path, long nowNs) {
        if (path.isDead()) return 0;
        if (!path.isSilent()) return path.isAnswered() ? 4 : 2;
        return path.isAnswered() && nowNs - path.answeredNs() < 2 * RETURN_NS ? 3 : 1;
    }

    // --- what people see

    /// All of them, the one in use first.
    List<PathStats> stats(long nowNs) {
        var all = new ArrayList<PathStats>(paths.size());
        for (var path : paths) all.add(path == inUse ? 0 : all.size(), stats(path, nowNs));
        return all;
    }

    private PathStats stats(Path path, long nowNs) {
        PathStats.State state;
        if (path.isSilent() || path.isDead()) state = PathStats.State.SILENT;
        else if (path == inUse) state = PathStats.State.IN_USE;
        else if (path.isAnswered()) state = PathStats.State.STANDBY;
        else state = PathStats.State.UNPROVEN;
        return new PathStats(
                path.label(),
                path.worth(nowNs),
                path.roundTrip().meanNs(),
                path.lossPpm(),
                path.isAnswered() ? nowNs - path.answeredNs() : -1,
                state);
    }

    long[] labels() {
        var all = new long[paths.size()];
        Arrays.setAll(all, i -> paths.get(i).label());
        return all;
    }
}
