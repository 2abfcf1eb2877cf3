package boreas.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import boreas.ffm.Avx512Assembler.Label;
import boreas.ffm.Avx512Assembler.Width;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Salsa20 by vectors of 512 bits, for processors that have them (AVX-512). No library does that:
/// libsodium's code of 256 bits takes twice as long. Ask [#failure] before the first call. The
/// property `boreas.avx512=off` leaves it to the library.
///
/// The code is written by this class when it is loaded. Each of the cipher's 16 words is one vector
/// register, each of 16 places in it (8 in a narrow one) another block: so one instruction does a
/// step of 16 blocks, and the blocks are turned back into rows at the end. No table, no branch on
/// data: constant time.
///
/// A state is 16 words as in the cipher's definition (D. J. Bernstein, "The Salsa20 family of
/// stream ciphers"): constant in 0, 5, 10, 15, key in 1 to 4 and 11 to 14, input in 6 to 9. The
/// calls allocate nothing; any thread may call.
public final class Avx512Salsa20 {
    /// Bytes of the key stream that are made at once; it is always made in whole ones.
    public static final int STEP_BYTES = 512;

    /// Keys that [#deriveKeys] makes at once.
    public static final int KEYS = 16;

    private static final int WORDS = 16;
    private static final int BLOCK_BYTES = 64;
    private static final int COUNTER = 8 * Integer.BYTES;
    private static final int DOUBLE_ROUNDS = 10;

    /// Steps of a quarter round: `words[a] ^= (words[b] + words[c]) <<< bits`, as places in it.
    private static final int[][] QUARTER_ROUND = {
        {1, 0, 3, 7}, {2, 1, 0, 9}, {3, 2, 1, 13}, {0, 3, 2, 18}
    };

    private static final int[][] COLUMNS = {
        {0, 4, 8, 12}, {5, 9, 13, 1}, {10, 14, 2, 6}, {15, 3, 7, 11}
    };
    private static final int[][] ROWS = {
        {0, 1, 2, 3}, {5, 6, 7, 4}, {10, 11, 8, 9}, {15, 12, 13, 14}
    };

    /// The words of which HSalsa20 makes its result.
    private static final int[] RESULT = {0, 5, 10, 15, 6, 7, 8, 9};

    /// The words' registers are 0 to 15; these are for what does not last.
    private static final int FREE = 16;

    private static final List<String> FLAGS = List.of("avx512f", "avx512vl");

    private static final @Nullable String MISSING = missing();
    private static final long STREAM_AT = MISSING == null ? ExecutableMemory.hold(stream()) : 0;
    private static final long KEYS_AT = MISSING == null ? ExecutableMemory.hold(keys()) : 0;

    private static final MethodHandle STREAM = function(STREAM_AT, true);
    private static final MethodHandle KEYS_OF = function(KEYS_AT, false);

    private Avx512Salsa20() {}

    /// Why it cannot be used, as a sentence without a full stop; null when it can.
    public static @Nullable String failure() {
        if (MISSING != null) return MISSING;
        long error = Math.min(STREAM_AT, KEYS_AT);
        return error < 0
                ? "this machine forbids a program to write code: " + Errno.text(error)
                : null;
    }

    /// Blocks of the key stream, in steps of [#STEP_BYTES]; the counter is in words 8 and 9 of the
    /// state, of which only word 8 counts, and stands behind the last block afterwards.
    ///
    /// @param out may be an array
    /// @param state address of 64 bytes
    public static void stream(MemorySegment out, long state, long steps) {
        try {
            STREAM.invokeExact(out, state, steps);
        } catch (Throwable t) {
            throw LibC.disagree("Salsa20 by AVX-512", t);
        }
    }

    /// HSalsa20 of sixteen inputs under one key: sixteen keys of 32 bytes to `out`, in the order
    /// that [#keyAt] says.
    ///
    /// @param state address of 64 bytes
    /// @param words6And7 address of sixteen words to be added to word 6 of the state, for each
    ///   input another, and sixteen for word 7
    public static void deriveKeys(long out, long state, long words6And7) {
        try {
            KEYS_OF.invokeExact(out, state, words6And7);
        } catch (Throwable t) {
            throw LibC.disagree("HSalsa20 by AVX-512", t);
        }
    }

    /// Where [#deriveKeys] leaves the key of an input: its bytes are turned back into rows by
    /// fours.
    public static int keyAt(int input) {
        return 32 * ((input & 3) * 4 + (input >> 2));
    }

    private static @Nullable String missing() {
        if (System.getProperty("boreas.avx512", "").equals("off"))
            return "the property boreas.avx512 says off";
        if (!System.getProperty("os.arch").equals("amd64")) return "this is no x86-64 processor";
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return isAble(lines) ? null : "this processor has no AVX-512";
        } catch (IOException | UncheckedIOException e) {
            return "/proc/cpuinfo, which tells whether this processor has AVX-512, cannot be read";
        }
    }

    /// @param cpuInfo lines of `/proc/cpuinfo` (proc(5)), where the kernel names what both it and
    ///   the processor can
    static boolean isAble(Stream<String> cpuInfo) {
        return cpuInfo.filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> List.of(line.split("\\s+", -1)).containsAll(FLAGS))
                .orElse(false);
    }

    private static MethodHandle function(long address, boolean mayBeArray) {
        var descriptor =
                FunctionDescriptor.ofVoid(mayBeArray ? ADDRESS : JAVA_LONG, JAVA_LONG, JAVA_LONG);
        var failure = failure();
        return failure == null
                ? ExecutableMemory.function(address, descriptor, Linker.Option.critical(mayBeArray))
                : NativeLibrary.none("AVX-512", failure).function("", descriptor);
    }

    /// `void stream(void* rdi out, void* rsi state, long rdx steps)`.
    static byte[] stream() {
        var asm = new Avx512Assembler();
        var wide = new Label();
        var narrow = new Label();
        var end = new Label();
        var lanes = new Label();
        asm.begin();
        asm.set(wide);
        asm.jumpIfAtMost(Avx512Assembler.RDX, 1, narrow);
        blocks(asm, Width.WIDE, lanes);
        asm.addTo(Avx512Assembler.RDX, -2);
        asm.jump(wide);
        asm.set(narrow);
        asm.jumpIfAtMost(Avx512Assembler.RDX, 0, end);
        blocks(asm, Width.NARROW, lanes);
        asm.set(end);
        asm.end();
        asm.words(lanes, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        return asm.toBytes();
    }

    /// Sixteen or eight blocks, and on.
    private static void blocks(Avx512Assembler asm, Width width, Label lanes) {
        int state = Avx512Assembler.RSI, out = Avx512Assembler.RDI;
        asm.use(width);
        for (int word = 0; word < WORDS; word++) asm.broadcast(word, state, Integer.BYTES * word);
        asm.addVector(8, 8, lanes);
        rounds(asm);
        for (int word = 0; word < WORDS; word++)
            asm.addWord(word, word, state, Integer.BYTES * word);
        asm.addVector(8, 8, lanes);
        toRows(asm, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
        if (width == Width.WIDE) storeWide(asm, out);
        else storeNarrow(asm, out);
        int blocks = width.bytes / Integer.BYTES;
        asm.addToWord(state, COUNTER, blocks);
        asm.addTo(out, blocks * BLOCK_BYTES);
    }

    /// `void keys(void* rdi out, void* rsi state, void* rdx words)`.
    static byte[] keys() {
        var asm = new Avx512Assembler();
        int out = Avx512Assembler.RDI, state = Avx512Assembler.RSI, words = Avx512Assembler.RDX;
        asm.begin();
        for (int word = 0; word < WORDS; word++) asm.broadcast(word, state, Integer.BYTES * word);
        asm.addVector(6, 6, words, 0);
        asm.addVector(7, 7, words, Width.WIDE.bytes);
        rounds(asm);
        toRows(asm, RESULT);
        for (int i = 0; i < 4; i++) {
            int first = RESULT[i], second = RESULT[4 + i], low = FREE + 2 * i, high = low + 1;
            asm.chooseParts(low, first, second, 0x44); // parts 0 and 1 of both
            asm.chooseParts(high, first, second, 0xee); // parts 2 and 3
            asm.chooseParts(low, low, low, 0xd8); // those of one key side by side
            asm.chooseParts(high, high, high, 0xd8);
            asm.store(out, 128 * i, low);
            asm.store(out, 128 * i + 64, high);
        }
        asm.end();
        return asm.toBytes();
    }

    private static void rounds(Avx512Assembler asm) {
        var again = new Label();
        asm.setCount(DOUBLE_ROUNDS);
        asm.set(again);
        for (var quarters : new int[][][] {COLUMNS, ROWS})
            for (var step : QUARTER_ROUND) {
                // Four quarters do not wait for each other.
                for (int i = 0; i < 4; i++)
                    asm.add(FREE + i, quarters[i][step[1]], quarters[i][step[2]]);
                for (int i = 0; i < 4; i++) asm.rotateLeft(FREE + i, FREE + i, step[3]);
                for (int i = 0; i < 4; i++) {
                    int word = quarters[i][step[0]];
                    asm.xor(word, word, FREE + i);
                }
            }
        asm.countDown(again);
    }

    /// Turns each four of these words: afterwards part `k` (16 bytes) of the register of the `i`-th
    /// holds all four of block `4 * k + i`.
    private static void toRows(Avx512Assembler asm, int[] words) {
        for (int four = 0; four < words.length; four += 4) {
            int a = words[four], b = words[four + 1], c = words[four + 2], d = words[four + 3];
            int low = FREE + four, high = low + 1, nextLow = low + 2, nextHigh = low + 3;
            asm.interleaveWords(low, a, b, false);
            asm.interleaveWords(high, a, b, true);
            asm.interleaveWords(nextLow, c, d, false);
            asm.interleaveWords(nextHigh, c, d, true);
            asm.interleavePairs(a, low, nextLow, false);
            asm.interleavePairs(b, low, nextLow, true);
            asm.interleavePairs(c, high, nextHigh, false);
            asm.interleavePairs(d, high, nextHigh, true);
        }
    }

    /// Puts the four parts of each of 16 blocks together.
    private static void storeWide(Avx512Assembler asm, int out) {
        for (int i = 0; i < 4; i++) {
            int first = FREE + 8 * (i & 1), second = first + 1, third = first + 2, last = first + 3;
            int block = first + 4;
            asm.chooseParts(first, i, 4 + i, 0x44); // parts 0 and 1 of both
            asm.chooseParts(second, 8 + i, 12 + i, 0x44);
            asm.chooseParts(third, i, 4 + i, 0xee); // parts 2 and 3
            asm.chooseParts(last, 8 + i, 12 + i, 0xee);
            asm.chooseParts(block, first, second, 0x88); // of each pair the first
            asm.chooseParts(block + 1, first, second, 0xdd); // and the second
            asm.chooseParts(block + 2, third, last, 0x88);
            asm.chooseParts(block + 3, third, last, 0xdd);
            for (int k = 0; k < 4; k++) asm.store(out, BLOCK_BYTES * (4 * k + i), block + k);
        }
    }

    /// The same for 8 blocks, in halves.
    private static void storeNarrow(Avx512Assembler asm, int out) {
        for (int i = 0; i < 4; i++)
            for (int k = 0; k < 2; k++) {
                int half = FREE + 4 * i + 2 * k;
                asm.chooseParts(half, i, 4 + i, 3 * k);
                asm.chooseParts(half + 1, 8 + i, 12 + i, 3 * k);
                int at = BLOCK_BYTES * (4 * k + i);
                asm.store(out, at, half);
                asm.store(out, at + Width.NARROW.bytes, half + 1);
            }
    }
}
