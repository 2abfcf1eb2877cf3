package boreas.path.dht;

import boreas.label.EncodingScheme;
import boreas.label.Label;

/// A link from one known node to another, or a path between them of which only the ends are known.
///
/// What it costs follows from what became of the questions that were sent over it: an answer proves
/// it, each question lost doubles its cost. What somebody merely told of costs a little more than
/// what is proven, so that of two equal paths the proven one is used; a path of unknown hops costs
/// more than the same hops known one by one.
///
/// Control data, owned by its [NodeStore].
final class KnownLink {
    static final int HOP = DhtSnapshot.COST_OF_HOP;

    /// Of a hop that only was told of.
    private static final int HEARSAY = HOP / 16;

    /// Of a path whose hops are not known.
    private static final int UNKNOWN_HOPS = HOP / 2;

    /// More losses cost no more.
    private static final int LOSSES_MAX = 6;

    /// A link that lost questions is forgiven one of them each time somebody speaks of it again,
    /// this long after the last.
    private static final long FORGIVEN_NS = 60_000_000_000L;

    static final int FORM_UNKNOWN = -1;

    private final KnownNode parent;
    private final KnownNode child;
    private final long label;
    private final boolean isOneHop;
    private final int hops;
    private int inverseForm = FORM_UNKNOWN;
    private int losses;
    private int cost;
    private long toldNs;
    private long provenNs = Long.MIN_VALUE;
    private long lostNs = Long.MIN_VALUE;

    /// Number of the search for several paths, one of which is over it.
    int avoidance;

    /// @param label canonical in the parent's scheme
    KnownLink(KnownNode parent, KnownNode child, long label, long nowNs) {
        this.parent = parent;
        this.child = child;
        this.label = label;
        this.toldNs = nowNs;
        var scheme = parent.scheme();
        isOneHop = scheme.isOneHop(label);
        hops = isOneHop ? 1 : Math.max(2, hopsOf(scheme, label));
        weigh();
    }

    /// The hops of a label as far as can be told: behind its first node, in scheme 3-5-8.
    private static int hopsOf(EncodingScheme scheme, long label) {
        int hops = 0;
        for (long rest = label; Label.bits(rest) > 0; hops++) {
            int bits = (hops == 0 ? scheme : EncodingScheme.V358).bitsForLabel(rest);
            if (bits < 0 || bits > Label.bits(rest)) break;
            rest >>>= bits;
        }
        return hops;
    }

    KnownNode parent() {
        return parent;
    }

    KnownNode child() {
        return child;
    }

    long label() {
        return label;
    }

    boolean isOneHop() {
        return isOneHop;
    }

    /// 1, or a guess.
    int hops() {
        return hops;
    }

    int cost() {
        return cost;
    }

    /// Form of the director by which the child sends back, [#FORM_UNKNOWN] if it has not told.
    int inverseForm() {
        return inverseForm;
    }

    /// @return whether paths over this link have another label now
    boolean setInverseForm(int form) {
        if (inverseForm == form) return false;
        int before = neededBits();
        inverseForm = form;
        return before != neededBits();
    }

    /// Bits that the next director at least has, whatever this link says.
    private int neededBits() {
        return Math.max(inverseBits(), child.scheme().forms().getFirst().directorBits());
    }

    /// Bits of the child's director back to the parent; 0 unknown.
    int inverseBits() {
        var scheme = child.scheme();
        if (inverseForm >= 0 && inverseForm < scheme.forms().size())
            return scheme.forms().get(inverseForm).directorBits();
        if (!isOneHop()) return 0;
        int bits = 0;
        for (var back : child.links())
            if (back.child == parent && back.isOneHop())
                bits = Math.max(bits, Label.bits(back.label));
        return bits;
    }

    /// Somebody speaks of it.
    void onTold(long nowNs) {
        toldNs = nowNs;
        if (losses > 0 && nowNs - lostNs > FORGIVEN_NS) {
            losses--;
            lostNs = nowNs;
            weigh();
        }
    }

    /// An answer came to what was sent over it.
    ///
    /// @return whether it costs less now
    boolean onProven(long nowNs) {
        boolean isNews = provenNs == Long.MIN_VALUE || losses > 0;
        provenNs = nowNs;
        losses = 0;
        if (isNews) weigh();
        return isNews;
    }

    /// A question that was sent over it stayed unanswered.
    ///
    /// @return whether it costs more now
    boolean onLost(long sentNs, long nowNs) {
        if (provenNs >= sentNs || losses == LOSSES_MAX) return false;
        losses++;
        lostNs = nowNs;
        weigh();
        return true;
    }

    boolean isProven() {
        return provenNs != Long.MIN_VALUE;
    }

    /// It has carried an answer, and lost none since.
    boolean isTrusted() {
        return isProven() && losses == 0;
    }

    /// [Long#MIN_VALUE] never.
    long provenNs() {
        return provenNs;
    }

    /// When it was last told of or proven.
    long freshNs() {
        return Math.max(toldNs, provenNs);
    }

    private void weigh() {
        int base = hops * HOP + (isOneHop ? 0 : UNKNOWN_HOPS) + (isProven() ? 0 : hops * HEARSAY);
        cost = base << losses;
    }

    @Override
    public String toString() {
        return parent.address() + " -> " + child.address() + " " + Label.toText(label);
    }
}
