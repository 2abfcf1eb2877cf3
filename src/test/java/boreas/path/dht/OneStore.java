package boreas.path.dht;

import static java.util.Objects.requireNonNull;

import boreas.address.PublicKey;
import boreas.env.Counters;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Sender;
import java.util.List;

/// A store and the nodes that it hears of.
abstract class OneStore {
    static final long SECOND = 1_000_000_000L;
    static final Sender SENDER = new Sender(21, EncodingScheme.V358, 0);

    final List<PublicKey> keys = TestKeys.endless(8).limit(1_500).toList();
    final PublicKey own = keys.getFirst();
    final PublicKey a = keys.get(1), b = keys.get(2), c = keys.get(3), d = keys.get(4);
    final Counters counters = new Counters();
    final NodeStore store = new NodeStore(own, EncodingScheme.V358, counters);

    KnownNode peer(PublicKey key, long label) {
        return store.onPeerUp(key, 22, label, 0);
    }

    void told(PublicKey teller, PublicKey key, long path) {
        store.onTold(node(teller), new Node(key, path, 22), 0);
    }

    KnownNode node(PublicKey key) {
        return requireNonNull(store.find(key.ip6()));
    }

    long label(PublicKey key) {
        store.all();
        var node = store.find(key.ip6());
        return node == null ? Label.INVALID : node.label();
    }

    List<Long> routes(PublicKey key) {
        return store.routes(node(key), 4).stream().map(Route::label).toList();
    }
}
