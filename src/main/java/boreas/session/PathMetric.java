package boreas.session;

/// How much a path is worth, by who told of it; lower is better, compared as unsigned numbers.
///
/// One unit is one millisecond of age: what was told long ago is worth less than news from a weaker
/// source. Source: cjdns protocol, session manager.
public final class PathMetric {
    public static final int SUPERNODE = 0xff100000;
    public static final int PEER = 0xff200000;
    public static final int TO_SUPERNODE = 0xff300000;

    /// A direct peer, told by the routing table.
    public static final int ROUTING_TABLE_PEER = 0xff400000;

    public static final int PING_REPLY = 0xff500000;

    /// Found by a search; a cost of 20 bits is added, see [#found].
    public static final int FOUND = 0xff600000;

    /// A packet of the session came by it.
    public static final int INCOMING = 0xff700000;

    public static final int NO_INFORMATION = 0xfffffffe;
    public static final int DEAD = 0xffffffff;

    /// 32 hops are the worst that can be told apart; a label has 14 at most.
    public static final int COST_OF_HOP = 0x8000;

    private static final int MAX_COST = 0xfffff;

    private PathMetric() {}

    /// The metric of a path that a search found.
    ///
    /// @param cost such as [#COST_OF_HOP] for each hop; anything above 20 bits counts as the
    ///   maximum
    public static int found(long cost) {
        return FOUND | Math.clamp(cost, 0, MAX_COST);
    }

    /// What a metric is worth after some time. A dead path stays dead.
    static int aged(int metric, long ageNs) {
        if (metric == DEAD) return DEAD;
        long worth = (metric & 0xffffffffL) + Math.max(0, ageNs) / 1_000_000;
        return (int) Math.min(worth, NO_INFORMATION & 0xffffffffL);
    }

    static boolean isBetter(int metric, int than) {
        return Integer.compareUnsigned(metric, than) < 0;
    }

    /// Better by more than a margin. The worst metrics are the highest numbers there are.
    static boolean isBetterBy(int margin, int metric, int than) {
        return Integer.toUnsignedLong(metric) + margin < Integer.toUnsignedLong(than);
    }
}
