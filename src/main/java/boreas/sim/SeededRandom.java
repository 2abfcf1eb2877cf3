package boreas.sim;

import boreas.env.RandomSource;
import java.util.SplittableRandom;

/// Reproducible randomness. Never for a node on a real network.
public final class SeededRandom implements RandomSource {
    private final SplittableRandom random;

    public SeededRandom(long seed) {
        random = new SplittableRandom(seed);
    }

    private SeededRandom(SplittableRandom random) {
        this.random = random;
    }

    /// An independent source, so that one user's draws do not shift another's.
    public SeededRandom split() {
        return new SeededRandom(random.split());
    }

    @Override
    public void nextBytes(byte[] into) {
        random.nextBytes(into);
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    /// True with a chance of so many in a million.
    public boolean happens(int ppm) {
        return ppm > 0 && random.nextInt(1_000_000) < ppm;
    }

    /// Uniform in `[from, to]`.
    public long between(long from, long to) {
        return from >= to ? from : random.nextLong(from, to + 1);
    }
}
