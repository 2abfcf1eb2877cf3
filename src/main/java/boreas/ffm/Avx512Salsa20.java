package boreas.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Salsa20 by vectors of 512 bits, for processors that have them (AVX-512). No library does that:
/// libsodium's code of 256 bits takes twice as long. Ask [#failure] before the first call. The
/// property `boreas.avx512=off` leaves it to the library.
///
/// The code is written by [Avx512Salsa20Code] when this class is loaded. The calls allocate
/// nothing, any thread may call, and all memory is native, given by its address.
///
/// A state is 16 words of 32 bits as in the cipher's definition (D. J. Bernstein, "The Salsa20
/// family of stream ciphers"): constant in 0, 5, 10, 15, key in 1 to 4 and 11 to 14, input in 6 to
/// 9.
public final class Avx512Salsa20 {
    public static final int BLOCK_BYTES = 64;

    /// Bytes of the key stream that [#stream] makes at once; it is always made in whole ones.
    public static final int STEP_BYTES = 8 * BLOCK_BYTES;

    /// Keys that [#deriveKeys] makes at once, and blocks that [#passes] makes in a pass.
    public static final int LANES = 16;

    // Parts of a state, in bytes from its beginning.

    /// The first half of the key; the second.
    public static final int STATE_KEY = 4, STATE_KEY_END = 44;

    /// Four words; the counter in them.
    public static final int STATE_INPUT = 24, STATE_COUNTER = 32;

    public static final int STATE_BYTES = 64;

    // Parts of a series, which is what [#passes] reads and keeps, in bytes from its beginning.

    /// Sixteen keys: the first word of each, then the second word of each, and so on.
    public static final int SERIES_KEYS = 0;

    /// Sixteen words: which key each block of the next pass belongs to.
    public static final int SERIES_WHOSE = 512;

    /// Sixteen words: which block it is under that key.
    public static final int SERIES_NUMBERS = 576;

    /// How many blocks each key gets.
    public static final int SERIES_BLOCKS = 640;

    /// Sixteen divided by that; and what is left over.
    public static final int SERIES_WHOLE = 644, SERIES_REST = 648;

    /// The number 1.
    public static final int SERIES_ONE = 652;

    /// The input's first two words.
    public static final int SERIES_NONCE = 656;

    /// The constant's four words.
    public static final int SERIES_CONSTANT = 664;

    public static final int SERIES_BYTES = 704;

    private static final List<String> FLAGS = List.of("avx512f", "avx512vl", "avx512bw");

    private static final @Nullable String MISSING = missing();
    private static final long STREAM_AT = hold(Avx512Salsa20Code.stream());
    private static final long DERIVE_KEYS_AT = hold(Avx512Salsa20Code.deriveKeys());
    private static final long PASSES_AT = hold(Avx512Salsa20Code.passes());
    private static final long LAY_AT = hold(Avx512Salsa20Code.lay());

    private static final MethodHandle STREAM = function(STREAM_AT, 3);
    private static final MethodHandle DERIVE_KEYS = function(DERIVE_KEYS_AT, 3);
    private static final MethodHandle PASSES = function(PASSES_AT, 3);
    private static final MethodHandle LAY = function(LAY_AT, 4);

    private Avx512Salsa20() {}

    /// Why it cannot be used, as a sentence without a full stop; null when it can.
    public static @Nullable String failure() {
        if (MISSING != null) return MISSING;
        long error = Math.min(Math.min(STREAM_AT, DERIVE_KEYS_AT), Math.min(PASSES_AT, LAY_AT));
        return error < 0
                ? "this machine forbids a program to write code: " + Errno.text(error)
                : null;
    }

    /// Blocks of one key stream, `steps` times [#STEP_BYTES].
    ///
    /// @param state of its input only the first word of the counter counts; it stands behind the
    ///   last block afterwards
    public static void stream(long out, long state, long steps) {
        try {
            STREAM.invokeExact(out, state, steps);
        } catch (Throwable t) {
            throw LibC.disagree("Salsa20 by AVX-512", t);
        }
    }

    /// HSalsa20 of sixteen inputs under one key: sixteen keys, as [#SERIES_KEYS] has them.
    ///
    /// @param words sixteen words to be added to the state's word 6, for each input another, and
    ///   sixteen for word 7
    public static void deriveKeys(long out, long state, long words) {
        try {
            DERIVE_KEYS.invokeExact(out, state, words);
        } catch (Throwable t) {
            throw LibC.disagree("HSalsa20 by AVX-512", t);
        }
    }

    /// The next blocks of a series: sixteen in each pass, those of one key behind each other, then
    /// those of the next key. Behind the last key it makes blocks that mean nothing.
    public static void passes(long out, long series, long passes) {
        try {
            PASSES.invokeExact(out, series, passes);
        } catch (Throwable t) {
            throw LibC.disagree("Salsa20 by AVX-512", t);
        }
    }

    /// `text ^= stream`.
    public static void lay(long text, long stream, long length) {
        long rest = length % BLOCK_BYTES;
        try {
            LAY.invokeExact(text, stream, length / BLOCK_BYTES, (1L << rest) - 1);
        } catch (Throwable t) {
            throw LibC.disagree("exclusive or by AVX-512", t);
        }
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

    private static long hold(byte[] code) {
        return MISSING == null ? ExecutableMemory.hold(code) : 0;
    }

    private static MethodHandle function(long address, int parameters) {
        var longs = new MemoryLayout[parameters];
        Arrays.fill(longs, JAVA_LONG);
        var descriptor = FunctionDescriptor.ofVoid(longs);
        var failure = failure();
        return failure == null
                ? ExecutableMemory.function(address, descriptor, Linker.Option.critical(false))
                : NativeLibrary.none("AVX-512", failure).function("", descriptor);
    }
}
