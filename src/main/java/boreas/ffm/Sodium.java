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
/// The library of the machine is taken, since its distribution mends it; where there is none, the
/// one that comes with this program. Measured, no release is faster than another (1.0.18 to
/// 1.0.20). The property `boreas.sodium` takes one of them by name: `installed`, `bundled`, `none`.
///
/// The packet calls take raw addresses, allocate nothing and are *critical* downcalls (they end in
/// microseconds and never block). Source: sodium/crypto_secretbox.h, crypto_stream_salsa20.h,
/// crypto_onetimeauth.h, crypto_scalarmult.h, crypto_core_hsalsa20.h. Any thread may call once the
/// class is loaded: it has called `sodium_init` by then, without which the library takes its
/// slowest code.
public final class Sodium {
    private static final NativeLibrary LIBRARY = find(System.getProperty("boreas.sodium", ""));
    private static final Linker.Option SHORT = Linker.Option.critical(false);

    private static final MethodHandle INIT = LIBRARY.function("sodium_init", call());
    private static final MethodHandle VERSION =
            LIBRARY.function("sodium_version_string", FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle SEAL =
            LIBRARY.function("crypto_secretbox_detached", packetCall(), SHORT);
    private static final MethodHandle OPEN =
            LIBRARY.function("crypto_secretbox_open_detached", packetCall(), SHORT);
    private static final MethodHandle STREAM =
            LIBRARY.function(
                    "crypto_stream_salsa20",
                    call(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.critical(true));
    private static final MethodHandle TAG =
            LIBRARY.function("crypto_onetimeauth", fourLongs(), SHORT);
    private static final MethodHandle VERIFY =
            LIBRARY.function("crypto_onetimeauth_verify", fourLongs(), SHORT);
    private static final MethodHandle SCALARMULT =
            LIBRARY.function("crypto_scalarmult", call(JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SCALARMULT_BASE =
            LIBRARY.function("crypto_scalarmult_base", call(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle HSALSA20 =
            LIBRARY.function("crypto_core_hsalsa20", fourLongs(), SHORT);

    private static final @Nullable String FAILURE = initialise();

    private Sodium() {}

    /// Why libsodium cannot be used, as a sentence without a full stop; null when it can.
    public static @Nullable String failure() {
        return FAILURE;
    }

    /// Whether it is the one that comes with this program.
    public static boolean isBundled() {
        return LIBRARY.name().equals(BundledLibrary.NAME);
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

    /// `crypto_stream_salsa20`: `length` bytes of the key stream to `stream`.
    ///
    /// @param stream may be an array
    /// @param nonce address of 8 bytes
    public static void stream(MemorySegment stream, long length, long nonce, long key) {
        try {
            int always0 = (int) STREAM.invokeExact(stream, length, nonce, key);
            assert always0 == 0;
        } catch (Throwable t) {
            throw LibC.disagree("crypto_stream_salsa20", t);
        }
    }

    /// Poly1305: the tag of `length` bytes at `text` to `tag`.
    ///
    /// @param key address of 32 bytes, to be used once
    public static void tag(long tag, long text, long length, long key) {
        try {
            int always0 = (int) TAG.invokeExact(tag, text, length, key);
            assert always0 == 0;
        } catch (Throwable t) {
            throw LibC.disagree("crypto_onetimeauth", t);
        }
    }

    /// Whether the tag at `tag` is that of the text; takes as long for any that is not.
    public static boolean verify(long tag, long text, long length, long key) {
        try {
            return (int) VERIFY.invokeExact(tag, text, length, key) == 0;
        } catch (Throwable t) {
            throw LibC.disagree("crypto_onetimeauth_verify", t);
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

    /// HSalsa20 with the usual constant: 32 bytes to `result`.
    ///
    /// @param input address of 16 bytes
    public static void hsalsa20(long result, long input, long key) {
        try {
            int always0 = (int) HSALSA20.invokeExact(result, input, key, 0L);
            assert always0 == 0;
        } catch (Throwable t) {
            throw LibC.disagree("crypto_core_hsalsa20", t);
        }
    }

    private static NativeLibrary find(String wanted) {
        var installed =
                wanted.isEmpty() || wanted.equals("installed")
                        ? NativeLibrary.firstOf(
                                "libsodium.so.23", "libsodium.so.26", "libsodium.so")
                        : NativeLibrary.none("libsodium", "another one is wanted");
        if (installed.failure() == null || wanted.equals("installed")) return installed;
        var bundled =
                wanted.isEmpty() || wanted.equals("bundled")
                        ? BundledLibrary.libsodium()
                        : NativeLibrary.none("libsodium", "none is wanted");
        if (bundled.failure() == null || !wanted.isEmpty()) return bundled;
        return NativeLibrary.none("libsodium", installed.failure() + ", and " + bundled.failure());
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

    private static FunctionDescriptor fourLongs() {
        return call(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }

    private static FunctionDescriptor packetCall() {
        return call(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }
}
