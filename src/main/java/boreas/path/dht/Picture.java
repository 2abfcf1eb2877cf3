package boreas.path.dht;

import boreas.address.NodeAddress;
import boreas.path.dht.DhtSnapshot.LinkEntry;
import boreas.path.dht.DhtSnapshot.NodeEntry;
import boreas.path.dht.DhtSnapshot.SearchEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Takes a [DhtSnapshot] of the store.
final class Picture {
    private Picture() {}

    static DhtSnapshot of(NodeStore store, Searches searches, long queriesSent, long nowNs) {
        var known = new ArrayList<>(store.all());
        known.sort(Comparator.comparing(n -> !n.isPeer()));
        var nodes = new ArrayList<NodeEntry>();
        var links = new ArrayList<LinkEntry>();
        addLinks(store.root(), links);
        for (var n : known) {
            nodes.add(node(store, n));
            addLinks(n, links);
        }
        List<SearchEntry> under = searches.all().stream().map(Picture::search).toList();
        var root = store.root();
        return new DhtSnapshot(root.key(), root.scheme(), nowNs, nodes, links, under, queriesSent);
    }

    private static NodeEntry node(NodeStore store, KnownNode n) {
        var best = n.best;
        return new NodeEntry(
                address(n),
                n.hops,
                n.cost,
                n.scheme(),
                n.isPeer(),
                n.isHeard(),
                n.heardNs(),
                Keyspace.bucket(store.root().address(), n.address()),
                best == null ? null : best.parent().key());
    }

    private static void addLinks(KnownNode parent, List<LinkEntry> links) {
        for (var l : parent.links())
            links.add(
                    new LinkEntry(
                            parent.key(),
                            l.child().key(),
                            l.label(),
                            l.inverseForm(),
                            l.cost(),
                            l.isOneHop(),
                            l.child().best == l,
                            l.provenNs()));
    }

    private static SearchEntry search(Search search) {
        var last = search.lastAsked();
        return new SearchEntry(
                search.target(), search.asked(), last == null ? null : address(last));
    }

    private static NodeAddress address(KnownNode n) {
        return new NodeAddress(n.version(), n.label(), n.key());
    }
}
