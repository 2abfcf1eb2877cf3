package boreas.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Files, sockets and waiting, as the C library offers them. Section 2 of the manual describes each
/// call; process matters stand in [LibCProcess].
///
/// Error contract: every method returns what the call returns, or `-errno`; none throws for a
/// failed call. Memory is passed as raw addresses (`segment.address()`): whoever calls keeps the
/// segment alive and its bounds. All calls are ordinary downcalls, never *critical* ones, so a call
/// that blocks does not hold up the collector.
public final class LibC {
    private static final NativeLibrary LIBC = NativeLibrary.libc();

    // Few shapes, used often: the linker builds its code once for each shape.
    private static final MethodHandle READ = longCall("read", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE = longCall("write", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle RECVFROM =
            longCall("recvfrom", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SENDTO =
            longCall("sendto", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDMSG = longCall("sendmsg", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECVMSG = longCall("recvmsg", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle WRITEV = longCall("writev", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle EPOLL_WAIT =
            intCall("epoll_wait", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            intCall("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle EPOLL_CREATE1 = intCall("epoll_create1", JAVA_INT);
    private static final MethodHandle EVENTFD = intCall("eventfd", JAVA_INT, JAVA_INT);
    private static final MethodHandle POLL = intCall("poll", JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SOCKET = intCall("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SOCKETPAIR =
            intCall("socketpair", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle BIND = intCall("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKNAME =
            intCall("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SETSOCKOPT =
            intCall("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            intCall("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CLOSE = intCall("close", JAVA_INT);
    private static final MethodHandle IF_NAMETOINDEX = intCall("if_nametoindex", JAVA_LONG);

    // These three are variadic in C, and the linker must know from which argument on.
    private static final MethodHandle OPEN = variadic("open", 2, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle FCNTL = variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle IOCTL = variadic("ioctl", 2, JAVA_INT, JAVA_LONG, JAVA_LONG);

    private LibC() {}

    /// read(2). @return bytes read
    public static long read(int fd, long address, long length) {
        try {
            var errno = Errno.capture();
            long n = (long) READ.invokeExact(errno, fd, address, length);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("read", t);
        }
    }

    /// write(2). @return bytes written
    public static long write(int fd, long address, long length) {
        try {
            var errno = Errno.capture();
            long n = (long) WRITE.invokeExact(errno, fd, address, length);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("write", t);
        }
    }

    /// recvfrom(2). @return bytes received; the datagram's true length with [Linux#MSG_TRUNC]
    public static long recvfrom(
            int fd, long address, long length, int flags, long sender, long senderLength) {
        try {
            var errno = Errno.capture();
            long n =
                    (long)
                            RECVFROM.invokeExact(
                                    errno, fd, address, length, flags, sender, senderLength);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("recvfrom", t);
        }
    }

    /// sendto(2). @return bytes sent
    public static long sendto(
            int fd, long address, long length, int flags, long receiver, int receiverLength) {
        try {
            var errno = Errno.capture();
            long n =
                    (long)
                            SENDTO.invokeExact(
                                    errno, fd, address, length, flags, receiver, receiverLength);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("sendto", t);
        }
    }

    /// sendmsg(2). @param header of a `struct msghdr`. @return bytes sent
    public static long sendmsg(int fd, long header, int flags) {
        try {
            var errno = Errno.capture();
            long n = (long) SENDMSG.invokeExact(errno, fd, header, flags);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("sendmsg", t);
        }
    }

    /// recvmsg(2). @param header of a `struct msghdr`. @return bytes received
    public static long recvmsg(int fd, long header, int flags) {
        try {
            var errno = Errno.capture();
            long n = (long) RECVMSG.invokeExact(errno, fd, header, flags);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("recvmsg", t);
        }
    }

    /// writev(2). @param vector of `count` `struct iovec`. @return bytes written
    public static long writev(int fd, long vector, int count) {
        try {
            var errno = Errno.capture();
            long n = (long) WRITEV.invokeExact(errno, fd, vector, count);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("writev", t);
        }
    }

    /// epoll_wait(2). @param timeoutMs -1 waits for ever. @return events written
    public static int epollWait(int epoll, long events, int eventsMax, int timeoutMs) {
        try {
            var errno = Errno.capture();
            int n = (int) EPOLL_WAIT.invokeExact(errno, epoll, events, eventsMax, timeoutMs);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("epoll_wait", t);
        }
    }

    /// epoll_ctl(2). @param operation [Linux#EPOLL_CTL_ADD] and others
    public static int epollCtl(int epoll, int operation, int fd, long event) {
        try {
            var errno = Errno.capture();
            int n = (int) EPOLL_CTL.invokeExact(errno, epoll, operation, fd, event);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("epoll_ctl", t);
        }
    }

    /// epoll_create1(2), close-on-exec. @return a file descriptor
    public static int epollCreate() {
        try {
            var errno = Errno.capture();
            int n = (int) EPOLL_CREATE1.invokeExact(errno, Linux.O_CLOEXEC);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("epoll_create1", t);
        }
    }

    /// eventfd(2), non-blocking and close-on-exec. @return a file descriptor
    public static int eventfd() {
        try {
            var errno = Errno.capture();
            int n = (int) EVENTFD.invokeExact(errno, 0, Linux.O_CLOEXEC | Linux.O_NONBLOCK);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("eventfd", t);
        }
    }

    /// poll(2). @param pollfds `count` structures of int fd, short events, short revents
    public static int poll(long pollfds, long count, int timeoutMs) {
        try {
            var errno = Errno.capture();
            int n = (int) POLL.invokeExact(errno, pollfds, count, timeoutMs);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("poll", t);
        }
    }

    /// socket(2). @return a file descriptor
    public static int socket(int family, int type, int protocol) {
        try {
            var errno = Errno.capture();
            int n = (int) SOCKET.invokeExact(errno, family, type, protocol);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("socket", t);
        }
    }

    /// socketpair(2). @param descriptors of two ints
    public static int socketpair(int family, int type, long descriptors) {
        try {
            var errno = Errno.capture();
            int n = (int) SOCKETPAIR.invokeExact(errno, family, type, 0, descriptors);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("socketpair", t);
        }
    }

    /// bind(2).
    public static int bind(int fd, MemorySegment address) {
        try {
            var errno = Errno.capture();
            int length = (int) address.byteSize();
            int n = (int) BIND.invokeExact(errno, fd, address.address(), length);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("bind", t);
        }
    }

    /// getsockname(2), as much of it as `into` has room for.
    public static int getsockname(int fd, MemorySegment into) {
        try (var arena = Arena.ofConfined()) {
            var errno = Errno.capture();
            var length = arena.allocateFrom(JAVA_INT, (int) into.byteSize());
            int n = (int) GETSOCKNAME.invokeExact(errno, fd, into.address(), length.address());
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("getsockname", t);
        }
    }

    /// setsockopt(2) of an option that is an int.
    public static int setsockopt(int fd, int level, int option, int value) {
        try (var arena = Arena.ofConfined()) {
            var errno = Errno.capture();
            long address = arena.allocateFrom(JAVA_INT, value).address();
            int n = (int) SETSOCKOPT.invokeExact(errno, fd, level, option, address, 4);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("setsockopt", t);
        }
    }

    /// getsockopt(2) of an option that is an int and never negative. @return the value
    public static int getsockopt(int fd, int level, int option) {
        try (var arena = Arena.ofConfined()) {
            var errno = Errno.capture();
            var value = arena.allocate(JAVA_INT);
            long length = arena.allocateFrom(JAVA_INT, 4).address();
            int n = (int) GETSOCKOPT.invokeExact(errno, fd, level, option, value.address(), length);
            return n >= 0 ? value.get(JAVA_INT, 0) : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("getsockopt", t);
        }
    }

    /// close(2).
    public static int close(int fd) {
        try {
            var errno = Errno.capture();
            int n = (int) CLOSE.invokeExact(errno, fd);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("close", t);
        }
    }

    /// open(2). @param mode permissions of a file that is made, such as 0600. @return a descriptor
    public static int open(String path, int flags, int mode) {
        try (var arena = Arena.ofConfined()) {
            var errno = Errno.capture();
            long text = arena.allocateFrom(path).address();
            int n = (int) OPEN.invokeExact(errno, text, flags, mode);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("open", t);
        }
    }

    /// fcntl(2) with a number as its argument.
    public static int fcntl(int fd, int command, long argument) {
        try {
            var errno = Errno.capture();
            int n = (int) FCNTL.invokeExact(errno, fd, command, argument);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("fcntl", t);
        }
    }

    /// ioctl(2). @param argument a number, or the address of a structure, as the request wants
    public static int ioctl(int fd, long request, long argument) {
        try {
            var errno = Errno.capture();
            int n = (int) IOCTL.invokeExact(errno, fd, request, argument);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("ioctl", t);
        }
    }

    /// if_nametoindex(3). @return the index, above 0, of a network device of this thread's
    /// namespace
    public static int interfaceIndex(String device) {
        try (var arena = Arena.ofConfined()) {
            var errno = Errno.capture();
            int n = (int) IF_NAMETOINDEX.invokeExact(errno, arena.allocateFrom(device).address());
            return n > 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw disagree("if_nametoindex", t);
        }
    }

    static MethodHandle intCall(String name, MemoryLayout... arguments) {
        return LIBC.function(name, FunctionDescriptor.of(JAVA_INT, arguments), NativeLibrary.ERRNO);
    }

    static MethodHandle longCall(String name, MemoryLayout... arguments) {
        return LIBC.function(
                name, FunctionDescriptor.of(JAVA_LONG, arguments), NativeLibrary.ERRNO);
    }

    private static MethodHandle variadic(String name, int first, MemoryLayout... arguments) {
        return LIBC.function(
                name,
                FunctionDescriptor.of(JAVA_INT, arguments),
                NativeLibrary.ERRNO,
                Linker.Option.firstVariadicArg(first));
    }

    static Error disagree(String call, Throwable t) {
        return new AssertionError(call + ": handle and descriptor disagree", t);
    }
}
