package boreas.path.dht;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node that this one has heard of, the links that lead from it and to it, and the best path.
///
/// Control data, owned by its [NodeStore]; the best path is kept by [BestPaths].
final class KnownNode {
    static final int UNREACHABLE = Integer.MAX_VALUE;

    private final PublicKey key;
    private final Ip6 address;
    private final List<KnownLink> links = new ArrayList<>(2);
    private final List<KnownLink> inbound = new ArrayList<>(2);
    private @Nullable EncodingScheme scheme;
    private int version;
    private long heardNs = Long.MIN_VALUE;

    // --- the best path, kept by BestPaths

    int cost = UNREACHABLE;
    int hops;
    long label = Label.INVALID;
    @Nullable KnownLink best;

    // --- questions for its peers, kept by PeerQuestions

    long askedNs = Long.MIN_VALUE;
    long answeredNs = Long.MIN_VALUE;

    /// When it was last asked for one peer because somebody else spoke from there.
    long contradictedNs = Long.MIN_VALUE;

    boolean isWanted;

    /// Questions for a shorter path to it, and when they were first counted; kept by Upkeep.
    int shortcuts;

    long shortcutsNs = Long.MIN_VALUE / 2;

    /// Questions of any kind since it last answered one.
    int unanswered;

    // --- notes of whoever walks the graph just now, each with the number of the walk

    int walk;
    int walkCost;
    int walkHops;
    long walkLabel;
    @Nullable KnownLink walkFrom;

    /// Number of the search for several paths, one of which is through here.
    int avoidance;

    int ring;
    int depth;

    KnownNode(PublicKey key) {
        this.key = key;
        this.address = key.ip6();
    }

    PublicKey key() {
        return key;
    }

    Ip6 address() {
        return address;
    }

    /// 0 until known.
    int version() {
        return version;
    }

    void setVersion(int version) {
        if (version > 0) this.version = version;
    }

    /// Of its switch; 3-5-8, as all genuine nodes have it, until it has told.
    EncodingScheme scheme() {
        return scheme == null ? EncodingScheme.V358 : scheme;
    }

    /// @return whether what is known of its links is in another scheme
    boolean setScheme(EncodingScheme told) {
        boolean isOther = !scheme().equals(told);
        scheme = told;
        return isOther;
    }

    /// It has spoken to us itself.
    boolean isHeard() {
        return heardNs != Long.MIN_VALUE;
    }

    void onHeard(long nowNs) {
        heardNs = nowNs;
        unanswered = 0;
    }

    /// Somebody here talks to it.
    boolean isWanted() {
        return isWanted;
    }

    /// When it last spoke to us, [Long#MIN_VALUE] never.
    long heardNs() {
        return heardNs;
    }

    /// It has not answered for a while.
    boolean isSilent() {
        return unanswered >= 2;
    }

    boolean isReachable() {
        return label != Label.INVALID;
    }

    /// A link of our own leads there, and is the best path.
    boolean isPeer() {
        return hops == 1 && label != Label.INVALID;
    }

    /// The best path's label, [Label#INVALID] without one.
    long label() {
        return label;
    }

    /// Links from here to others.
    List<KnownLink> links() {
        return links;
    }

    /// Links from others to here.
    List<KnownLink> inbound() {
        return inbound;
    }

    /// The link with a label, canonical in its scheme; null if none is known.
    @Nullable KnownLink linkWith(long label) {
        for (var l : links) if (l.label() == label) return l;
        return null;
    }

    /// When anybody last spoke of it, or it spoke itself.
    long freshNs() {
        long ns = heardNs;
        for (var l : inbound) ns = Math.max(ns, l.freshNs());
        return ns;
    }

    @Override
    public String toString() {
        return "v" + version + "." + Label.toText(label) + "." + address();
    }
}
