package boreas.session;

import boreas.label.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The paths that one session knows, at most [#MAX], and which of them to use.
///
/// A path is *offered* by whoever heard of it, with a [PathMetric]; it is *proven* when something
/// authentic came by it; it is *silent* when what was sent by it stayed unanswered while it would
/// have been answered elsewhere. Proven paths come first, the best metric among them; a promising
/// one that is not proven yet is worth a probe ([#toProve]), not the traffic; a silent one stays
/// last until it is proven again, whoever praises it. Labels are unique here.
///
/// The metric of a path ages with the time since it was last offered or proven. Source: cjdns
/// protocol, session manager; the proof is ours, as genuine nodes use whatever was praised last.
final class SessionPaths {
    static final int MAX = 3;
    static final int NONE = -1;

    /// Probes in vain before a path that was never proven counts as silent.
    static final int PROOFS_MAX = 3;

    /// In units of [PathMetric], milliseconds: less than the cost of one hop, see
    /// [PathMetric#found].
    static final int MARGIN = 20_000;

    private final long[] labels = new long[MAX];
    private final int[] metrics = new int[MAX];
    private final long[] validatedNs = new long[MAX];
    private final boolean[] isProven = new boolean[MAX];
    private final boolean[] isSilent = new boolean[MAX];
    private final int[] proofs = new int[MAX];
    private int size;
    private int current = NONE;
    private int retried;
    private long lastValidatedNs = Long.MIN_VALUE;

    /// Somebody tells of a path. It takes the place of the worst one when it is better.
    ///
    /// @return whether it was not known
    boolean offer(long label, int metric, long nowNs) {
        int i = indexOf(label);
        if (i != NONE) {
            if (metric == PathMetric.DEAD) {
                metrics[i] = metric;
            } else if (PathMetric.isBetter(metric, worth(i, nowNs))) {
                metrics[i] = metric;
                touch(i, nowNs);
            }
            // The link itself has proved a direct peer to be there.
            if (isPeer(metric)) isSilent[i] = false;
            choose(nowNs);
            return false;
        }
        if (metric == PathMetric.DEAD) return false;
        i = placeFor(metric, nowNs);
        if (i == NONE) return false;
        set(i, label, metric, nowNs);
        choose(nowNs);
        return true;
    }

    /// Something authentic came by this path.
    void onAuthentic(long label, long nowNs) {
        int i = current;
        if (i == NONE || labels[i] != label) i = indexOf(label);
        if (i == NONE) {
            i = placeFor(PathMetric.INCOMING, nowNs);
            if (i == NONE) i = worst(nowNs);
            set(i, label, PathMetric.INCOMING, nowNs);
        }
        validatedNs[i] = lastValidatedNs = nowNs;
        if (isProven[i] && metrics[i] != PathMetric.DEAD) return;
        if (metrics[i] == PathMetric.DEAD) metrics[i] = PathMetric.INCOMING;
        isProven[i] = true;
        isSilent[i] = false;
        proofs[i] = 0;
        choose(nowNs);
    }

    /// What was sent by this path stayed unanswered, so it is the last choice until it is proven.
    void onSilent(long label, long nowNs) {
        int i = indexOf(label);
        if (i == NONE) return;
        isSilent[i] = true;
        isProven[i] = false;
        choose(nowNs);
    }

    /// What was sent by any path stayed unanswered: whatever turns up next is tried first.
    void onAllSilent() {
        for (int i = 0; i < size; i++) {
            isSilent[i] = true;
            isProven[i] = false;
        }
    }

    /// A probe goes out by this path.
    void onProbe(long label, long nowNs) {
        int i = indexOf(label);
        if (i == NONE || isProven[i] || isSilent[i]) return;
        if (++proofs[i] > PROOFS_MAX && size > 1) onSilent(label, nowNs);
    }

    /// All paths that begin with this one are gone.
    ///
    /// @return whether the one in use was among them
    boolean onGone(long prefix, long nowNs) {
        boolean hasLostCurrent = false;
        for (int i = 0; i < size; i++) {
            if (!Label.routesThrough(labels[i], prefix)) continue;
            metrics[i] = PathMetric.DEAD;
            isProven[i] = false;
            hasLostCurrent |= i == current;
        }
        choose(nowNs);
        return hasLostCurrent;
    }

    /// The path to use, [Label#INVALID] when there is none.
    long label() {
        return current == NONE ? Label.INVALID : labels[current];
    }

    /// Whether something authentic came by this path.
    boolean isProven(long label) {
        int i = indexOf(label);
        return i != NONE && isProven[i];
    }

    /// A path that would be used if it were proven, [Label#INVALID] when there is none.
    long toProve(long nowNs) {
        if (current == NONE) return Label.INVALID;
        int best = NONE;
        int than = isSilent[current] ? PathMetric.DEAD : worth(current, nowNs) - MARGIN;
        for (int i = 0; i < size; i++) {
            if (i == current || isProven[i] || isSilent[i]) continue;
            int worth = worth(i, nowNs);
            if (!PathMetric.isBetter(worth, than)) continue;
            best = i;
            than = worth;
        }
        return best == NONE ? Label.INVALID : labels[best];
    }

    /// A path that fell silent, each in its turn; [Label#INVALID] when there is none but the one in
    /// use.
    long toRetry() {
        for (int n = 0; n < size; n++) {
            retried = (retried + 1) % size;
            if (retried == current || !isSilent[retried]) continue;
            if (metrics[retried] != PathMetric.DEAD) return labels[retried];
        }
        return Label.INVALID;
    }

    /// Path for the n-th attempt to reach somebody who does not answer: the one in use and all
    /// others in turn, dead ones left out. [Label#INVALID] when there is none.
    long forAttempt(int attempt) {
        int alive = 0;
        for (int i = 0; i < size; i++) if (metrics[i] != PathMetric.DEAD) alive++;
        if (alive == 0) return Label.INVALID;
        int turn = attempt % alive;
        if (turn == 0) return label();
        for (int i = 0; i < size; i++) {
            if (i == current || metrics[i] == PathMetric.DEAD) continue;
            if (--turn == 0) return labels[i];
        }
        throw new AssertionError("path " + attempt + " of " + alive);
    }

    /// Paths that are not dead.
    int alive() {
        int alive = 0;
        for (int i = 0; i < size; i++) if (metrics[i] != PathMetric.DEAD) alive++;
        return alive;
    }

    /// All labels, the one in use first.
    long[] labels() {
        var all = Arrays.copyOf(labels, size);
        if (current > 0) {
            all[current] = labels[0];
            all[0] = labels[current];
        }
        return all;
    }

    List<PathStats> stats(long nowNs) {
        var all = new ArrayList<PathStats>();
        for (long label : labels()) {
            int i = indexOf(label);
            var state =
                    i == current
                            ? PathStats.State.IN_USE
                            : isSilent[i]
                                    ? PathStats.State.SILENT
                                    : isProven[i]
                                            ? PathStats.State.STANDBY
                                            : PathStats.State.UNPROVEN;
            long age = isProven[i] ? nowNs - validatedNs[i] : -1;
            all.add(new PathStats(label, worth(i, nowNs), 0, 0, age, state));
        }
        return all;
    }

    boolean has(long label) {
        return indexOf(label) != NONE;
    }

    /// Metric of the path in use as it is worth now.
    int metric(long nowNs) {
        return current == NONE ? PathMetric.DEAD : worth(current, nowNs);
    }

    /// When any path was last offered or proven.
    long lastValidatedNs() {
        return lastValidatedNs;
    }

    private void set(int i, long label, int metric, long nowNs) {
        if (i == size) size++;
        if (i == current) current = NONE;
        labels[i] = label;
        metrics[i] = metric;
        isProven[i] = isSilent[i] = false;
        proofs[i] = 0;
        touch(i, nowNs);
    }

    private void touch(int i, long nowNs) {
        validatedNs[i] = lastValidatedNs = nowNs;
    }

    private int placeFor(int metric, long nowNs) {
        if (size < MAX) return size;
        int worst = worst(nowNs);
        return isSilent[worst] || PathMetric.isBetter(metric, worth(worst, nowNs)) ? worst : NONE;
    }

    /// The one to give up first; the path in use only when there is no other.
    private int worst(long nowNs) {
        int worst = 0;
        for (int i = 1; i < size; i++) if (isBefore(worst, i, nowNs)) worst = i;
        return worst;
    }

    /// Stays with the path in use unless another is clearly better: news are always a little
    /// fresher than what is known.
    private void choose(long nowNs) {
        int best = current;
        if (best != NONE && metrics[best] == PathMetric.DEAD) best = NONE;
        for (int i = 0; i < size; i++) {
            if (i == best || metrics[i] == PathMetric.DEAD) continue;
            if (best == NONE || isClearlyBefore(i, best, nowNs)) best = i;
        }
        current = best;
    }

    private boolean isClearlyBefore(int a, int b, long nowNs) {
        if (isProven[a] == isProven[b] && isSilent[a] == isSilent[b])
            return PathMetric.isBetterBy(MARGIN, worth(a, nowNs), worth(b, nowNs));
        return isBefore(a, b, nowNs);
    }

    private boolean isBefore(int a, int b, long nowNs) {
        if (isProven[a] != isProven[b]) return isProven[a];
        if (isSilent[a] != isSilent[b]) return isSilent[b];
        return PathMetric.isBetter(worth(a, nowNs), worth(b, nowNs));
    }

    private static boolean isPeer(int metric) {
        return metric == PathMetric.PEER || metric == PathMetric.ROUTING_TABLE_PEER;
    }

    private int worth(int i, long nowNs) {
        return PathMetric.aged(metrics[i], nowNs - validatedNs[i]);
    }

    private int indexOf(long label) {
        for (int i = 0; i < size; i++) if (labels[i] == label) return i;
        return NONE;
    }
}
