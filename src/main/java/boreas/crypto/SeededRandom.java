package boreas.crypto;

import boreas.env.RandomSource;
import java.util.Arrays;

/// The generator behind `cjdroute --genconf-seed`: the same seed gives the same bytes as in genuine
/// nodes, so that somebody who kept only his seed gets his key back. For nothing else.
///
/// The key is the SHA-256 of the seed. Bytes come from a buffer of 128, first all zeros, which is
/// encrypted in place by Salsa20 before its first use and whenever it is used up; the nonce counts
/// these times from 0, little endian. Source: observed, `--genconf-seed` of genuine v21 and v22.
public final class SeededRandom implements RandomSource {
    public static final int SEED_BYTES = 64;

    private static final int BLOCKS = 2;
    private static final int BLOCK_BYTES = 64;

    private final int[] state = new int[Salsa20.WORDS];
    private final byte[] buffer = new byte[BLOCKS * BLOCK_BYTES];
    private int used = buffer.length;
    private int refills;

    public SeededRandom(byte[] seed) {
        if (seed.length != SEED_BYTES)
            throw new IllegalArgumentException("seed of " + seed.length + " bytes");
        var key = Hashes.sha256(seed);
        var words = new int[8];
        for (int i = 0; i < words.length; i++) words[i] = Bytes.leInt(key, 4 * i);
        Salsa20.setKey(state, words);
        Arrays.fill(key, (byte) 0);
        Arrays.fill(words, 0);
    }

    @Override
    public void nextBytes(byte[] into) {
        for (int i = 0; i < into.length; i++) {
            if (used == buffer.length) refill();
            into[i] = buffer[used++];
        }
    }

    private void refill() {
        var stream = new int[Salsa20.WORDS];
        state[6] = refills++;
        state[7] = 0;
        for (int block = 0; block < BLOCKS; block++) {
            state[8] = block;
            state[9] = 0;
            Salsa20.block(state, stream);
            for (int i = 0; i < BLOCK_BYTES; i++)
                buffer[block * BLOCK_BYTES + i] ^= (byte) (stream[i / 4] >>> 8 * (i % 4));
        }
        used = 0;
    }
}
