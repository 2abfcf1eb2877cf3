package boreas.session;

import boreas.env.TokenBucket;

/// Somebody sends data for a session that we do not have, most likely since we have restarted: asks
/// for the key, so that a fresh session can be offered.
///
/// Genuine nodes are silent here, and the sender goes on for a minute. A key ping goes back by the
/// way of the packet that provoked it and is hardly longer, so nobody gains by provoking it; its
/// rate is bound all the same, and a path is asked once in a while only.
final class UnknownHandles {
    private static final int BURST = 8;
    private static final int PER_SECOND = 4;

    /// The same path is not asked again for so long.
    static final long SPACING_NS = 1_000_000_000L;

    /// Paths asked lately.
    private static final int REMEMBERED = 16;

    private final KeyPings keyPings;
    private final KeyPings.Answer answer;
    private final TokenBucket bucket;
    private final long[] labels = new long[REMEMBERED];
    private final long[] askedNs = new long[REMEMBERED];
    private long asked;

    UnknownHandles(KeyPings keyPings, KeyPings.Answer answer, long nowNs) {
        this.keyPings = keyPings;
        this.answer = answer;
        this.bucket = new TokenBucket(BURST, PER_SECOND, nowNs);
    }

    void onPacket(long pathBack, long nowNs) {
        for (int i = 0; i < Math.min(asked, REMEMBERED); i++)
            if (labels[i] == pathBack && nowNs - askedNs[i] < SPACING_NS) return;
        if (!bucket.take(nowNs)) return;
        int i = (int) (asked++ % REMEMBERED);
        labels[i] = pathBack;
        askedNs[i] = nowNs;
        keyPings.ask(pathBack, answer, nowNs);
    }
}
