package boreas.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against libsodium.
class Avx512Salsa20Test {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final int[] SIGMA = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    private static final int STEP_BYTES = Avx512Salsa20.STEP_BYTES;
    private static final int PASS_BYTES = Avx512Salsa20.LANES * Avx512Salsa20.BLOCK_BYTES;

    private final Arena arena = Arena.ofAuto();
    private final Random random = new Random(1);
    private final MemorySegment state = arena.allocate(Avx512Salsa20.STATE_BYTES, 64);
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
            var ours = arena.allocate(21L * STEP_BYTES).fill((byte) 0x55);
            Avx512Salsa20.stream(ours.address(), state.address(), steps);
            long length = (long) steps * STEP_BYTES;
            assertThat(ours.asSlice(0, length).mismatch(streamOf(key, length))).isEqualTo(-1);
            assertThat(ours.asSlice(length).toArray(BYTE)).containsOnly(0x55);
            assertThat(state.get(INT, Avx512Salsa20.STATE_COUNTER)).isEqualTo(8 * steps);
        }
    }

    @Test
    void theStreamGoesOnWhereItEnded() {
        randomState();
        var parts = arena.allocate(7L * STEP_BYTES);
        Avx512Salsa20.stream(parts.address(), state.address(), 2);
        Avx512Salsa20.stream(parts.address() + 2L * STEP_BYTES, state.address(), 1);
        Avx512Salsa20.stream(parts.address() + 3L * STEP_BYTES, state.address(), 4);
        assertThat(parts.mismatch(streamOf(key, 7L * STEP_BYTES))).isEqualTo(-1);
    }

    @Test
    void sixteenKeysAreThoseOfSixteenInputs() {
        var words = arena.allocate(128, 64);
        var keys = arena.allocate(16 * 32 + 64, 64).fill((byte) 0x55);
        var input = arena.allocate(16);
        var right = arena.allocate(32);
        for (int round = 0; round < 50; round++) {
            randomState();
            for (int i = 0; i < 4; i++)
                state.set(INT, Avx512Salsa20.STATE_INPUT + 4L * i, random.nextInt());
            for (int i = 0; i < 32; i++) words.set(INT, 4L * i, random.nextInt());
            Avx512Salsa20.deriveKeys(keys.address(), state.address(), words.address());
            for (int i = 0; i < Avx512Salsa20.LANES; i++) {
                MemorySegment.copy(state, Avx512Salsa20.STATE_INPUT, input, 0, 16);
                input.set(INT, 0, input.get(INT, 0) + words.get(INT, 4L * i));
                input.set(INT, 4, input.get(INT, 4) + words.get(INT, 64 + 4L * i));
                Sodium.hsalsa20(right.address(), input.address(), key.address());
                for (int word = 0; word < 8; word++)
                    assertThat(keys.get(INT, 64L * word + 4L * i))
                            .isEqualTo(right.get(INT, 4L * word));
            }
        }
        assertThat(keys.asSlice(16 * 32).toArray(BYTE)).containsOnly(0x55);
    }

    @Test
    void aSeriesIsTheBeginningsOfSixteenStreamsBehindEachOther() {
        for (int blocks = 1; blocks <= 40; blocks++) {
            randomState();
            var keys = arena.allocate(16 * 32);
            var series = series(keys, blocks);
            var streams = arena.allocate((blocks + 1L) * PASS_BYTES).fill((byte) 0x55);
            // In three calls, of which one makes nothing.
            int first = blocks / 3;
            Avx512Salsa20.passes(streams.address(), series.address(), first);
            long at = streams.address() + (long) first * PASS_BYTES;
            Avx512Salsa20.passes(at, series.address(), 0);
            Avx512Salsa20.passes(at, series.address(), blocks - first);
            long length = 64L * blocks;
            for (int i = 0; i < 16; i++) {
                var right = streamOf(keys.asSlice(32L * i, 32), length);
                assertThat(streams.asSlice(i * length, length).mismatch(right))
                        .as("%d blocks each, the stream of key %d", blocks, i)
                        .isEqualTo(-1);
            }
            assertThat(streams.asSlice((long) blocks * PASS_BYTES).toArray(BYTE))
                    .containsOnly(0x55);
        }
    }

    @Test
    void theStreamIsLaidOverEveryLengthOfATextAndNotBesideIt() {
        var text = arena.allocate(400);
        var stream = arena.allocate(400);
        for (int length = 0; length <= 300; length++)
            for (int shift = 0; shift < 3; shift++) {
                for (int i = 0; i < 400; i++) {
                    text.set(BYTE, i, (byte) random.nextInt());
                    stream.set(BYTE, i, (byte) random.nextInt());
                }
                var right = text.toArray(BYTE);
                int at = 40 + shift;
                for (int i = 0; i < length; i++) right[at + i] ^= stream.get(BYTE, 32L + i);
                Avx512Salsa20.lay(text.address() + at, stream.address() + 32, length);
                assertThat(text.toArray(BYTE)).isEqualTo(right);
            }
    }

    @Test
    void codeThatMayRunCannotBeWritten() throws IOException {
        long at = ExecutableMemory.hold(Avx512Salsa20Code.lay());
        assertThat(at).isPositive();
        try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
            assertThat(maps.filter(line -> holds(line, at)))
                    .as(Long.toHexString(at))
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
            state.set(INT, Avx512Salsa20.STATE_KEY + 4L * i, key.get(INT, 4L * i));
            state.set(INT, Avx512Salsa20.STATE_KEY_END + 4L * i, key.get(INT, 16 + 4L * i));
        }
        MemorySegment.copy(nonce, 0, state, Avx512Salsa20.STATE_INPUT, 8);
        state.set(INT, Avx512Salsa20.STATE_COUNTER, 0);
        state.set(INT, Avx512Salsa20.STATE_COUNTER + 4, 0);
    }

    /// At its beginning, of sixteen random keys and the nonce.
    private MemorySegment series(MemorySegment keys, int blocks) {
        var series = arena.allocate(Avx512Salsa20.SERIES_BYTES, 64);
        for (int i = 0; i < 16; i++) {
            for (int word = 0; word < 8; word++) {
                int random = this.random.nextInt();
                keys.set(INT, 32L * i + 4L * word, random);
                series.set(INT, Avx512Salsa20.SERIES_KEYS + 64L * word + 4L * i, random);
            }
            series.set(INT, Avx512Salsa20.SERIES_WHOSE + 4L * i, i / blocks);
            series.set(INT, Avx512Salsa20.SERIES_NUMBERS + 4L * i, i % blocks);
        }
        series.set(INT, Avx512Salsa20.SERIES_BLOCKS, blocks);
        series.set(INT, Avx512Salsa20.SERIES_WHOLE, 16 / blocks);
        series.set(INT, Avx512Salsa20.SERIES_REST, 16 % blocks);
        series.set(INT, Avx512Salsa20.SERIES_ONE, 1);
        MemorySegment.copy(nonce, 0, series, Avx512Salsa20.SERIES_NONCE, 8);
        for (int i = 0; i < 4; i++)
            series.set(INT, Avx512Salsa20.SERIES_CONSTANT + 4L * i, SIGMA[i]);
        return series;
    }

    private MemorySegment streamOf(MemorySegment key, long length) {
        var stream = new long[(int) (length / Long.BYTES)];
        if (length > 0)
            Sodium.stream(MemorySegment.ofArray(stream), length, nonce.address(), key.address());
        return MemorySegment.ofArray(stream);
    }
}
