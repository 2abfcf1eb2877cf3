package boreas.path.dht;

import boreas.address.Ip6;
import boreas.env.Timers;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The search for one address: asks the node nearest to it, then those that it names, and so on.
///
/// Several questions are under way at one time, so that a dead candidate does not stop the rest.
/// When all candidates were asked in vain, all are asked again, after 1, 2, 4 seconds: the target
/// may just have come. Once it is found, a few more are asked for other ways to it. Asking is left
/// to [Searches].
final class Search {
    /// What a search may cost.
    enum Kind {
        /// Somebody waits for it.
        WANTED(20, 3, true),
        /// To learn of nodes in a part of the keyspace.
        UPKEEP(8, 8, false);

        /// Questions of one round, and those after the target was found.
        private final int questionsMax;

        private final int questionsAfterFound;

        /// When all candidates were asked in vain it goes on.
        private final boolean hasRounds;

        Kind(int questionsMax, int questionsAfterFound, boolean hasRounds) {
            this.questionsMax = questionsMax;
            this.questionsAfterFound = questionsAfterFound;
            this.hasRounds = hasRounds;
        }
    }

    /// Nodes that are remembered as worth asking.
    static final int CANDIDATES_MAX = 64;

    /// As long as a packet waits for it.
    static final long LASTS_NS = 10_000_000_000L;

    static final int AT_ONE_TIME = 3;

    /// Between the starts of two searches for the same target.
    static final long SPACING_NS = 2_000_000_000L;

    private static final long FIRST_REST_NS = 1_000_000_000L;

    private final Ip6 target;
    private Kind kind;
    private final long endNs;
    private final TreeSet<KnownNode> candidates;

    /// Candidates that have not answered for a while: asked when there is nobody else.
    private final TreeSet<KnownNode> silent;

    private final Set<Ip6> seen = new HashSet<>();
    private final Timers.Timer step;
    private @Nullable KnownNode lastAsked;
    private int underWay;
    private int asked;
    private int askedAfterFound;
    private boolean isFound;
    private long restNs = FIRST_REST_NS;
    private long nextRoundNs = Timers.NEVER;

    Search(Ip6 target, Kind kind, Timers.Timer step, long nowNs) {
        this.target = target;
        this.kind = kind;
        this.step = step;
        this.endNs = nowNs + LASTS_NS;
        var nearestFirst = Comparator.comparing(KnownNode::address, Keyspace.byDistance(target));
        this.candidates = new TreeSet<>(nearestFirst);
        this.silent = new TreeSet<>(nearestFirst);
    }

    Ip6 target() {
        return target;
    }

    /// Somebody waits for what was upkeep until now.
    void raise() {
        kind = Kind.WANTED;
    }

    int asked() {
        return asked;
    }

    /// Null before the first question.
    @Nullable KnownNode lastAsked() {
        return lastAsked;
    }

    Timers.Timer step() {
        return step;
    }

    /// The same target is not searched again before.
    long againNs() {
        return endNs - LASTS_NS + SPACING_NS;
    }

    /// A node that may know the target.
    void add(KnownNode node) {
        if (node.address().equals(target) || !seen.add(node.address())) return;
        var among = node.isSilent() ? silent : candidates;
        among.add(node);
        if (among.size() > CANDIDATES_MAX) among.pollLast();
    }

    void onFound() {
        isFound = true;
    }

    void onAsked() {
        underWay++;
        asked++;
        if (isFound) askedAfterFound++;
    }

    /// A question is answered, or will not be any more.
    void onEnded() {
        if (underWay > 0) underWay--;
    }

    /// None of the questions under way is counted on any longer.
    void onPatienceOver() {
        underWay = 0;
    }

    /// @return whether another question may be asked now
    boolean mayAsk() {
        return underWay < AT_ONE_TIME && mayAskMore();
    }

    private boolean mayAskMore() {
        if (isFound && askedAfterFound >= kind.questionsAfterFound) return false;
        return asked < kind.questionsMax && hasCandidates();
    }

    private boolean hasCandidates() {
        return !candidates.isEmpty() || !silent.isEmpty();
    }

    /// The candidate to ask now; only when [#mayAsk].
    KnownNode next() {
        var node = (candidates.isEmpty() ? silent : candidates).removeFirst();
        lastAsked = node;
        return node;
    }

    boolean isOver(long nowNs) {
        if (nowNs >= endNs) return true;
        if (!kind.hasRounds && !mayAskMore() && underWay == 0) return true;
        boolean isSpent = askedAfterFound >= kind.questionsAfterFound || !hasCandidates();
        return isFound && isSpent && underWay == 0;
    }

    boolean isWaiting() {
        return underWay > 0;
    }

    /// Everybody was asked in vain: rest for a while.
    ///
    /// @return when to go on
    long rest(long nowNs) {
        if (!kind.hasRounds) return nowNs;
        if (nextRoundNs == Timers.NEVER) {
            nextRoundNs = nowNs + restNs;
            restNs *= 2;
        }
        return Math.min(nextRoundNs, endNs);
    }

    /// @return whether another round begins: then all may be candidates again
    boolean beginRound(long nowNs) {
        if (nowNs < nextRoundNs) return false;
        nextRoundNs = Timers.NEVER;
        asked = 0;
        seen.clear();
        silent.clear();
        return true;
    }
}
