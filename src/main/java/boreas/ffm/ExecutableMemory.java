package boreas.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Memory with machine code that this program has written itself. It stays until the end of the
/// process, and is never writable and executable at once.
final class ExecutableMemory {
    private static final int PAGE_BYTES = 4096;
    private static final int PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4; // sys/mman.h
    private static final int MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20; // Linux on x86-64

    private static final MethodHandle MMAP =
            LibC.longCall("mmap", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MPROTECT =
            LibC.intCall("mprotect", JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle MUNMAP = LibC.intCall("munmap", JAVA_LONG, JAVA_LONG);

    private ExecutableMemory() {}

    /// mmap(2), copy, mprotect(2). @return the address of the code's first byte, or `-errno` where
    /// the machine forbids it
    static long hold(byte[] code) {
        long bytes = (code.length + PAGE_BYTES - 1L) / PAGE_BYTES * PAGE_BYTES;
        try {
            var errno = Errno.capture();
            long address =
                    (long)
                            MMAP.invokeExact(
                                    errno,
                                    0L,
                                    bytes,
                                    PROT_READ | PROT_WRITE,
                                    MAP_PRIVATE | MAP_ANONYMOUS,
                                    -1,
                                    0L);
            if (address == -1) return Errno.negative(errno);
            var memory = MemorySegment.ofAddress(address).reinterpret(bytes);
            MemorySegment.copy(code, 0, memory, JAVA_BYTE, 0, code.length);
            int result = (int) MPROTECT.invokeExact(errno, address, bytes, PROT_READ | PROT_EXEC);
            if (result == 0) return address;
            long error = Errno.negative(errno);
            var _ = (int) MUNMAP.invokeExact(errno, address, bytes);
            return error;
        } catch (Throwable t) {
            throw LibC.disagree("mmap", t);
        }
    }

    /// The function whose code begins at the address. To be kept in a `static final` field.
    static MethodHandle function(
            long address, FunctionDescriptor descriptor, Linker.Option... options) {
        return Linker.nativeLinker()
                .downcallHandle(MemorySegment.ofAddress(address), descriptor, options);
    }
}
