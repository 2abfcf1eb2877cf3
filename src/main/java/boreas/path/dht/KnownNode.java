package boreas.path.dht;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.label.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A node that this one has heard of, and the ways to it.
///
/// Control data, owned by its [RoutingTable].
final class KnownNode {
    /// More ways than a session can remember are of no use, but for those that turn out bad.
    static final int WAYS_MAX = 4;

    /// One way to a node.
    ///
    /// @param isPeer it is a direct link, which the link layer vouches for
    /// @param toldNs when it was last told of, or proven
    record Way(long label, boolean isPeer, long toldNs) {}

    /// Direct links first, then short ways; of equal ones the smaller label, as in genuine nodes.
    private static final Comparator<Way> BEST_FIRST =
            Comparator.comparing((Way w) -> !w.isPeer())
                    .thenComparing(w -> Label.bits(w.label()))
                    .thenComparing(Way::label);

    private final PublicKey key;
    private final List<Way> ways = new ArrayList<>();
    private int version;
    private boolean isHeard;
    private long heardNs = Long.MIN_VALUE;

    KnownNode(PublicKey key) {
        this.key = key;
    }

    PublicKey key() {
        return key;
    }

    Ip6 address() {
        return key.ip6();
    }

    /// 0 until known.
    int version() {
        return version;
    }

    void setVersion(int version) {
        if (version > 0) this.version = version;
    }

    /// It has spoken to us itself.
    boolean isHeard() {
        return isHeard;
    }

    void onHeard(long nowNs) {
        isHeard = true;
        heardNs = nowNs;
    }

    boolean isReachable() {
        return !ways.isEmpty();
    }

    boolean isPeer() {
        return !ways.isEmpty() && ways.getFirst().isPeer;
    }

    /// The best way's label, [Label#INVALID] without one.
    long label() {
        return ways.isEmpty() ? Label.INVALID : ways.getFirst().label;
    }

    /// The best first.
    List<Way> ways() {
        return List.copyOf(ways);
    }

    boolean has(long label) {
        for (var w : ways) if (w.label == label) return true;
        return false;
    }

    /// A way is told of, or told again.
    void add(long label, boolean isPeer, long nowNs) {
        boolean wasPeer = ways.removeIf(w -> w.label == label && w.isPeer);
        ways.removeIf(w -> w.label == label);
        ways.add(new Way(label, isPeer || wasPeer, nowNs));
        ways.sort(BEST_FIRST);
        if (ways.size() > WAYS_MAX) ways.removeLast();
    }

    /// The link of a peer is down, and all that goes through it.
    void removeThrough(long prefix) {
        ways.removeIf(w -> Label.routesThrough(w.label, prefix));
    }

    void removeOlderThan(long ns) {
        ways.removeIf(w -> !w.isPeer && w.toldNs < ns);
    }

    /// Whether there is news of it that are not older than a round of the upkeep; else it may be
    /// elsewhere by now.
    boolean isFresh(long nowNs) {
        return isPeer() || isReachable() && nowNs - freshNs() < PeerUpkeep.ROUND_NS;
    }

    /// When it last spoke, or was told of.
    long freshNs() {
        long ns = heardNs;
        for (var w : ways) ns = Math.max(ns, w.toldNs);
        return ns;
    }

    @Override
    public String toString() {
        return "v" + version + "." + Label.toText(label()) + "." + address();
    }
}
