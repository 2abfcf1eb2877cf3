package boreas.crypto;

import boreas.ffm.Avx512Salsa20;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// XSalsa20 by [Avx512Salsa20].
///
/// Each nonce has a key of its own, made of the packet's key by HSalsa20. The packets of one sender
/// differ in one word of the nonce, which counts: so the keys of sixteen in a row are made at once,
/// in less than the time of two, and kept until others need their place.
final class Avx512KeyStream extends KeyStream {
    /// Directions of sessions and links whose keys are kept.
    private static final int RUNS = 128;

    private static final int RUN_BYTES = Avx512Salsa20.KEYS * Crypto.KEY_BYTES;

    /// What a run belongs to: the packet's key, and the first 16 bytes of the first nonce.
    private static final int OWNER_LONGS = 6;

    /// Words of a state, as in [Salsa20].
    private static final int KEY_LOW = 4, INPUT = 24, COUNTER = 32, KEY_HIGH = 44;

    private static final int[] SIGMA = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = arena.allocate(64, 64);
    private final MemorySegment keys = arena.allocate((long) RUNS * RUN_BYTES, 64);
    private final long[] owners = new long[RUNS * OWNER_LONGS];
    private final boolean[] isMade = new boolean[RUNS];
    private final MemorySegment streamBytes = MemorySegment.ofArray(stream);

    /// 0 to 15, sixteen zeros, 0 to 15: what is added to the nonce's first two words, from the
    /// first or from the second vector on.
    private final MemorySegment places = arena.allocate(3 * 64, 64);

    /// @param textMax length of the longest text in bytes
    Avx512KeyStream(int textMax) {
        super(steps(textMax) * Avx512Salsa20.STEP_BYTES);
        for (int i = 0; i < SIGMA.length; i++) state.set(INT, 20L * i, SIGMA[i]);
        for (int i = 0; i < Avx512Salsa20.KEYS; i++) {
            places.set(INT, 4L * i, i);
            places.set(INT, 128 + 4L * i, i);
        }
    }

    private static int steps(int length) {
        return (TAG_KEY_BYTES + length + Avx512Salsa20.STEP_BYTES - 1) / Avx512Salsa20.STEP_BYTES;
    }

    @Override
    void make(MemorySegment key, MemorySegment nonce, int length) {
        long subkey = subkey(key, nonce);
        setKey(
                keys.get(LONG, subkey),
                keys.get(LONG, subkey + 8),
                keys.get(LONG, subkey + 16),
                keys.get(LONG, subkey + 24));
        state.set(LONG, INPUT, nonce.get(LONG, STREAM_NONCE));
        state.set(LONG, COUNTER, 0);
        Avx512Salsa20.stream(streamBytes, state.address(), steps(length));
    }

    /// @return where in the kept keys that of this nonce is
    private long subkey(MemorySegment key, MemorySegment nonce) {
        // A sender that answered the session's first message counts in the first word, the one that
        // opened it in the second, and leaves the first at zero (protocol, 03-cryptoauth).
        long counters = nonce.get(LONG, 0);
        boolean isSecond = (int) counters == 0;
        int shift = isSecond ? Integer.SIZE : 0;
        int number = (int) (counters >>> shift) & (Avx512Salsa20.KEYS - 1);
        long first = counters & ~((long) (Avx512Salsa20.KEYS - 1) << shift);
        long rest = nonce.get(LONG, 8);
        long k0 = key.get(LONG, 0), k1 = key.get(LONG, 8);
        long k2 = key.get(LONG, 16), k3 = key.get(LONG, 24);
        // Keys are random already.
        int run = ((int) k0 << 1 | (isSecond ? 1 : 0)) & (RUNS - 1);
        int owner = run * OWNER_LONGS;
        long at = (long) run * RUN_BYTES;
        if (!isMade[run]
                || owners[owner] != k0
                || owners[owner + 1] != k1
                || owners[owner + 2] != k2
                || owners[owner + 3] != k3
                || owners[owner + 4] != first
                || owners[owner + 5] != rest) {
            owners[owner] = k0;
            owners[owner + 1] = k1;
            owners[owner + 2] = k2;
            owners[owner + 3] = k3;
            owners[owner + 4] = first;
            owners[owner + 5] = rest;
            isMade[run] = true;
            setKey(k0, k1, k2, k3);
            state.set(LONG, INPUT, first);
            state.set(LONG, COUNTER, rest);
            Avx512Salsa20.deriveKeys(
                    keys.address() + at, state.address(), places.address() + (isSecond ? 64 : 0));
        }
        return at + Avx512Salsa20.keyAt(number);
    }

    private void setKey(long k0, long k1, long k2, long k3) {
        state.set(LONG, KEY_LOW, k0);
        state.set(LONG, KEY_LOW + 8, k1);
        state.set(LONG, KEY_HIGH, k2);
        state.set(LONG, KEY_HIGH + 8, k3);
    }
}
