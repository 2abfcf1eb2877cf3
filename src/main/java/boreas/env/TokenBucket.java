package boreas.env;

/// A rate limit: so many at once, so many a second after that. Owned by one thread.
public final class TokenBucket {
    private static final long SECOND_NS = 1_000_000_000L;

    private final long capacityNs;
    private final long tokenNs;
    private long fullAtNs;

    /// @param burst how many may come at once, at least 1
    public TokenBucket(int burst, int perSecond, long nowNs) {
        if (burst < 1 || perSecond < 1) throw new IllegalArgumentException("bucket of nothing");
        tokenNs = SECOND_NS / perSecond;
        capacityNs = burst * tokenNs;
        fullAtNs = nowNs;
    }

    /// @return false when the bucket is empty
    public boolean take(long nowNs) {
        long from = Math.max(fullAtNs, nowNs);
        if (from + tokenNs - nowNs > capacityNs) return false;
        fullAtNs = from + tokenNs;
        return true;
    }
}
