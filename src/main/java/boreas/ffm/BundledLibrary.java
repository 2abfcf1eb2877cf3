package boreas.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Libraries that come with this program, for machines that have none.
///
/// The loader wants a file. It gets one in memory (memfd_create(2)) that has no name in any folder:
/// nobody else can write to it, nothing is left behind, and no folder that forbids programs
/// (`noexec`) is in the way. What is in it must have the hash that stands here.
final class BundledLibrary {
    static final String NAME = "the libsodium of this program";

    /// As unpacked by the build from a release of lazysodium-java, of which nothing else is used.
    private enum Libsodium {
        X86_64(
                "linux64/libsodium.so",
                "ec4a681bdc8e8635efb5c47f53458c7adfa5234dc0367611ddfa38d0d4305894"),
        AARCH64(
                "arm64/libsodium.so",
                "dcb6b3a9e10614d9f80a4a3729df2cab5a4c99851d3ca426c9a7fd64b622d2ea");

        private final String resource;
        private final String sha256;

        Libsodium(String resource, String sha256) {
            this.resource = resource;
            this.sha256 = sha256;
        }

        static @Nullable Libsodium forMachine(String arch) {
            return switch (arch) {
                case "amd64" -> X86_64;
                case "aarch64" -> AARCH64;
                default -> null;
            };
        }
    }

    private static final int MFD_CLOEXEC = 1; // linux/memfd.h
    private static final MethodHandle MEMFD_CREATE =
            LibC.intCall("memfd_create", JAVA_LONG, JAVA_INT);

    private BundledLibrary() {}

    static NativeLibrary libsodium() {
        var arch = System.getProperty("os.arch");
        var file = Libsodium.forMachine(arch);
        if (file == null) return none("this program has none for " + arch);
        try (var in = BundledLibrary.class.getResourceAsStream(file.resource)) {
            if (in == null) return none("this program was built without one");
            return load(in.readAllBytes(), file.sha256);
        } catch (IOException e) {
            return none("the one of this program cannot be read: " + e.getMessage());
        }
    }

    static NativeLibrary load(byte[] library, String sha256) {
        if (!HexFormat.of().formatHex(hash(library)).equals(sha256))
            return none("the one of this program is not what it should be");
        int fd = memfd();
        if (fd < 0) return none("no file in memory for that of this program: " + Errno.text(fd));
        try {
            long n = write(fd, library);
            return n < 0
                    ? none("that of this program cannot be put into memory: " + Errno.text(n))
                    : NativeLibrary.at("/proc/self/fd/" + fd, NAME);
        } finally {
            LibC.close(fd); // the loader has mapped it
        }
    }

    private static NativeLibrary none(String why) {
        return NativeLibrary.none(NAME, why);
    }

    private static int memfd() {
        try (var arena = Arena.ofConfined()) {
            var errno = Errno.capture();
            var name = arena.allocateFrom("libsodium.so");
            int fd = (int) MEMFD_CREATE.invokeExact(errno, name.address(), MFD_CLOEXEC);
            return fd >= 0 ? fd : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree("memfd_create", t);
        }
    }

    private static long write(int fd, byte[] bytes) {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, 0, bytes.length);
            long written = 0;
            while (written < bytes.length) {
                long n = LibC.write(fd, memory.address() + written, bytes.length - written);
                if (n < 0 && n != -Errno.EINTR) return n;
                written += Math.max(n, 0);
            }
            return written;
        }
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
