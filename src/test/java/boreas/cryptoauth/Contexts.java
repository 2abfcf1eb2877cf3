package boreas.cryptoauth;

import boreas.address.Identity;
import boreas.address.PrivateKey;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.RandomSource;
import boreas.env.Timers;
import boreas.env.World;

/// Nodes for tests.
final class Contexts {
    static final Crypto CRYPTO = CryptoProviders.choose();

    private Contexts() {}

    static CryptoAuthContext of(byte[] privateKey, RandomSource random) {
        var key = PrivateKey.ofBytes(privateKey);
        if (key == null) throw new AssertionError("private key of " + privateKey.length + " bytes");
        return of(Identity.of(key, CRYPTO), random, CRYPTO);
    }

    static CryptoAuthContext of(Identity identity, RandomSource random, Crypto crypto) {
        var world = new World(random, new Timers(), new Counters(), EventLog.SILENT);
        return new CryptoAuthContext(identity, new Users(crypto), crypto, world);
    }
}
