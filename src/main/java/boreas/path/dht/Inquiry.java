package boreas.path.dht;

import boreas.address.PublicKey;
import boreas.value.Bencode;
import boreas.value.Value;
import boreas.wire.Bytes;
import boreas.wire.RoutingMessage.Query;
import boreas.wire.RoutingMessage.Question;
import boreas.wire.RoutingMessage.Reply;
import boreas.wire.RoutingMessage.Sender;
import org.jspecify.annotations.Nullable;

/// A question to one node by one path, put by a face and not by the pathfinder's own needs.
///
/// @param key of whoever is asked; only its answer counts
/// @param version of it, 0 unknown
/// @param label by which to ask
/// @param target of the question, null if it has none
/// @param paddingBytes of nothing in the message, to see whether long ones arrive
/// @param listener told once, of an answer or of a timeout
public record Inquiry(
        PublicKey key,
        int version,
        long label,
        Question question,
        @Nullable Bytes target,
        int paddingBytes,
        Listener listener) {
    /// Longer messages are not heard by genuine nodes, whatever the path carries.
    public static final int PADDING_MAX = 1200;

    /// No other key of routing messages; readers pass over it.
    private static final String PADDING = "z";

    public Inquiry {
        if (paddingBytes < 0 || paddingBytes > PADDING_MAX)
            throw new IllegalArgumentException("padding of " + paddingBytes + " bytes");
    }

    public interface Listener {
        /// @param reply null after a timeout
        void onAnswer(@Nullable Reply reply, long roundTripNs, long nowNs);
    }

    byte[] write(Sender sender, Bytes txid) {
        var message = new Query(question, target, sender, txid).write();
        if (paddingBytes == 0) return message;
        if (!(Bencode.read(message) instanceof Bencode.Read.Ok(Value.Dict dict, _)))
            throw new AssertionError("own message cannot be read");
        return Bencode.writeSorted(dict.edit().put(PADDING, new byte[paddingBytes]).build());
    }
}
