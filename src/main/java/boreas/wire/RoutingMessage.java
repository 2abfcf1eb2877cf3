package boreas.wire;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.value.Bencode;
import boreas.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What nodes ask each other to find paths: one bencoded dictionary, content type 256 of a session.
/// Source: cjdns protocol, routing messages; vectors: `session.json`.
///
/// ```
///   ei    integer   index of the form (see es) of the first director that the sender uses towards
///                   the receiver
///   es    string    encoding scheme of the sender; 3-5-8 if missing
///   n     string    reply: known nodes, each key 32 | path 8 from the replying node
///   np    string    reply: protocol versions of these: width 1 (1 to 4) | one number of that width
///                   for each
///   p     integer   protocol version of the sender
///   q     string    query: pn ping, fn find node, gp get peers, nh next hop
///   tar   string    query: IPv6 address 16 (fn, nh) or label 8 (gp)
///   txid  string    the asker's; comes back unchanged
/// ```
///
/// Written with sorted keys. Read in any order, with padded lengths, and with bytes behind the end,
/// as genuine nodes do. Other keys are ignored.
public sealed interface RoutingMessage {
    Sender sender();

    Bytes txid();

    /// Senders of older versions are not heard.
    int OLDEST_VERSION = 20;

    /// Longer ones are refused: an answer must fit into one packet whatever was asked. Genuine
    /// nodes use 14 bytes.
    int TXID_MAX = 64;

    /// @param version protocol version, at least [#OLDEST_VERSION]
    /// @param scheme of its switch
    /// @param form index in that scheme of the director by which it begins its path to the receiver
    record Sender(int version, EncodingScheme scheme, int form) {}

    enum Question {
        PING("pn"),
        FIND_NODE("fn"),
        GET_PEERS("gp"),
        NEXT_HOP("nh"),
        /// Any other; genuine nodes answer it like a ping.
        UNKNOWN("");

        private final String text;

        Question(String text) {
            this.text = text;
        }

        private static Question of(Value.Str text) {
            for (var q : values()) if (text.is(q.text)) return q;
            return UNKNOWN;
        }
    }

    /// @param target null if missing
    record Query(Question question, @Nullable Bytes target, Sender sender, Bytes txid)
            implements RoutingMessage {
        public static Query ping(Sender sender, Bytes txid) {
            return new Query(Question.PING, null, sender, txid);
        }

        /// @param question FIND_NODE or NEXT_HOP
        public static Query about(Question question, Ip6 target, Sender sender, Bytes txid) {
            return new Query(question, Bytes.of(target.bytes()), sender, txid);
        }

        /// @param from the peers beyond this path of the asked node are wanted
        public static Query peers(long from, Sender sender, Bytes txid) {
            return new Query(Question.GET_PEERS, Bytes.ofI64(from), sender, txid);
        }

        /// The target as an address; null if it is none.
        public @Nullable Ip6 targetIp6() {
            return target == null || target.length() != 16
                    ? null
                    : new Ip6(target.i64(0), target.i64(8));
        }

        /// The target as a label; [Label#INVALID] if it is none.
        public long targetLabel() {
            return target == null || target.length() != 8 ? Label.INVALID : target.i64(0);
        }
    }

    /// @param nodes only those whose keys are nodes' keys
    record Reply(List<Node> nodes, Sender sender, Bytes txid) implements RoutingMessage {
        public Reply {
            nodes = List.copyOf(nodes);
        }
    }

    /// A node that the replying node knows.
    ///
    /// @param path to it, from the replying node
    record Node(PublicKey key, long path, int version) {}

    /// Reads the content of a session's packet.
    ///
    /// @return null if it is not worth an answer: no dictionary; `txid`, `p` or `ei` missing or out
    ///   of range; a scheme that cannot be read; a list of nodes that does not fit its versions
    static @Nullable RoutingMessage read(byte[] content) {
        if (!(Bencode.read(content) instanceof Bencode.Read.Ok(Value.Dict dict, _))) return null;
        var txid = dict.str("txid");
        var sender = sender(dict);
        if (txid == null || txid.length() > TXID_MAX || sender == null) return null;
        var id = Bytes.of(txid.bytes());
        var q = dict.str("q");
        if (q == null) {
            var nodes = nodes(dict);
            return nodes == null ? null : new Reply(nodes, sender, id);
        }
        var tar = dict.str("tar");
        var target = tar == null ? null : Bytes.of(tar.bytes());
        return new Query(Question.of(q), target, sender, id);
    }

    /// As content of a session's packet.
    default byte[] write() {
        var dict =
                Value.dict()
                        .put("p", sender().version)
                        .put("es", sender().scheme.serialize())
                        .put("ei", sender().form)
                        .put("txid", txid().toArray());
        switch (this) {
            case Query(var question, var target, _, _) -> {
                dict.put("q", question.text);
                if (target != null) dict.put("tar", target.toArray());
            }
            case Reply(var nodes, _, _) -> {
                if (nodes.isEmpty()) break;
                dict.put("n", NodeList.write(nodes)).put("np", NodeList.writeVersions(nodes));
            }
        }
        return Bencode.writeSorted(dict.build());
    }

    private static @Nullable Sender sender(Value.Dict dict) {
        long version = dict.number("p", 0);
        long form = dict.number("ei", -1);
        var scheme = EncodingScheme.V358;
        if (dict.has("es")) {
            var es = dict.str("es");
            scheme = es == null ? null : EncodingScheme.deserialize(es.bytes());
        }
        if (version < OLDEST_VERSION || version > Integer.MAX_VALUE || scheme == null) return null;
        if (form < 0 || form >= scheme.forms().size()) return null;
        return new Sender((int) version, scheme, (int) form);
    }

    private static @Nullable List<Node> nodes(Value.Dict dict) {
        if (!dict.has("n")) return List.of();
        var n = dict.str("n");
        var np = dict.str("np");
        return n == null || np == null ? null : NodeList.read(n.bytes(), np.bytes());
    }
}
