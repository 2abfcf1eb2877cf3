package boreas.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// The functions of libsodium that a node uses. Ask [#failure] before the first call.
///
/// The packet calls take raw addresses, allocate nothing and are *critical* downcalls (they end in
/// microseconds and never block). Source: sodium/crypto_secretbox.h, crypto_scalarmult.h,
/// crypto_core_hsalsa20.h. Any thread may call once the class is loaded: it has called
/// `sodium_init` by then, without which the library takes its slowest code.
public final class Sodium {
    private static final NativeLibrary LIBRARY =
            NativeLibrary.firstOf("libsodium.so.23", "libsodium.so.26", "libsodium.so");
    private static final Linker.Option SHORT = Linker.Option.critical(false);

    private static final MethodHandle INIT = LIBRARY.function("sodium_init", call());
    private static final MethodHandle VERSION =
            LIBRARY.function("sodium_version_string", FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle SEAL =
            LIBRARY.function("crypto_secretbox_detached", packetCall(), SHORT);
    private static final MethodHandle OPEN =
            LIBRARY.function("crypto_secretbox_open_detached", packetCall(), SHORT);
    private static final MethodHandle SCALARMULT =
            LIBRARY.function("crypto_scalarmult", call(JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SCALARMULT_BASE =
            LIBRARY.function("crypto_scalarmult_base", call(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle HSALSA20 =
            LIBRARY.function(
                    "crypto_core_hsalsa20", call(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private static final @Nullable String FAILURE = initialise();

    private Sodium() {}

    /// Why libsodium cannot be used, as a sentence without a full stop; null when it can.
    public static @Nullable String failure() {
        return FAILURE;
    }

    /// The library's own version, such as `1.0.18`.
    public static String version() {
        try {
            var text = (MemorySegment) VERSION.invokeExact();
            return text.reinterpret(64).getString(0);
        } catch (Throwable t) {
            throw LibC.disagree("sodium_version_string", t);
        }
    }

    /// `crypto_secretbox_detached` in place: encrypts `length` bytes at `text`, 16-byte tag to
    /// `tag`.
    public static void seal(long text, long tag, long length, long nonce, long key) {
        try {
            int always0 = (int) SEAL.invokeExact(text, tag, text, length, nonce, key);
            assert always0 == 0;
        } catch (Throwable t) {
            throw LibC.disagree("crypto_secretbox_detached", t);
        }
    }

    /// `crypto_secretbox_open_detached` in place. @return false when the tag does not fit; the text
    /// is then as it was
    public static boolean open(long text, long tag, long length, long nonce, long key) {
        try {
            return (int) OPEN.invokeExact(text, text, tag, length, nonce, key) == 0;
        } catch (Throwable t) {
            throw LibC.disagree("crypto_secretbox_open_detached", t);
        }
    }

    /// X25519. A result of zeros (point of small order) is handed out like any other.
    public static void scalarmult(MemorySegment result, MemorySegment scalar, MemorySegment point) {
        try {
            result.fill((byte) 0);
            int ignored =
                    (int)
                            SCALARMULT.invokeExact(
                                    result.address(), scalar.address(), point.address());
        } catch (Throwable t) {
            throw LibC.disagree("crypto_scalarmult", t);
        }
    }

    /// X25519 with the base point 9.
    public static void scalarmultBase(MemorySegment result, MemorySegment scalar) {
        try {
            int ignored = (int) SCALARMULT_BASE.invokeExact(result.address(), scalar.address());
        } catch (Throwable t) {
            throw LibC.disagree("crypto_scalarmult_base", t);
        }
    }

    /// HSalsa20 with the usual constant.
    public static void hsalsa20(MemorySegment result, MemorySegment input, MemorySegment key) {
        try {
            int always0 =
                    (int)
                            HSALSA20.invokeExact(
                                    result.address(), input.address(), key.address(), 0L);
            assert always0 == 0;
        } catch (Throwable t) {
            throw LibC.disagree("crypto_core_hsalsa20", t);
        }
    }

    private static @Nullable String initialise() {
        if (LIBRARY.failure() != null) return LIBRARY.failure();
        try {
            return (int) INIT.invokeExact() >= 0 ? null : LIBRARY.name() + " failed to start";
        } catch (Throwable t) {
            throw LibC.disagree("sodium_init", t);
        }
    }

    private static FunctionDescriptor call(MemoryLayout... arguments) {
        return FunctionDescriptor.of(JAVA_INT, arguments);
    }

    private static FunctionDescriptor packetCall() {
        return call(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }
}
