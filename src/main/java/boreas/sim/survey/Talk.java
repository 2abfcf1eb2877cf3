package boreas.sim.survey;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One pair: what it was asked to do, and what came of it.
final class Talk {
    static final long NEVER = -1;

    final int from;
    final int to;
    final long beginNs;
    int arrived;

    /// From the first packet sent to the first one that came; [#NEVER].
    long reachedAfterNs = NEVER;

    /// Nodes on the path in use at the arrival of the first packet, and after the last one; null
    /// when there was none, or it led nowhere.
    @Nullable List<Integer> firstWay;

    @Nullable List<Integer> lastWay;

    /// The session and all its paths after the last packet, in words, unless all is well.
    List<String> lastPaths = List.of();

    Talk(int from, int to, long beginNs) {
        this.from = from;
        this.to = to;
        this.beginNs = beginNs;
    }

    boolean hasReached() {
        return reachedAfterNs != NEVER;
    }

    static int hops(List<Integer> way) {
        return way.size() - 1;
    }
}
