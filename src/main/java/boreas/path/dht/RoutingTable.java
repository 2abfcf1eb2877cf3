package boreas.path.dht;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.label.Label;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The nodes that this one has heard of: its peers, told by the links; their peers, told by them;
/// and whoever spoke to it.
///
/// Direct peers always have a place. Of the others the most useful [#OTHERS_MAX] are kept: those
/// that have spoken to us before those that we only heard of, then the fresher ones. Iteration is
/// in the order of arrival, so a run is reproducible.
final class RoutingTable {
    static final int OTHERS_MAX = 128;

    /// Hearsay fades: peers are asked for their peers more often than that.
    static final long FADED_NS = 300_000_000_000L;

    private final PublicKey ownKey;
    private final Ip6 own;
    private final Map<Ip6, KnownNode> nodes = new LinkedHashMap<>();

    RoutingTable(PublicKey own) {
        this.ownKey = own;
        this.own = own.ip6();
    }

    PublicKey own() {
        return ownKey;
    }

    /// A link is up.
    KnownNode onPeerUp(PublicKey key, int version, long label, long nowNs) {
        var node = nodes.computeIfAbsent(key.ip6(), _ -> new KnownNode(key));
        node.setVersion(version);
        node.add(label, true, nowNs);
        return node;
    }

    /// All ways that begin with this one are gone.
    void onPathGone(long label) {
        for (var node : nodes.values()) node.removeThrough(label);
        nodes.values().removeIf(n -> !n.isReachable());
    }

    /// Somebody on this path says who is at its end. If that is news, its switch has renumbered its
    /// links, and all that we knew beyond is wrong.
    void onEndOf(long label, PublicKey key) {
        for (var node : nodes.values())
            if (!node.key().equals(key) && node.has(label)) {
                onPathGone(label);
                return;
            }
    }

    /// Somebody says that a node is there.
    ///
    /// @return null if it is this node itself, or no node
    @Nullable KnownNode onTold(PublicKey key, int version, long label, long nowNs) {
        if (label == Label.INVALID || label == Label.SELF || !key.isNodeKey()) return null;
        if (key.ip6().equals(own)) return null;
        var node = nodes.get(key.ip6());
        if (node == null) {
            makePlace(nowNs);
            node = new KnownNode(key);
            nodes.put(key.ip6(), node);
        }
        if (!node.isHeard()) node.setVersion(version);
        node.add(label, false, nowNs);
        return node;
    }

    /// A node spoke to us, in a session that is no replay.
    @Nullable KnownNode onHeard(PublicKey key, int version, long label, long nowNs) {
        var node = onTold(key, version, label, nowNs);
        if (node == null) return null;
        node.setVersion(version);
        node.onHeard(nowNs);
        return node;
    }

    /// Drops ways that nobody has told of for long, and nodes without any.
    void forgetFaded(long nowNs) {
        for (var node : nodes.values()) node.removeOlderThan(nowNs - FADED_NS);
        nodes.values().removeIf(n -> !n.isReachable());
    }

    private void makePlace(long nowNs) {
        if (others().size() < OTHERS_MAX) return;
        forgetFaded(nowNs);
        var others = others();
        if (others.size() < OTHERS_MAX) return;
        others.stream()
                .min(Comparator.comparing(KnownNode::isHeard).thenComparing(KnownNode::freshNs))
                .ifPresent(worst -> nodes.remove(worst.address()));
    }

    private List<KnownNode> others() {
        return nodes.values().stream().filter(n -> !n.isPeer()).toList();
    }

    @Nullable KnownNode find(Ip6 address) {
        return nodes.get(address);
    }

    Collection<KnownNode> all() {
        return nodes.values();
    }

    /// Direct peers, in no particular order.
    List<KnownNode> peers() {
        return nodes.values().stream().filter(KnownNode::isPeer).toList();
    }

    /// Up to `count` nodes nearest to the target, the nearest first.
    List<KnownNode> nearest(Ip6 target, int count, Predicate<KnownNode> which) {
        var found = new ArrayList<KnownNode>();
        for (var n : nodes.values()) if (n.isReachable() && which.test(n)) found.add(n);
        found.sort((a, b) -> Keyspace.compare(target, a.address(), b.address()));
        return found.size() > count ? found.subList(0, count) : found;
    }
}
