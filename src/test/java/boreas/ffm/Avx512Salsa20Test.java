package boreas.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against libsodium.
class Avx512Salsa20Test {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int[] SIGMA = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    private static final int STEP_LONGS = Avx512Salsa20.STEP_BYTES / Long.BYTES;

    private final Arena arena = Arena.ofAuto();
    private final Random random = new Random(1);
    private final MemorySegment state = arena.allocate(64, 64);
    private final MemorySegment key = arena.allocate(32);
    private final MemorySegment nonce = arena.allocate(8);

    @BeforeEach
    void needsTheProcessorsVectors() {
        assumeTrue(Avx512Salsa20.failure() == null, Avx512Salsa20::failure);
        assumeTrue(Sodium.failure() == null, Sodium::failure);
    }

    @Test
    void theStreamIsLibsodiumsForEveryLengthInStepsAndEndsThere() {
        for (int steps = 0; steps <= 20; steps++) {
            randomState();
            var ours = new long[21 * STEP_LONGS];
            var theirs = new long[21 * STEP_LONGS];
            Arrays.fill(ours, -1);
            Arrays.fill(theirs, -1);
            Avx512Salsa20.stream(MemorySegment.ofArray(ours), state.address(), steps);
            if (steps > 0)
                Sodium.stream(
                        MemorySegment.ofArray(theirs),
                        (long) steps * Avx512Salsa20.STEP_BYTES,
                        nonce.address(),
                        key.address());
            assertThat(ours).isEqualTo(theirs);
            assertThat(state.get(INT, 32)).isEqualTo(8 * steps);
        }
    }

    @Test
    void theStreamGoesOnWhereItEnded() {
        randomState();
        var whole = new long[7 * STEP_LONGS];
        Avx512Salsa20.stream(MemorySegment.ofArray(whole), state.address(), 7);
        state.set(INT, 32, 0);
        var parts = new long[7 * STEP_LONGS];
        var memory = MemorySegment.ofArray(parts);
        Avx512Salsa20.stream(memory, state.address(), 2);
        Avx512Salsa20.stream(memory.asSlice(2L * Avx512Salsa20.STEP_BYTES), state.address(), 1);
        Avx512Salsa20.stream(memory.asSlice(3L * Avx512Salsa20.STEP_BYTES), state.address(), 4);
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void sixteenKeysAreThoseOfSixteenInputs() {
        var words = arena.allocate(128, 64);
        var keys = arena.allocate(16 * 32 + 64, 64).fill((byte) 0x55);
        var input = arena.allocate(16);
        var right = arena.allocate(32);
        for (int round = 0; round < 50; round++) {
            randomState();
            for (int i = 0; i < 4; i++) state.set(INT, 24 + 4L * i, random.nextInt());
            for (int i = 0; i < 32; i++) words.set(INT, 4L * i, random.nextInt());
            Avx512Salsa20.deriveKeys(keys.address(), state.address(), words.address());
            for (int i = 0; i < Avx512Salsa20.KEYS; i++) {
                MemorySegment.copy(state, 24, input, 0, 16);
                input.set(INT, 0, input.get(INT, 0) + words.get(INT, 4L * i));
                input.set(INT, 4, input.get(INT, 4) + words.get(INT, 64 + 4L * i));
                Sodium.hsalsa20(right.address(), input.address(), key.address());
                assertThat(keys.asSlice(Avx512Salsa20.keyAt(i), 32).mismatch(right)).isEqualTo(-1);
            }
        }
        assertThat(keys.asSlice(16 * 32).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0x55);
    }

    @Test
    void codeThatMayRunCannotBeWritten() throws IOException {
        long at = ExecutableMemory.hold(Avx512Salsa20.keys());
        assertThat(at).isPositive();
        var start = Long.toHexString(at);
        try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
            // Neighbours with the same rights are one line.
            assertThat(maps.filter(line -> holds(line, at)))
                    .as(start)
                    .singleElement()
                    .asString()
                    .contains(" r-xp ");
        }
    }

    private static boolean holds(String line, long at) {
        var ends = line.substring(0, line.indexOf(' ')).split("-", -1);
        return Long.compareUnsigned(Long.parseUnsignedLong(ends[0], 16), at) <= 0
                && Long.compareUnsigned(at, Long.parseUnsignedLong(ends[1], 16)) < 0;
    }

    /// Of a random key and nonce; the counter is 0.
    private void randomState() {
        for (int i = 0; i < 8; i++) key.set(INT, 4L * i, random.nextInt());
        for (int i = 0; i < 2; i++) nonce.set(INT, 4L * i, random.nextInt());
        for (int i = 0; i < 4; i++) {
            state.set(INT, 20L * i, SIGMA[i]);
            state.set(INT, 4 + 4L * i, key.get(INT, 4L * i));
            state.set(INT, 44 + 4L * i, key.get(INT, 16 + 4L * i));
        }
        state.set(INT, 24, nonce.get(INT, 0));
        state.set(INT, 28, nonce.get(INT, 4));
        state.set(INT, 32, 0);
        state.set(INT, 36, 0);
    }
}
