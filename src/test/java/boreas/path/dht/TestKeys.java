package boreas.path.dht;

import boreas.address.PublicKey;
import java.util.Random;
import java.util.stream.Stream;

/// Keys whose addresses are in fc00::/8; nobody has their secrets.
final class TestKeys {
    private TestKeys() {}

    static Stream<PublicKey> endless(long seed) {
        var random = new Random(seed);
        return Stream.generate(
                        () -> {
                            var bytes = new byte[PublicKey.BYTES];
                            random.nextBytes(bytes);
                            return PublicKey.of(bytes, 0);
                        })
                .filter(PublicKey::isNodeKey);
    }
}
