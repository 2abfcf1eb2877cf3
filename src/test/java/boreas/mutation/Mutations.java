package boreas.mutation;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// A stream of damaged packets. The same seed gives the same stream.
///
/// `-Dboreas.mutations=N` sets how many a test takes (40,000 by default, more in `./dev soak`),
/// `-Dboreas.seed=N` the seed.
public final class Mutations {
    private static final int DEFAULT_COUNT = 40_000;

    /// No packet that a driver reads is longer.
    private static final int LENGTH_MAX = 3496;

    /// Values at which arithmetic goes wrong.
    private static final int[] EDGES = {0, 1, 0x7f, 0x80, 0xff, 0xfc};

    private final long seed;
    private final Random random;
    private final List<byte[]> corpus;
    private int count;
    private byte[] last = {};

    /// @param corpus whole packets to begin with
    public Mutations(List<byte[]> corpus) {
        this.seed = Long.getLong("boreas.seed", 1);
        this.random = new Random(seed);
        this.corpus = List.copyOf(corpus);
    }

    /// How many a test should take.
    public static int wanted() {
        return Integer.getInteger("boreas.mutations", DEFAULT_COUNT);
    }

    /// What is done with one packet.
    @FunctionalInterface
    public interface Victim {
        void take(byte[] packet, Random random) throws Exception;
    }

    /// Feeds as many packets as wanted; whatever is thrown is told with the packet.
    public void feed(Victim victim) {
        for (int i = 0; i < wanted(); i++) {
            var packet = next();
            try {
                victim.take(packet, random);
            } catch (Exception | AssertionError | StackOverflowError e) {
                throw new AssertionError(this + ": " + e, e);
            }
        }
    }

    /// One packet in eight is left as it is.
    private byte[] next() {
        count++;
        last = pick().clone();
        for (int i = random.nextInt(8); i > 0; i--) last = damaged(last);
        return last;
    }

    private byte[] pick() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] damaged(byte[] b) {
        if (b.length == 0) return pick().clone();
        int at = random.nextInt(b.length);
        switch (random.nextInt(9)) {
            case 0, 1 -> b[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> b[at] = (byte) random.nextInt(256);
            case 3 -> b[at] = (byte) EDGES[random.nextInt(EDGES.length)];
            case 4 -> {
                int end = Math.min(b.length, at + 1 + random.nextInt(8));
                Arrays.fill(b, at, end, (byte) EDGES[random.nextInt(EDGES.length)]);
            }
            case 5 -> {
                return Arrays.copyOf(b, at);
            }
            case 6 -> {
                return Arrays.copyOfRange(b, at, b.length);
            }
            case 7 -> {
                return Arrays.copyOf(b, Math.min(LENGTH_MAX, b.length + 1 + random.nextInt(64)));
            }
            case 8 -> {
                return spliced(b, at, pick());
            }
            default -> throw new AssertionError();
        }
        return b;
    }

    /// The start of one packet and the end of another.
    private byte[] spliced(byte[] b, int at, byte[] other) {
        int from = random.nextInt(other.length + 1);
        int length = Math.min(LENGTH_MAX, at + other.length - from);
        var both = Arrays.copyOf(b, length);
        System.arraycopy(other, from, both, at, length - at);
        return both;
    }

    /// Enough to see it again.
    @Override
    public String toString() {
        return "seed " + seed + ", packet " + count + ": " + HexFormat.of().formatHex(last);
    }
}
