package boreas.address;

import boreas.crypto.Crypto;
import boreas.env.RandomSource;
import java.util.Arrays;

/// A node's key pair.
public record Identity(PrivateKey privateKey, PublicKey publicKey) {
    /// The pair of a private key, which may be no node's key: see [PublicKey#isNodeKey].
    public static Identity of(PrivateKey privateKey, Crypto crypto) {
        byte[] secret = privateKey.bytes();
        var publicKey = PublicKey.of(crypto.publicKey(secret), 0);
        Arrays.fill(secret, (byte) 0);
        return new Identity(privateKey, publicKey);
    }

    /// Draws keys until one has an address in fc00::/8, 256 on average.
    public static Identity generate(RandomSource random, Crypto crypto) {
        for (; ; ) {
            byte[] drawn = random.bytes(PrivateKey.BYTES);
            var privateKey = PrivateKey.ofBytes(drawn);
            Arrays.fill(drawn, (byte) 0);
            if (privateKey == null) throw new AssertionError("drew " + drawn.length + " bytes");
            var identity = of(privateKey, crypto);
            if (identity.publicKey.isNodeKey()) return identity;
            privateKey.wipe();
        }
    }

    public Ip6 ip6() {
        return publicKey.ip6();
    }
}
