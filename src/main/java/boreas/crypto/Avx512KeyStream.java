package boreas.crypto;

import static boreas.ffm.Avx512Salsa20.SERIES_BLOCKS;
import static boreas.ffm.Avx512Salsa20.SERIES_BYTES;
import static boreas.ffm.Avx512Salsa20.SERIES_CONSTANT;
import static boreas.ffm.Avx512Salsa20.SERIES_KEYS;
import static boreas.ffm.Avx512Salsa20.SERIES_NONCE;
import static boreas.ffm.Avx512Salsa20.SERIES_NUMBERS;
import static boreas.ffm.Avx512Salsa20.SERIES_ONE;
import static boreas.ffm.Avx512Salsa20.SERIES_REST;
import static boreas.ffm.Avx512Salsa20.SERIES_WHOLE;
import static boreas.ffm.Avx512Salsa20.SERIES_WHOSE;
import static boreas.ffm.Avx512Salsa20.STATE_COUNTER;
import static boreas.ffm.Avx512Salsa20.STATE_INPUT;
import static boreas.ffm.Avx512Salsa20.STATE_KEY;
import static boreas.ffm.Avx512Salsa20.STATE_KEY_END;

import boreas.ffm.Avx512Salsa20;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// XSalsa20 by [Avx512Salsa20], which makes sixteen things as quickly as one.
///
/// The packets of one sender differ in one word of the nonce, which counts. So what is made belongs
/// to sixteen packets in a row, a *series*, and is kept until another one needs its place: the keys
/// of their nonces, all at once; and their key streams behind each other, as far as they are
/// needed, as if all were as long as the first. What makes that wrong, a packet that is late,
/// longer or much shorter than the one before, gets a stream of its own.
///
/// Allocates a series' memory when a direction of a session or link is met first; nothing after
/// that.
final class Avx512KeyStream extends KeyStream {
    /// Directions of sessions and links whose series are kept.
    private static final int SERIES_MAX = 64;

    private static final int LANES = Avx512Salsa20.LANES;
    private static final int PASS_BYTES = LANES * BLOCK_BYTES;

    /// Longer packets get a stream of their own: 1504 bytes with the key of the tag.
    private static final int BLOCKS_MAX = 24;

    private static final int[] SIGMA = Salsa20.SIGMA;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    /// No series begins with it: the first number is a multiple of sixteen.
    private static final long NOBODYS = 1;

    /// Sixteen numbers of one sender.
    private static final class Series {
        /// To what it belongs: a key, and the first 16 bytes of the first nonce.
        long key0, key1, key2, key3, first = NOBODYS, rest;

        /// As [Avx512Salsa20] has it, and the streams.
        final MemorySegment memory =
                Arena.ofAuto().allocate(SERIES_BYTES + (BLOCKS_MAX + 1L) * PASS_BYTES, 64);

        /// The first number that has a stream here, 0 to 15, and the end of the nonces.
        int from;

        long nonceEnd;

        /// Blocks of each, 0 when it has none; and how many were made altogether.
        int blocks, made;

        /// The most that were made under this key.
        int written;

        Series() {
            for (int i = 0; i < SIGMA.length; i++)
                memory.set(INT, SERIES_CONSTANT + 4L * i, SIGMA[i]);
            memory.set(INT, SERIES_ONE, 1);
        }

        boolean isOf(long k0, long k1, long k2, long k3) {
            return key0 == k0 && key1 == k1 && key2 == k2 && key3 == k3;
        }

        void wipe() {
            key0 = key1 = key2 = key3 = 0;
            first = NOBODYS;
            blocks = made = 0;
            memory.asSlice(SERIES_KEYS, SERIES_WHOSE - SERIES_KEYS).fill((byte) 0);
            memory.asSlice(SERIES_BYTES, (long) written * BLOCK_BYTES).fill((byte) 0);
            written = 0;
        }

        /// Streams begin with that number, all as long.
        void startStreams(int from, int blocks, long nonceEnd) {
            this.from = from;
            this.blocks = blocks > BLOCKS_MAX ? 0 : blocks;
            this.nonceEnd = nonceEnd;
            made = 0;
            if (this.blocks == 0) return;
            for (int i = 0, whose = from, number = 0; i < LANES; i++) {
                memory.set(INT, SERIES_WHOSE + 4L * i, whose);
                memory.set(INT, SERIES_NUMBERS + 4L * i, number);
                if (++number < blocks) continue;
                number = 0;
                whose++;
            }
            memory.set(INT, SERIES_BLOCKS, blocks);
            memory.set(INT, SERIES_WHOLE, LANES / blocks);
            memory.set(INT, SERIES_REST, LANES % blocks);
            memory.set(LONG, SERIES_NONCE, nonceEnd);
        }

        /// @return where its stream is; 0 when it has none here
        long stream(int number, int wanted, long nonceEnd) {
            // Where a shorter one would be, most of the blocks would be made for nothing.
            if (wanted > blocks || 2 * wanted < blocks || number < from) return 0;
            int at = (number - from) * blocks;
            if (at > made || nonceEnd != this.nonceEnd) {
                // Some had streams of their own: this one shall not pay for theirs.
                startStreams(number, wanted, nonceEnd);
                at = 0;
            }
            int passes = (at + wanted - made + LANES - 1) / LANES;
            long streams = memory.address() + SERIES_BYTES;
            if (passes > 0) {
                Avx512Salsa20.passes(streams + (long) made * BLOCK_BYTES, memory.address(), passes);
                made += passes * LANES;
                written = Math.max(written, made);
            }
            return streams + (long) at * BLOCK_BYTES;
        }
    }

    private final @Nullable Series[] known = new Series[SERIES_MAX];
    private final MemorySegment state;
    private final MemorySegment own;

    /// 0 to 15, sixteen zeros, 0 to 15: what is added to the nonce's first two words, from the
    /// first or from the second vector on.
    private final MemorySegment lanes;

    /// Where the stream is that was made last.
    private long stream;

    /// @param textMax length of the longest text in bytes
    Avx512KeyStream(int textMax) {
        var arena = Arena.ofAuto();
        state = arena.allocate(Avx512Salsa20.STATE_BYTES, 64);
        own = arena.allocate((long) steps(blocks(textMax)) * Avx512Salsa20.STEP_BYTES, 64);
        lanes = arena.allocate(3 * 64, 64);
        for (int i = 0; i < SIGMA.length; i++) state.set(INT, 20L * i, SIGMA[i]);
        for (int i = 0; i < LANES; i++) {
            lanes.set(INT, 4L * i, i);
            lanes.set(INT, 128 + 4L * i, i);
        }
    }

    private static int steps(int blocks) {
        return (blocks * BLOCK_BYTES + Avx512Salsa20.STEP_BYTES - 1) / Avx512Salsa20.STEP_BYTES;
    }

    @Override
    void make(MemorySegment key, MemorySegment nonce, int length) {
        // A sender that answered the session's first message counts in the first word, the one that
        // opened it in the second, and leaves the first at zero (protocol, 03-cryptoauth).
        long counters = nonce.get(LONG, 0);
        boolean isSecond = (int) counters == 0;
        int shift = isSecond ? Integer.SIZE : 0;
        int number = (int) (counters >>> shift) & (LANES - 1);
        long first = counters & ~((long) (LANES - 1) << shift);
        long rest = nonce.get(LONG, 8), nonceEnd = nonce.get(LONG, STREAM_NONCE);
        long k0 = key.get(LONG, 0), k1 = key.get(LONG, 8);
        long k2 = key.get(LONG, 16), k3 = key.get(LONG, 24);
        int blocks = blocks(length);
        var series = series(k0, isSecond);
        boolean isOfKey = series.isOf(k0, k1, k2, k3);
        if (!isOfKey || series.first != first || series.rest != rest) {
            if (!isOfKey) series.wipe();
            // Until all of it is made: what was cut short would hand out another number's stream.
            series.first = NOBODYS;
            series.key0 = k0;
            series.key1 = k1;
            series.key2 = k2;
            series.key3 = k3;
            series.rest = rest;
            deriveKeys(series, first, isSecond);
            series.startStreams(number, blocks, nonceEnd);
            series.first = first;
        }
        stream = series.stream(number, blocks, nonceEnd);
        if (stream == 0) makeOwn(series, number, nonceEnd, blocks);
    }

    /// Keys are random: a few bits of them choose the place.
    private static int place(long k0, boolean isSecond) {
        return ((int) k0 << 1 | (isSecond ? 1 : 0)) & (SERIES_MAX - 1);
    }

    private Series series(long k0, boolean isSecond) {
        int place = place(k0, isSecond);
        var series = known[place];
        if (series != null) return series;
        series = new Series();
        known[place] = series;
        return series;
    }

    private void deriveKeys(Series series, long first, boolean isSecond) {
        state.set(LONG, STATE_KEY, series.key0);
        state.set(LONG, STATE_KEY + 8, series.key1);
        state.set(LONG, STATE_KEY_END, series.key2);
        state.set(LONG, STATE_KEY_END + 8, series.key3);
        state.set(LONG, STATE_INPUT, first);
        state.set(LONG, STATE_INPUT + 8, series.rest);
        Avx512Salsa20.deriveKeys(
                series.memory.address() + SERIES_KEYS,
                state.address(),
                lanes.address() + (isSecond ? 64 : 0));
    }

    private void makeOwn(Series series, int number, long nonceEnd, int blocks) {
        for (int word = 0; word < 4; word++) {
            long at = SERIES_KEYS + 64L * word + 4L * number;
            state.set(INT, STATE_KEY + 4L * word, series.memory.get(INT, at));
            state.set(INT, STATE_KEY_END + 4L * word, series.memory.get(INT, at + 4 * 64));
        }
        state.set(LONG, STATE_INPUT, nonceEnd);
        state.set(LONG, STATE_COUNTER, 0);
        Avx512Salsa20.stream(own.address(), state.address(), steps(blocks));
        stream = own.address();
    }

    /// Of both directions; and the last packet's stream, whoever's it was.
    @Override
    void forget(MemorySegment key) {
        for (int side = 0; side < 2; side++) {
            long k0 = key.get(LONG, 0);
            var series = known[place(k0, side == 1)];
            if (series == null) continue;
            if (series.isOf(k0, key.get(LONG, 8), key.get(LONG, 16), key.get(LONG, 24)))
                series.wipe();
        }
        own.fill((byte) 0);
        for (int half : new int[] {STATE_KEY, STATE_KEY_END})
            state.asSlice(half, Crypto.KEY_BYTES / 2).fill((byte) 0);
    }

    @Override
    long tagKey() {
        return stream;
    }

    @Override
    void lay(MemorySegment memory, long offset, int length) {
        Avx512Salsa20.lay(memory.address() + offset, stream + TAG_KEY_BYTES, length);
    }
}
