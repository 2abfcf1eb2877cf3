package boreas.path.dht;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Sender;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The nodes that this one has heard of and the links between them, as a graph around this node.
///
/// Links come from three sources. Our own are told by the link layer, and nobody else's word
/// changes them. Others are told by the nodes at their beginning, or by whoever knows a path; they
/// are hearsay until an answer comes over them. And whoever speaks to us shows a path by which it
/// came. A path of which only the ends are known is a link too; it is cut into hops as these become
/// known. What nobody speaks of any more fades.
///
/// Bounded by [#NODES_MAX] and [#LINKS_MAX], see [Eviction]. Iteration is in the order of arrival,
/// so a run is reproducible.
final class NodeStore {
    static final int NODES_MAX = 1024;
    static final int LINKS_MAX = 4096;

    /// Paths of unknown hops to one node.
    static final int PATHS_TO_NODE_MAX = 4;

    /// Links of one node: what a switch of scheme 3-5-8 has.
    static final int LINKS_OF_NODE_MAX = 257;

    /// Everything that is of use is asked for, or used, more often than that.
    static final long FADED_NS = 900_000_000_000L;

    /// A link that worked a moment ago is believed more than its absence from an answer: genuine
    /// nodes tell a peer only while the link is their best path to it.
    private static final long PROVEN_LATELY_NS = 60_000_000_000L;

    private final KnownNode root;
    private final Map<Ip6, KnownNode> nodes = new LinkedHashMap<>();
    private final Collection<KnownNode> all = Collections.unmodifiableCollection(nodes.values());
    private final BestPaths best;
    private final Routes routes;
    private final Counters counters;
    private int links;

    NodeStore(PublicKey own, EncodingScheme scheme, Counters counters) {
        this.counters = counters;
        root = new KnownNode(own);
        root.setScheme(scheme);
        best = new BestPaths(root, nodes.values());
        routes = new Routes(root);
    }

    /// This node.
    KnownNode root() {
        return root;
    }

    /// All but this node.
    Collection<KnownNode> all() {
        best.refresh();
        return all;
    }

    int links() {
        return links;
    }

    // --- our own links

    KnownNode onPeerUp(PublicKey key, int version, long label, long nowNs) {
        best.refresh();
        var node = obtain(key, nowNs);
        node.setVersion(version);
        node.unanswered = 0;
        var old = root.linkWith(label);
        if (old != null && old.child() != node) remove(old);
        var link = old != null && old.child() == node ? old : add(root, node, label, nowNs);
        // Somebody further on may have spoken before the link was told of.
        cut(root, link, nowNs);
        if (link.onProven(nowNs)) best.onBetter(link);
        return node;
    }

    /// What is behind the link stays known: it may be up again soon, or be reached another way.
    void onPeerDown(long label) {
        var link = root.linkWith(label);
        if (link != null) remove(link);
    }

    // --- what others tell

    /// A node spoke to us, in a message that is no replay. Who speaks is certain, but the path is
    /// as the relays on it say: it does not take the place of a link that has carried an answer,
    /// and lost none since.
    ///
    /// @param path by which it came, from here
    /// @return null if it is this node, or no node
    @Nullable KnownNode onHeard(PublicKey key, Sender sender, long path, long nowNs) {
        if (!isOther(key) || path == Label.INVALID || path == Label.SELF || path == 0) return null;
        var node = obtain(key, nowNs);
        node.setVersion(sender.version());
        if (node.setScheme(sender.scheme())) forgetLinksOf(node);
        node.onHeard(nowNs);
        var trace = LabelTrace.of(root, path);
        var last = trace.last();
        if (!trace.isWhole()) last = link(trace.end(), node, trace.rest(), nowNs);
        else if (trace.end() != node && last != null)
            last = last.isTrusted() ? null : replace(last, node, nowNs);
        if (last != null && last.setInverseForm(sender.form())) best.onRelabelled();
        return node;
    }

    /// Another node is where the store had this one; our own links are not changed by that.
    private @Nullable KnownLink replace(KnownLink wrong, KnownNode node, long nowNs) {
        if (wrong.parent() == root && wrong.isOneHop()) return null;
        remove(wrong);
        return link(wrong.parent(), node, wrong.label(), nowNs);
    }

    /// A node tells of another one.
    ///
    /// @return null if there is nothing to learn: a path to nowhere, to this node itself, or one
    ///   that does not fit into a label from here
    @Nullable KnownNode onTold(KnownNode teller, Node told, long nowNs) {
        long path = told.path();
        if (path == 0 || path == Label.SELF || path == Label.INVALID) return null;
        if (teller.isReachable() && Label.splice(path, teller.label()) == Label.INVALID) {
            counters.count(Verdict.LABEL_TOO_LONG);
            return null;
        }
        path = teller.scheme().canonical(path);
        if (path == Label.INVALID || teller.scheme().isSelf(path)) return null;
        if (told.key().equals(root.key())) {
            // Of no use as a way, but paths that come back to us are seen through.
            if (teller.scheme().isOneHop(path)) link(teller, root, path, nowNs);
            return null;
        }
        if (!isOther(told.key()) || told.key().equals(teller.key())) return null;
        var trace = LabelTrace.of(teller, path);
        var last = trace.last();
        var known = nodes.get(told.key().ip6());
        if (trace.isWhole() && trace.end() == known && known != null && last != null) {
            if (last.parent() == teller) last.onTold(nowNs);
            return known;
        }
        if (trace.end() == root || trace.rest() == Label.INVALID) return null;
        var node = obtain(told.key(), nowNs);
        if (!node.isHeard()) node.setVersion(told.version());
        if (!trace.isWhole()) {
            link(trace.end(), node, trace.rest(), nowNs);
        } else if (last != null && last.parent() == teller) {
            // Its switch has renumbered its links, and it must know.
            replace(last, node, nowNs);
        }
        return node;
    }

    /// A node has told all its peers from one label to another: those in between that it did not
    /// name are gone.
    void onPeersTold(KnownNode teller, List<Node> told, long from, boolean isToTheEnd, long nowNs) {
        var scheme = teller.scheme();
        long to = isToTheEnd ? Long.MAX_VALUE : 0;
        var named = new ArrayList<Long>();
        for (var n : told) {
            long label = scheme.canonical(n.path());
            if (label == Label.INVALID) continue;
            named.add(label);
            to = Math.max(to, label);
        }
        for (var l : List.copyOf(teller.links())) {
            boolean isInRange = l.label() >= from && l.label() <= to;
            if (!l.isOneHop() || !isInRange || named.contains(l.label())) continue;
            if (nowNs - l.freshNs() > PROVEN_LATELY_NS) remove(l);
        }
    }

    // --- what became of what was sent

    /// An answer came to something that was sent by this path.
    void onAnswered(long label, long nowNs) {
        for (var l : LabelTrace.of(root, label).links()) if (l.onProven(nowNs)) best.onBetter(l);
    }

    /// No answer came. Any link may be at fault over which nothing else came meanwhile.
    void onLost(long label, long sentNs, long nowNs) {
        for (var l : LabelTrace.of(root, label).links())
            if (l.onLost(sentNs, nowNs)) best.onWorse(l);
    }

    // --- questions

    boolean isOther(PublicKey key) {
        return key.isNodeKey() && !key.equals(root.key());
    }

    @Nullable KnownNode find(Ip6 address) {
        best.refresh();
        return nodes.get(address);
    }

    /// The same node as it is known now, when it was given up and has turned up again.
    KnownNode current(KnownNode node) {
        return nodes.getOrDefault(node.address(), node);
    }

    int size() {
        return nodes.size();
    }

    /// Follows a label from here.
    LabelTrace trace(long label) {
        return LabelTrace.of(root, label);
    }

    /// Nodes whose best path is a link of our own.
    List<KnownNode> peers() {
        best.refresh();
        var peers = new ArrayList<KnownNode>();
        for (var l : root.links())
            if (l.child().best == l && l.child().isPeer()) peers.add(l.child());
        return peers;
    }

    /// Up to `count` reachable nodes nearest to the target, the nearest first.
    List<KnownNode> nearest(Ip6 target, int count, Predicate<KnownNode> which) {
        best.refresh();
        var found = new ArrayList<KnownNode>(count + 1);
        for (var n : nodes.values()) {
            if (!n.isReachable() || !which.test(n)) continue;
            int at = found.size();
            while (at > 0 && isNearer(target, n, found.get(at - 1))) at--;
            if (at == count) continue;
            found.add(at, n);
            if (found.size() > count) found.removeLast();
        }
        return found;
    }

    private static boolean isNearer(Ip6 target, KnownNode a, KnownNode b) {
        return Keyspace.compare(target, a.address(), b.address()) < 0;
    }

    /// Several paths to a node with as little in common as can be, the best first.
    List<Route> routes(KnownNode target, int max) {
        return routes.to(target, max);
    }

    /// Relays that both paths cross, as far as known; behind the last known node, equal labels lead
    /// to equal nodes.
    int sharedHops(long a, long b) {
        var relaysOfA = relays(a);
        int shared = 0;
        for (var relay : relays(b)) if (relaysOfA.contains(relay)) shared++;
        return shared;
    }

    /// Nodes between here and the end: those that are known, and those that have no name but the
    /// label that leads there.
    private List<Object> relays(long label) {
        var relays = new ArrayList<Object>();
        var trace = LabelTrace.of(root, label);
        long path = Label.SELF;
        for (var l : trace.links()) {
            relays.add(l.child());
            path = Label.splice(l.label(), path);
        }
        if (trace.isWhole()) {
            if (!relays.isEmpty()) relays.removeLast();
            return relays;
        }
        var scheme = trace.end().scheme();
        long rest = trace.rest();
        for (int bits = scheme.bitsForLabel(rest); bits > 0 && bits < Label.bits(rest); ) {
            path = Label.splice(rest & (1L << bits) - 1 | 1L << bits, path);
            relays.add(path);
            rest >>>= bits;
            bits = EncodingScheme.V358.bitsForLabel(rest);
        }
        return relays;
    }

    // --- the graph

    private KnownNode obtain(PublicKey key, long nowNs) {
        var node = nodes.get(key.ip6());
        if (node != null) return node;
        if (nodes.size() >= NODES_MAX) makeRoom(nowNs);
        node = new KnownNode(key);
        nodes.put(key.ip6(), node);
        return node;
    }

    /// A link that somebody tells of, unless it is of no use.
    private @Nullable KnownLink link(KnownNode parent, KnownNode child, long label, long nowNs) {
        if (parent == child || label == Label.INVALID) return null;
        var old = parent.linkWith(label);
        if (old != null && old.child() == child) {
            old.onTold(nowNs);
            return old;
        }
        if (old != null) remove(old);
        boolean isOneHop = parent.scheme().isOneHop(label);
        // Our own links are known from the link layer.
        if (isOneHop && parent == root) return null;
        if (parent != root && parent.links().size() >= LINKS_OF_NODE_MAX) {
            // Longer paths from there are anybody's word, and have no claim to its interfaces.
            if (!isOneHop || !dropAPathFrom(parent)) return null;
        }
        if (!isOneHop) dropWorstPathTo(child);
        if (links >= LINKS_MAX) makeRoom(nowNs);
        // Making room may have taken one of the two.
        if (parent != root && nodes.get(parent.address()) != parent) return null;
        if (child != root && nodes.get(child.address()) != child) return null;
        var link = add(parent, child, label, nowNs);
        if (isOneHop) cut(parent, link, nowNs);
        return link;
    }

    private KnownLink add(KnownNode parent, KnownNode child, long label, long nowNs) {
        var link = new KnownLink(parent, child, label, nowNs);
        parent.links().add(link);
        child.inbound().add(link);
        links++;
        best.onBetter(link);
        if (link.isOneHop()) tellDirectorBack(link);
        return link;
    }

    /// By its size those who come the other way must choose the director behind it.
    private void tellDirectorBack(KnownLink link) {
        var scheme = link.parent().scheme();
        if (Label.bits(link.label()) == scheme.forms().getFirst().directorBits()) return;
        for (var there : link.child().links())
            if (there.child() == link.parent()) best.onRelabelled();
    }

    private void dropWorstPathTo(KnownNode child) {
        int count = 0;
        KnownLink worst = null;
        for (var l : child.inbound()) {
            if (l.isOneHop()) continue;
            count++;
            if (worst == null || isWorse(l, worst)) worst = l;
        }
        if (count >= PATHS_TO_NODE_MAX && worst != null) remove(worst);
    }

    /// @return false if there are only hops
    private boolean dropAPathFrom(KnownNode parent) {
        KnownLink worst = null;
        for (var l : parent.links())
            if (!l.isOneHop() && (worst == null || isWorse(l, worst))) worst = l;
        if (worst != null) remove(worst);
        return worst != null;
    }

    private static boolean isWorse(KnownLink a, KnownLink b) {
        if (a.isProven() != b.isProven()) return b.isProven();
        return a.cost() != b.cost() ? a.cost() > b.cost() : a.freshNs() < b.freshNs();
    }

    /// The first hop of longer paths has become known: they begin at its end now.
    private void cut(KnownNode parent, KnownLink hop, long nowNs) {
        for (var path : List.copyOf(parent.links())) {
            if (path.isOneHop() || !Label.routesThrough(path.label(), hop.label())) continue;
            var trace = LabelTrace.of(hop.child(), Label.unsplice(path.label(), hop.label()));
            var rest =
                    trace.isWhole() ? null : link(trace.end(), path.child(), trace.rest(), nowNs);
            if (rest != null) inherit(rest, hop, path);
            boolean goesOn = rest != null || trace.isWhole() && trace.end() == path.child();
            // What was proven is not given up for a hop behind which it would end, or lead
            // elsewhere.
            if (!goesOn && path.isTrusted()) continue;
            // Only now, so that whoever is behind it has another path at once.
            if (parent.links().contains(path)) remove(path);
        }
    }

    private void inherit(KnownLink rest, KnownLink hop, KnownLink path) {
        if (path.inverseForm() != KnownLink.FORM_UNKNOWN && rest.setInverseForm(path.inverseForm()))
            best.onRelabelled();
        if (!path.isProven()) return;
        if (rest.onProven(path.provenNs())) best.onBetter(rest);
        if (hop.onProven(path.provenNs())) best.onBetter(hop);
    }

    private void remove(KnownLink link) {
        // Making room may have removed it just before.
        if (!link.parent().links().remove(link)) return;
        link.child().inbound().remove(link);
        links--;
        best.onWorse(link);
    }

    private void forgetLinksOf(KnownNode node) {
        for (var l : List.copyOf(node.links())) remove(l);
    }

    /// Whoever still holds the node finds that there is no way to it.
    void remove(KnownNode node) {
        forgetLinksOf(node);
        for (var l : List.copyOf(node.inbound())) remove(l);
        nodes.remove(node.address());
        BestPaths.forget(node);
    }

    private void makeRoom(long nowNs) {
        forgetFaded(nowNs);
        if (nodes.size() < NODES_MAX && links < LINKS_MAX) return;
        best.refresh();
        for (var victim : Eviction.choose(root, nodes.values())) remove(victim);
        best.refresh();
    }

    /// Drops what nobody has spoken of for long.
    void forgetFaded(long nowNs) {
        var faded = new ArrayList<KnownLink>();
        var lonely = new ArrayList<KnownNode>();
        for (var node : nodes.values()) {
            int live = 0;
            for (var l : node.inbound()) {
                boolean isOwn = l.parent() == root && l.isOneHop();
                if (isOwn || nowNs - l.freshNs() <= FADED_NS) live++;
                else faded.add(l);
            }
            boolean isHeardLately = node.isHeard() && nowNs - node.heardNs() <= FADED_NS;
            if (live == 0 && !isHeardLately) lonely.add(node);
        }
        faded.forEach(this::remove);
        lonely.forEach(this::remove);
        best.refresh();
    }
}
