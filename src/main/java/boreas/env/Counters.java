package boreas.env;

import java.util.EnumMap;
import java.util.Map;

/// How often each [Verdict] was given, since the start. Owned by one thread; [#snapshot] is a copy.
public final class Counters {
    private static final Verdict[] VERDICTS = Verdict.values();
    private final long[] counts = new long[VERDICTS.length];

    /// Counts and returns the verdict, so that a station can say `return counters.count(RUNT)`.
    public Verdict count(Verdict verdict) {
        counts[verdict.ordinal()]++;
        return verdict;
    }

    public long of(Verdict verdict) {
        return counts[verdict.ordinal()];
    }

    /// Only drops, and only those that happened.
    public Map<Verdict, Long> snapshot() {
        var map = new EnumMap<Verdict, Long>(Verdict.class);
        for (var v : VERDICTS)
            if (v != Verdict.OK && counts[v.ordinal()] != 0) map.put(v, counts[v.ordinal()]);
        return map;
    }
}
