package boreas.link;

import boreas.env.RandomSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Which neighbours were heard when there was no room for them, so that one that shouts again is
/// known to have been there. A true one does, at 1 and 3 s and then each half minute; one of
/// millions that somebody makes up does not.
///
/// A table of fixed size in which the last one to hash to an entry stands: at 10,000 made-up
/// neighbours a second a true one is still there after a second in 6 of 7 cases. Memory is taken
/// when it is first needed.
final class HeardBefore {
    private static final int ENTRIES = 1 << 16;

    /// Time is kept in units of about a quarter of a second, in the low bits of an entry.
    private static final int TICK_SHIFT = 28;

    private static final long TICK_MASK = 0xffff;

    /// Sooner it is the same shout, come twice: 0.3 to 0.5 s.
    private static final long AGAIN_TICKS = 2;

    /// 69 s, twice the time between two beacons.
    private static final long FORGET_TICKS = 256;

    private final RandomSource random;
    private long secret;
    private long @Nullable [] entries;

    HeardBefore(RandomSource random) {
        this.random = random;
    }

    /// Whether this key was heard from this address a while ago. It is noted in any case.
    boolean isAgain(HeardBeacon beacon, long nowNs) {
        var table = entries;
        if (table == null) {
            // Of our own choice, so that nobody can aim at an entry.
            secret = random.nextLong();
            entries = table = new long[ENTRIES];
        }
        long hash = hash(beacon);
        int at = (int) (hash >>> 1) & ENTRIES - 1;
        long tag = hash & ~TICK_MASK;
        long tick = nowNs >> TICK_SHIFT;
        long age = tick - table[at] & TICK_MASK;
        boolean isKnown = table[at] != 0 && (table[at] & ~TICK_MASK) == tag && age <= FORGET_TICKS;
        if (!isKnown) table[at] = tag | tick & TICK_MASK;
        return isKnown && age >= AGAIN_TICKS;
    }

    private long hash(HeardBeacon beacon) {
        long h = mix(secret ^ beacon.linkHi());
        h = mix(h ^ beacon.linkLo());
        h = mix(h ^ ((long) beacon.port() << 16 | beacon.udpPort()));
        var key = ByteBuffer.wrap(beacon.key().bytes());
        while (key.hasRemaining()) h = mix(h ^ key.getLong());
        return h;
    }

    private static long mix(long h) {
        h = (h ^ h >>> 32) * 0x9E3779B97F4A7C15L;
        return h ^ h >>> 29;
    }
}
