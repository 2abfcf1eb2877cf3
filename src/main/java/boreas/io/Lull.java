package boreas.io;

/// How many messages to ask a descriptor for that is readable.
///
/// Usually as many as there are, until the kernel says that there is no more. After a lull one
/// message is mostly alone, and the question for a second one would stand in its way: so only one
/// is asked for. If more are there, the poller says so at once, and the next turn takes them.
final class Lull {
    /// Some turns of a busy loop.
    static final long LULL_NS = 500_000;

    /// For a caller that has no time to tell: always all.
    static final long NO_TIME = Long.MIN_VALUE;

    private long lastNs = NO_TIME;

    /// At most so many; to be asked once for each readable descriptor of a turn.
    int messagesAt(long nowNs) {
        if (nowNs == NO_TIME) return Integer.MAX_VALUE;
        boolean isLull = lastNs == NO_TIME || nowNs - lastNs >= LULL_NS;
        lastNs = nowNs;
        return isLull ? 1 : Integer.MAX_VALUE;
    }
}
