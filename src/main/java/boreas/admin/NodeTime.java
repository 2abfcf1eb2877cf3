package boreas.admin;

/// Two clocks read at the same moment: the node's, whose zero means nothing, and the calendar.
record NodeTime(long nowNs, long nowEpochMillis) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /// How a snapshot says that something never happened.
    private static final long NEVER_NS = Long.MIN_VALUE;

    /// Milliseconds since 1970 at a moment of the node's clock; 0 for never.
    long epochMillisOf(long ns) {
        return ns == NEVER_NS ? 0 : nowEpochMillis - (nowNs - ns) / NANOS_PER_MILLI;
    }
}
