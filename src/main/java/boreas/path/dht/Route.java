package boreas.path.dht;

import java.util.List;

/// One path to a node.
///
/// @param cost of its links
/// @param hops as far as can be told
/// @param links from this node to the end
record Route(long label, int cost, int hops, List<KnownLink> links) {
    Route {
        links = List.copyOf(links);
    }

    KnownNode end() {
        return links.getLast().child();
    }

    /// Whether the path crosses a node, its end not counted.
    boolean isThrough(KnownNode node) {
        for (int i = 0; i < links.size() - 1; i++) if (links.get(i).child() == node) return true;
        return false;
    }
}
