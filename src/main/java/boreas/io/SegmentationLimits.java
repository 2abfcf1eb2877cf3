package boreas.io;

/// Which destinations of a UDP socket do not take runs of datagrams, or only of shorter ones: what
/// [UdpOutbox] found out.
///
/// A few are remembered, then the oldest is forgotten: it will be found out again, for the price of
/// one refused system call.
final class SegmentationLimits {
    static final int DESTINATIONS_MAX = 16;

    private final long[] hi = new long[DESTINATIONS_MAX];
    private final long[] lo = new long[DESTINATIONS_MAX];
    private final int[] udpPort = new int[DESTINATIONS_MAX];
    private final int[] segmentMaxBytes = new int[DESTINATIONS_MAX];
    private int size;
    private int oldest;
    private boolean isNoneAllowed;

    /// The kernel knows no runs.
    void allowNone() {
        isNoneAllowed = true;
    }

    boolean isAnyAllowed() {
        return !isNoneAllowed;
    }

    /// Forgets what was found out about destinations.
    void forget() {
        size = oldest = 0;
    }

    /// The longest datagrams that may be part of a run.
    int of(long hi, long lo, int udpPort) {
        if (isNoneAllowed) return 0;
        int i = find(hi, lo, udpPort);
        return i < 0 ? Integer.MAX_VALUE : segmentMaxBytes[i];
    }

    /// @return whether the destination had a limit already
    boolean lower(long hi, long lo, int udpPort, int segmentMaxBytes) {
        int i = find(hi, lo, udpPort);
        boolean isKnown = i >= 0;
        if (!isKnown) {
            i = size < DESTINATIONS_MAX ? size++ : oldest++ % DESTINATIONS_MAX;
            this.hi[i] = hi;
            this.lo[i] = lo;
            this.udpPort[i] = udpPort;
        }
        this.segmentMaxBytes[i] = segmentMaxBytes;
        return isKnown;
    }

    private int find(long hi, long lo, int udpPort) {
        for (int i = 0; i < size; i++)
            if (this.lo[i] == lo && this.hi[i] == hi && this.udpPort[i] == udpPort) return i;
        return -1;
    }
}
