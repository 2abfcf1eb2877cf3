package boreas.env;

/// Randomness, as lent by the world: cryptographically strong in a running node, seeded in the
/// simulator, recorded bytes in a vector test.
@FunctionalInterface
public interface RandomSource {
    /// Fills the whole array.
    void nextBytes(byte[] into);

    /// A fresh array of random bytes.
    default byte[] bytes(int count) {
        var b = new byte[count];
        nextBytes(b);
        return b;
    }

    /// 64 uniform bits.
    default long nextLong() {
        long v = 0;
        for (byte b : bytes(8)) v = v << 8 | (b & 0xff);
        return v;
    }

    /// Uniform in `[0, bound)`; the bias is below 2^-32 for any `int` bound.
    default int nextInt(int bound) {
        if (bound <= 0) throw new IllegalArgumentException("bound " + bound + " is not positive");
        return (int) Long.remainderUnsigned(nextLong(), bound);
    }
}
