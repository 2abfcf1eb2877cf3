package boreas.admin;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.label.Label;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Whom somebody names on a command line.
///
/// ```
///   vps2                             a peer, by its name in the configuration
///   fc12:…                           whoever has this address
///   ….k                              whoever has this key
///   v22.0000.0000.0000.0013.….k      this node, by this path
///   0000.0000.0000.0013              whoever is at the end of this path
/// ```
///
/// @param path as the admin functions take it
/// @param label of the path, [Label#INVALID] when none is given
/// @param key null when only an address or a path is given
/// @param ip6 null when only a path is given
public record NodeTarget(
        String title, String path, long label, @Nullable PublicKey key, @Nullable Ip6 ip6) {
    private static final String FORMS =
            "an address (fc12:…), a key (….k), a path (0000.0000.0000.0013) and"
                    + " v22.0000.0000.0000.0013.….k work too";
    private static final String NODE_FORMS = "an address (fc12:…) and a key (….k) work too";

    /// Only the switch at the end of a path is meant, whoever that is.
    public boolean isPathOnly() {
        return ip6 == null;
    }

    /// @throws AdminException when it is none of these, or a name that no peer has
    public static NodeTarget of(String text, AdminClient client) {
        return of(text, client, FORMS);
    }

    /// For a command that wants a node and takes no bare path, so does not advise one.
    ///
    /// @throws AdminException as [#of(String, AdminClient)]
    public static NodeTarget ofNode(String text, AdminClient client) {
        return of(text, client, NODE_FORMS);
    }

    private static NodeTarget of(String text, AdminClient client, String forms) {
        try {
            var target = withoutNames(text);
            return target == null ? named(text, client, forms) : target;
        } catch (AddressException e) {
            throw misnamed("'" + text + "': " + e.getMessage());
        }
    }

    private static @Nullable NodeTarget withoutNames(String text) throws AddressException {
        long label = Label.parse(text);
        if (label == 0) throw misnamed("'" + text + "' is no path: the path to this node is …0001");
        if (label != Label.INVALID) return new NodeTarget(text, text, label, null, null);
        if (text.indexOf(':') >= 0) {
            var ip6 = Ip6.parse(text);
            if (!ip6.isCjdns())
                throw misnamed("'" + text + "' is not in fc00::/8, so it is no address of a node");
            return new NodeTarget(ip6.toString(), ip6.toString(), Label.INVALID, null, ip6);
        }
        if (!text.endsWith(".k")) return null;
        if (text.length() == PublicKey.TEXT_LENGTH) {
            var key = PublicKey.parse(text);
            return new NodeTarget(key.ip6().toString(), text, Label.INVALID, key, key.ip6());
        }
        var node = NodeAddress.parse(text);
        if (node.label() == 0) throw misnamed("'" + text + "' names no path");
        return new NodeTarget(node.ip6().toString(), text, node.label(), node.key(), node.ip6());
    }

    private static NodeTarget named(String name, AdminClient client, String forms) {
        var peers = PeersReport.peers(client);
        var keys = new TreeSet<PublicKey>((a, b) -> a.toString().compareTo(b.toString()));
        for (var p : peers)
            if (p.name().equals(name) && p.address() != null) keys.add(p.address().key());
        if (keys.size() > 1)
            throw misnamed(
                    keys.size()
                            + " peers are called '"
                            + name
                            + "'; say which by its address: "
                            + String.join(
                                    ", ", keys.stream().map(k -> k.ip6().toString()).toList()));
        if (keys.isEmpty()) throw misnamed(noSuchName(name, peers, forms));
        var key = keys.getFirst();
        return new NodeTarget(name, key.toString(), Label.INVALID, key, key.ip6());
    }

    private static String noSuchName(String name, List<PeerLine> peers, String forms) {
        var names = new TreeSet<String>();
        for (var p : peers) if (!p.name().isEmpty()) names.add(p.name());
        return "no peer is called '"
                + HumanText.safe(name)
                + "'; "
                + (names.isEmpty()
                        ? "no peer has a name (`peerName` in connectTo gives one)"
                        : "there are: " + String.join(", ", names))
                + "; "
                + forms;
    }

    private static AdminException misnamed(String sentence) {
        return new AdminException(AdminException.Kind.MISNAMED, sentence);
    }
}
