package boreas.admin;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.NodeAddress;
import boreas.address.PublicKey;
import boreas.label.Label;
import boreas.path.trace.RouterPing.Target;
import boreas.wire.RoutingMessage.Node;
import org.jspecify.annotations.Nullable;

/// How a request names a node: by the path to it (`0000.0000.0000.0013`), by its address, by its
/// key, or by all of them (`v22.0000.0000.0000.0013.….k`).
final class AskedNode {
    private AskedNode() {}

    /// @return null if it is none of these
    static @Nullable Target parse(String text) {
        long label = Label.parse(text);
        if (label != Label.INVALID) return label == 0 ? null : new Target.Path(label);
        try {
            if (text.indexOf(':') >= 0) return new Target.Address(Ip6.parse(text));
            if (text.length() == PublicKey.TEXT_LENGTH)
                return new Target.Address(PublicKey.parse(text).ip6());
            var address = NodeAddress.parse(text);
            var node = new Node(address.key(), address.label(), address.version());
            return address.label() == 0 ? null : new Target.Exact(node);
        } catch (AddressException e) {
            return null;
        }
    }
}
