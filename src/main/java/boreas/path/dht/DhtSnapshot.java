package boreas.path.dht;

import boreas.address.Ip6;
import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pathfinder knows at one moment, for faces; immutable.
///
/// The nodes and links are a graph with this node at its root: each link is a director, or several,
/// of the parent's switch. So a label that begins here can be read hop by hop, see [#decode].
///
/// @param self this node
/// @param scheme of its switch
/// @param nowNs the moment, on the node's clock
/// @param nodes all that are known, this one not included; peers first, then by address
/// @param links all that are known, by parent; those of this node first
/// @param searches under way
/// @param queriesSent questions to other nodes since the start, pings for sessions among them
public record DhtSnapshot(
        PublicKey self,
        EncodingScheme scheme,
        long nowNs,
        List<NodeEntry> nodes,
        List<LinkEntry> links,
        List<SearchEntry> searches,
        long queriesSent) {
    /// A healthy link.
    public static final int COST_OF_HOP = 1024;

    /// A node.
    ///
    /// @param address its version (0 unknown), the best path from here ([Label#INVALID] when there
    ///   is none), its key
    /// @param hops of the best path as far as can be told; 1 is a peer
    /// @param cost of the best path, see [LinkEntry#cost]
    /// @param scheme of its switch; 3-5-8 until it has told another
    /// @param isPeer a link of our own leads there
    /// @param isHeard it has spoken to us itself; else somebody told of it
    /// @param heardNs when it last answered, [Long#MIN_VALUE] never
    /// @param bucket number of leading bits that its address shares with ours, in keyspace order
    /// @param parent last known node before it on the best path; null without a path
    public record NodeEntry(
            NodeAddress address,
            int hops,
            int cost,
            EncodingScheme scheme,
            boolean isPeer,
            boolean isHeard,
            long heardNs,
            int bucket,
            @Nullable PublicKey parent) {}

    /// A link, or a path of which only the ends are known.
    ///
    /// @param label from parent to child, with the first director in its shortest form
    /// @param inverseForm form of the child's director back to the parent, -1 unknown
    /// @param cost one healthy hop is [#COST_OF_HOP]; more with each question that it lost
    /// @param isOneHop no other node is between
    /// @param isBest the child's best path runs over it
    /// @param provenNs when an answer last came to something sent over it, [Long#MIN_VALUE] never
    public record LinkEntry(
            PublicKey parent,
            PublicKey child,
            long label,
            int inverseForm,
            int cost,
            boolean isOneHop,
            boolean isBest,
            long provenNs) {}

    /// @param asked questions so far
    /// @param lastAsked null before the first
    public record SearchEntry(Ip6 target, int asked, @Nullable NodeAddress lastAsked) {}

    /// One hop of a label.
    ///
    /// @param label the path from here to the node at the end of this hop
    /// @param director of the node before, as the label has it
    /// @param directorBits its size
    /// @param interfaceNumber that it names at the node before
    /// @param node at the end of the hop; null when not known
    public record Hop(
            long label,
            long director,
            int directorBits,
            int interfaceNumber,
            @Nullable NodeEntry node) {}

    public DhtSnapshot {
        nodes = List.copyOf(nodes);
        links = List.copyOf(links);
        searches = List.copyOf(searches);
    }

    /// Null when the node is not known.
    public @Nullable NodeEntry find(Ip6 address) {
        for (var n : nodes) if (n.address().ip6().equals(address)) return n;
        return null;
    }

    /// A node by its key; null when it is not known.
    public @Nullable NodeEntry find(PublicKey key) {
        for (var n : nodes) if (n.address().key().equals(key)) return n;
        return null;
    }

    /// All nodes, those nearest to an address first, as searches see it.
    public List<NodeEntry> nearest(Ip6 target) {
        var all = new ArrayList<>(nodes);
        all.sort((a, b) -> Keyspace.compare(target, a.address().ip6(), b.address().ip6()));
        return all;
    }

    /// A label that begins here, hop by hop. Behind a node that is not known the rest is read in
    /// scheme 3-5-8, which all genuine nodes use; it ends early where that cannot be.
    public List<Hop> decode(long label) {
        var hops = new ArrayList<Hop>();
        var scheme = this.scheme;
        @Nullable PublicKey at = self;
        long path = Label.SELF;
        long rest = label;
        while (rest != Label.SELF && rest != 0) {
            int bits = scheme.bitsForLabel(rest);
            if (bits < 0 || Label.bits(rest) < bits) break;
            long director = rest & (1L << bits) - 1;
            path = Label.splice(director | 1L << bits, path);
            if (path == Label.INVALID) break;
            int number = scheme.decompress(rest, bits);
            var child = at == null ? null : childOf(at, scheme, number);
            var node = child == null ? null : find(child);
            hops.add(new Hop(path, director, bits, number, node));
            at = child;
            scheme = node == null ? EncodingScheme.V358 : node.scheme();
            rest >>>= bits;
        }
        return hops;
    }

    private @Nullable PublicKey childOf(PublicKey parent, EncodingScheme scheme, int number) {
        for (var l : links)
            if (l.isOneHop
                    && l.parent.equals(parent)
                    && scheme.decompress(l.label, scheme.bitsForLabel(l.label)) == number)
                return l.child;
        return null;
    }
}
