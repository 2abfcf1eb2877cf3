package boreas.io;

/// Judges a queue by how long packets stand in it: one that was never short for a while is not
/// taking up a burst but only delays. Then a packet is dropped, and another after ever shorter
/// times, until its senders slow down. Source: RFC 8289, with the names and constants of there.
final class CoDel {
    static final long TARGET_NS = 5_000_000;
    static final long INTERVAL_NS = 100_000_000;

    /// Since when plus an interval it was above the target; 0: it was not.
    private long firstAboveNs;

    private long dropNextNs;
    private int count, lastCount;
    private boolean isDropping;

    /// Judges the packet that leaves the queue now.
    ///
    /// @param sojournNs how long it was there
    /// @param isLast nothing else is in the queue: there is nothing to drop for
    boolean isDropped(long sojournNs, boolean isLast, long nowNs) {
        boolean isStanding = isStanding(sojournNs, isLast, nowNs);
        if (isDropping) {
            isDropping = isStanding;
            if (!isStanding || nowNs < dropNextNs) return false;
            count++;
            dropNextNs = dropNextNs + step();
            return true;
        }
        if (!isStanding) return false;
        isDropping = true;
        // If it stood a short time ago, go on with nearly the rate that it took then.
        int since = count - lastCount;
        count = since > 1 && nowNs - dropNextNs < 16 * INTERVAL_NS ? since : 1;
        lastCount = count;
        dropNextNs = nowNs + step();
        return true;
    }

    private boolean isStanding(long sojournNs, boolean isLast, long nowNs) {
        if (sojournNs < TARGET_NS || isLast) {
            firstAboveNs = 0;
            return false;
        }
        if (firstAboveNs == 0) firstAboveNs = nowNs + INTERVAL_NS;
        return nowNs >= firstAboveNs;
    }

    private long step() {
        return (long) (INTERVAL_NS / Math.sqrt(count));
    }
}
