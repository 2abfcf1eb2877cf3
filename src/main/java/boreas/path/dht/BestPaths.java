package boreas.path.dht;

import boreas.label.Label;
import java.util.Collection;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The best path to each known node: the tree of least cost from this node over all known links.
///
/// A link that turns up or gets better is worked in at once; when one that is in use gets worse or
/// goes, the tree is made anew at the next question. A path whose label does not fit is none.
final class BestPaths {
    private final KnownNode root;
    private final Collection<KnownNode> nodes;
    private final PriorityQueue<Step> open = new PriorityQueue<>();
    private boolean isStale;
    private int order;

    BestPaths(KnownNode root, Collection<KnownNode> nodes) {
        this.root = root;
        this.nodes = nodes;
        root.cost = 0;
        root.label = Label.SELF;
    }

    /// A link is new, or costs less.
    void onBetter(KnownLink link) {
        if (isStale) return;
        relax(link);
        settle();
    }

    /// A link costs more, or is gone.
    void onWorse(KnownLink link) {
        if (link.child().best == link) isStale = true;
    }

    /// What is known of directors has changed.
    void onRelabelled() {
        isStale = true;
    }

    /// After this all best paths are true.
    void refresh() {
        if (!isStale) return;
        isStale = false;
        nodes.forEach(BestPaths::forget);
        open(root);
        settle();
    }

    static void forget(KnownNode node) {
        node.cost = KnownNode.UNREACHABLE;
        node.hops = 0;
        node.label = Label.INVALID;
        node.best = null;
    }

    private void settle() {
        for (var step = open.poll(); step != null; step = open.poll())
            if (step.cost() == step.node().cost) for (var link : step.node().links()) relax(link);
        order = 0;
    }

    private void relax(KnownLink link) {
        var parent = link.parent();
        var child = link.child();
        if (child == root || !parent.isReachable()) return;
        int cost = parent.cost + link.cost();
        if (cost > child.cost) return;
        long label = extended(parent.label, parent.best, link);
        if (label == Label.INVALID) return;
        if (cost == child.cost && !isOtherThan(label, link, child)) return;
        child.cost = cost;
        child.hops = parent.hops + link.hops();
        child.label = label;
        child.best = link;
        open(child);
    }

    /// Of equal costs the smaller label wins, as in genuine nodes; the same link may have another
    /// label than before.
    private static boolean isOtherThan(long label, KnownLink link, KnownNode child) {
        if (child.best == link) return child.label != label;
        return Long.compareUnsigned(label, child.label) < 0;
    }

    private void open(KnownNode node) {
        open.add(new Step(node.cost, order++, node));
    }

    /// The path that a link adds to another one.
    ///
    /// A switch can replace a director only by one that is no longer, so the director for the link
    /// must be as long as that of the interface by which the path comes in.
    ///
    /// @param label of the path to the link's parent
    /// @param before the last link of that path, null when the parent is this node
    static long extended(long label, @Nullable KnownLink before, KnownLink link) {
        if (before == null) return link.label();
        long here = link.parent().scheme().widened(link.label(), before.inverseBits());
        return here == Label.INVALID ? here : Label.splice(here, label);
    }
}
