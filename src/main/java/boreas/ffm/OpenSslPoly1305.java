package boreas.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Poly1305 by OpenSSL 3, which has wider vectors for it than libsodium. Ask [#failure] before the
/// first is made.
///
/// Allocates nothing after it was made; belongs to one thread. Source: openssl/evp.h (`EVP_MAC`).
public final class OpenSslPoly1305 {
    private static final int KEY_BYTES = 32;
    private static final int TAG_BYTES = 16;

    private static final NativeLibrary LIBRARY = NativeLibrary.firstOf("libcrypto.so.3");
    private static final Linker.Option SHORT = Linker.Option.critical(false);

    private static final MethodHandle FETCH =
            LIBRARY.function(
                    "EVP_MAC_fetch",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG));
    private static final MethodHandle CTX_NEW =
            LIBRARY.function("EVP_MAC_CTX_new", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CTX_FREE =
            LIBRARY.function("EVP_MAC_CTX_free", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle INIT =
            LIBRARY.function(
                    "EVP_MAC_init",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    SHORT);
    private static final MethodHandle UPDATE =
            LIBRARY.function(
                    "EVP_MAC_update",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    SHORT);
    private static final MethodHandle FINAL =
            LIBRARY.function(
                    "EVP_MAC_final",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    SHORT);

    /// The algorithm, for all contexts; 0 when there is none.
    private static final long ALGORITHM = LIBRARY.failure() == null ? fetch() : 0;

    private final MemorySegment context;
    private final MemorySegment length = Arena.ofAuto().allocate(JAVA_LONG);

    public OpenSslPoly1305() {
        if (failure() != null) throw new IllegalStateException(failure());
        long made;
        try {
            made = (long) CTX_NEW.invokeExact(ALGORITHM);
        } catch (Throwable t) {
            throw LibC.disagree("EVP_MAC_CTX_new", t);
        }
        if (made == 0) throw new IllegalStateException("OpenSSL makes no context");
        context = MemorySegment.ofAddress(made).reinterpret(Arena.ofAuto(), OpenSslPoly1305::free);
    }

    /// Why OpenSSL cannot be used, as a sentence without a full stop; null when it can.
    public static @Nullable String failure() {
        if (LIBRARY.failure() != null) return LIBRARY.failure();
        return ALGORITHM == 0 ? LIBRARY.name() + " has no Poly1305" : null;
    }

    /// The tag of `length` bytes at `text` to `tag`.
    ///
    /// @param key address of 32 bytes, to be used once
    public void tag(long tag, long text, long length, long key) {
        long to = context.address();
        boolean isDone;
        try {
            isDone =
                    (int) INIT.invokeExact(to, key, (long) KEY_BYTES, 0L) == 1
                            && (int) UPDATE.invokeExact(to, text, length) == 1
                            && (int)
                                            FINAL.invokeExact(
                                                    to,
                                                    tag,
                                                    this.length.address(),
                                                    (long) TAG_BYTES)
                                    == 1;
        } catch (Throwable t) {
            throw LibC.disagree("EVP_MAC", t);
        }
        if (!isDone) throw new AssertionError("OpenSSL made no tag");
    }

    private static long fetch() {
        try (var arena = Arena.ofConfined()) {
            return (long) FETCH.invokeExact(0L, arena.allocateFrom("POLY1305"), 0L);
        } catch (Throwable t) {
            throw LibC.disagree("EVP_MAC_fetch", t);
        }
    }

    private static void free(MemorySegment context) {
        try {
            CTX_FREE.invokeExact(context.address());
        } catch (Throwable t) {
            throw LibC.disagree("EVP_MAC_CTX_free", t);
        }
    }
}
