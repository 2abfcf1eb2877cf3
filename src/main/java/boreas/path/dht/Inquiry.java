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
/// @param bodyBytes to which the message is filled up, to see whether long ones arrive; 0 as short
///   as it is
/// @param listener told once, of an answer or of a timeout
public record Inquiry(
        PublicKey key,
        int version,
        long label,
        Question question,
        @Nullable Bytes target,
        int bodyBytes,
        Listener listener) {
    /// Longer messages are not heard by genuine nodes, whatever the path carries.
    public static final int BODY_BYTES_MAX = 1_460;

    /// No other key of routing messages; readers pass over it.
    private static final String FILLING = "z";

    public Inquiry {
        if (bodyBytes < 0 || bodyBytes > BODY_BYTES_MAX)
            throw new IllegalArgumentException("message of " + bodyBytes + " bytes");
    }

    public interface Listener {
        /// @param reply null after a timeout
        void onAnswer(@Nullable Reply reply, long roundTripNs, long nowNs);
    }

    byte[] write(Sender sender, Bytes txid) {
        var message = new Query(question, target, sender, txid).write();
        for (int filling = bodyBytes - message.length; filling > 0; filling--) {
            var longer = filled(message, filling);
            // The key and the length in front of the filling take some bytes too.
            if (longer.length <= bodyBytes) return longer;
        }
        return message;
    }

    private static byte[] filled(byte[] message, int filling) {
        if (!(Bencode.read(message) instanceof Bencode.Read.Ok(Value.Dict dict, _)))
            throw new AssertionError("own message cannot be read");
        return Bencode.writeSorted(dict.edit().put(FILLING, new byte[filling]).build());
    }
}
