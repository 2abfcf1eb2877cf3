package boreas.path.dht;

import boreas.label.Label;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A label followed along known links, as far as they go.
///
/// @param links one after the other
/// @param end of the last one; the start if there is none
/// @param rest of the label from there on, its first director in the shortest form; [Label#SELF]
///   when nothing is left, [Label#INVALID] when it begins with nothing that the node's switch knows
record LabelTrace(List<KnownLink> links, KnownNode end, long rest) {
    /// Of the shortest directors of scheme 3-5-8.
    private static final int BITS_OF_HOP = 4;

    /// Whether the label was followed to its end.
    boolean isWhole() {
        return rest == Label.SELF;
    }

    @Nullable KnownLink last() {
        return links.isEmpty() ? null : links.getLast();
    }

    /// Whether the path comes back to where it has been: the start, or any other node.
    boolean isLoop() {
        for (int i = 0; i < links.size(); i++) {
            var child = links.get(i).child();
            if (child == links.getFirst().parent()) return true;
            for (int j = 0; j < i; j++) if (links.get(j).child() == child) return true;
        }
        return false;
    }

    /// 1 at least; the part that was not followed is guessed by its length.
    int hops() {
        int hops = 0;
        for (var l : links) hops += l.hops();
        if (!isWhole()) hops += Label.bits(rest) / BITS_OF_HOP;
        return Math.max(1, hops);
    }

    static LabelTrace of(KnownNode start, long label) {
        var links = new ArrayList<KnownLink>();
        var at = start;
        long rest = label;
        while (rest != Label.SELF) {
            rest = at.scheme().canonical(rest);
            var link = rest == Label.INVALID ? null : next(at, rest);
            if (link == null) break;
            links.add(link);
            rest = Label.unsplice(rest, link.label());
            at = link.child();
        }
        return new LabelTrace(links, at, rest);
    }

    /// The link whose label begins this one: a hop if one is known, else the longest.
    private static @Nullable KnownLink next(KnownNode at, long label) {
        KnownLink found = null;
        for (var l : at.links()) {
            if (!Label.routesThrough(label, l.label())) continue;
            if (l.isOneHop()) return l;
            if (found == null || l.hops() > found.hops()) found = l;
        }
        return found;
    }
}
