package boreas.link;

import java.util.Arrays;

/// Bytes in a sliding window of about a second, and in all.
///
/// The window is 8 slots of 128 ms, so that [#kilobitsPerSecond] means the same as in the genuine
/// program: bytes in the window >> 7, kilobits per 1.024 s. Source: cjdns protocol, peering layer,
/// statistics.
final class TrafficMeter {
    private static final long SLOT_NS = 128_000_000L;
    private static final int SLOTS = 8;

    private final long[] window = new long[SLOTS];
    private long slot = Long.MIN_VALUE;
    private long totalBytes;
    private long packets;

    void add(int bytes, long nowNs) {
        advance(nowNs);
        window[(int) Math.floorMod(slot, (long) SLOTS)] += bytes;
        totalBytes += bytes;
        packets++;
    }

    long totalBytes() {
        return totalBytes;
    }

    long packets() {
        return packets;
    }

    int kilobitsPerSecond(long nowNs) {
        advance(nowNs);
        long bytes = 0;
        for (long w : window) bytes += w;
        return (int) Math.min(Integer.MAX_VALUE, bytes >> 7);
    }

    private void advance(long nowNs) {
        long now = Math.floorDiv(nowNs, SLOT_NS);
        if (slot == Long.MIN_VALUE || now - slot >= SLOTS) Arrays.fill(window, 0);
        else
            for (long s = slot + 1; s <= now; s++) window[(int) Math.floorMod(s, (long) SLOTS)] = 0;
        if (now > slot) slot = now;
    }
}
