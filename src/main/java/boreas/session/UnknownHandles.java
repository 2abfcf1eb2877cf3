package boreas.session;

import boreas.env.TokenBucket;
import boreas.label.Label;
import org.jspecify.annotations.Nullable;

/// Somebody sends data for a session that we do not have, most likely since we have restarted: asks
/// for the key, so that a fresh session can be offered.
///
/// Genuine nodes are silent here, and the sender goes on for a minute. A key ping goes back by the
/// way of the packet that provoked it and is hardly longer, so nobody gains by provoking it; its
/// rate is bound all the same. The bound is that of the neighbour by whom the packet came, which no
/// sender can make up, so that whoever floods leaves the others theirs. A path is asked once in a
/// while only.
final class UnknownHandles {
    private static final int BURST = 8;
    private static final int PER_SECOND = 4;

    /// For all neighbours together.
    private static final int BURST_OF_ALL = 64;

    private static final int PER_SECOND_OF_ALL = 64;

    /// The same path is not asked again for so long.
    static final long SPACING_NS = 1_000_000_000L;

    /// Paths asked lately, of one neighbour.
    private static final int REMEMBERED = 8;

    /// Neighbours that are told apart: as many as a switch has interfaces, about.
    private static final int NEIGHBOURS = 256;

    private final KeyPings keyPings;
    private final KeyPings.Answer answer;
    private final TokenBucket all;
    private final @Nullable Neighbour[] neighbours = new @Nullable Neighbour[NEIGHBOURS];

    UnknownHandles(KeyPings keyPings, KeyPings.Answer answer, long nowNs) {
        this.keyPings = keyPings;
        this.answer = answer;
        this.all = new TokenBucket(BURST_OF_ALL, PER_SECOND_OF_ALL, nowNs);
    }

    void onPacket(long pathBack, long nowNs) {
        int i = Label.firstInterface(pathBack) & NEIGHBOURS - 1;
        var neighbour = neighbours[i];
        if (neighbour == null) neighbours[i] = neighbour = new Neighbour(nowNs);
        if (!neighbour.mayAsk(pathBack, nowNs) || !all.take(nowNs)) return;
        keyPings.ask(pathBack, answer, nowNs);
    }

    /// What was asked of those behind one neighbour.
    private static final class Neighbour {
        private final TokenBucket bucket;
        private final long[] labels = new long[REMEMBERED];
        private final long[] askedNs = new long[REMEMBERED];
        private long asked;

        Neighbour(long nowNs) {
            bucket = new TokenBucket(BURST, PER_SECOND, nowNs);
        }

        boolean mayAsk(long label, long nowNs) {
            for (int i = 0; i < Math.min(asked, REMEMBERED); i++)
                if (labels[i] == label && nowNs - askedNs[i] < SPACING_NS) return false;
            if (!bucket.take(nowNs)) return false;
            int i = (int) (asked++ % REMEMBERED);
            labels[i] = label;
            askedNs[i] = nowNs;
            return true;
        }
    }
}
