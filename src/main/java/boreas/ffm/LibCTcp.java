package boreas.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// What the C library offers about connections, for programs that look at a node from outside. The
/// JDK's own sockets do without IPv6 when the *process* began in a network that has none, whatever
/// network a thread is in. Same error contract as [LibC].
public final class LibCTcp {
    private static final NativeLibrary LIBC = NativeLibrary.libc();

    private static final MethodHandle CONNECT = call("connect", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle LISTEN = call("listen", JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT4 =
            call("accept4", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private LibCTcp() {}

    /// connect(2) to a socket address.
    public static int connect(int fd, MemorySegment address) {
        try {
            var errno = Errno.capture();
            int length = (int) address.byteSize();
            int n = (int) CONNECT.invokeExact(errno, fd, address.address(), length);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree("connect", t);
        }
    }

    /// listen(2). @param waitingMax connections that nobody has accepted yet
    public static int listen(int fd, int waitingMax) {
        try {
            var errno = Errno.capture();
            int n = (int) LISTEN.invokeExact(errno, fd, waitingMax);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree("listen", t);
        }
    }

    /// accept4(2); who called is not told. @return the new descriptor
    public static int accept(int fd, int flags) {
        try {
            var errno = Errno.capture();
            int n = (int) ACCEPT4.invokeExact(errno, fd, 0L, 0L, flags);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree("accept4", t);
        }
    }

    private static MethodHandle call(String name, MemoryLayout... arguments) {
        return LIBC.function(name, FunctionDescriptor.of(JAVA_INT, arguments), NativeLibrary.ERRNO);
    }
}
