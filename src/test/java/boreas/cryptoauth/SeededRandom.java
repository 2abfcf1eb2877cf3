package boreas.cryptoauth;

import boreas.env.RandomSource;
import java.util.SplittableRandom;

/// The same bytes for the same seed.
final class SeededRandom implements RandomSource {
    private final SplittableRandom random;

    SeededRandom(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public void nextBytes(byte[] into) {
        random.nextBytes(into);
    }
}
