package boreas.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Error numbers of Linux, and what people call them.
///
/// Methods of this package give a failed call's number back as a negative result, so callers write
/// `if (n == -Errno.EAGAIN)`. Source: errno(3), asm-generic/errno-base.h and errno.h.
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int EMFILE = 24;
    public static final int ENOTTY = 25;
    public static final int ENOSYS = 38;
    public static final int EBADFD = 77;
    public static final int EDESTADDRREQ = 89;
    public static final int EMSGSIZE = 90;
    public static final int ENOPROTOOPT = 92;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ENOBUFS = 105;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTDOWN = 112;
    public static final int EHOSTUNREACH = 113;

    /// Where the calls of this thread leave errno. One per thread: the native linker writes it
    /// right after the call, and two threads must not share it.
    private static final ThreadLocal<MemorySegment> CAPTURED =
            ThreadLocal.withInitial(
                    () -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    private Errno() {}

    static MemorySegment capture() {
        return CAPTURED.get();
    }

    /// The captured number, negative.
    static int negative(MemorySegment captured) {
        return -captured.get(ValueLayout.JAVA_INT, 0);
    }

    /// For people: `EPERM, operation not permitted`. Takes the number with either sign.
    public static String text(long errno) {
        int n = (int) Math.abs(errno);
        return switch (n) {
            case EPERM -> "EPERM, operation not permitted";
            case ENOENT -> "ENOENT, no such file or directory";
            case ESRCH -> "ESRCH, no such entry";
            case EINTR -> "EINTR, interrupted";
            case EIO -> "EIO, input/output error";
            case ENXIO -> "ENXIO, no such device or address";
            case EBADF -> "EBADF, bad file descriptor";
            case EAGAIN -> "EAGAIN, not now";
            case ENOMEM -> "ENOMEM, out of memory";
            case EACCES -> "EACCES, permission denied";
            case EBUSY -> "EBUSY, device is busy";
            case EEXIST -> "EEXIST, exists already";
            case ENODEV -> "ENODEV, no such device";
            case EINVAL -> "EINVAL, invalid argument";
            case EMFILE -> "EMFILE, too many open files";
            case ENOTTY -> "ENOTTY, not this kind of device";
            case ENOSYS -> "ENOSYS, the kernel does not know this call";
            case EBADFD -> "EBADFD, file descriptor in a bad state";
            case EDESTADDRREQ -> "EDESTADDRREQ, destination address required";
            case EMSGSIZE -> "EMSGSIZE, message too long";
            case ENOPROTOOPT -> "ENOPROTOOPT, no such option";
            case EOPNOTSUPP -> "EOPNOTSUPP, not supported";
            case EAFNOSUPPORT -> "EAFNOSUPPORT, address family not supported";
            case EADDRINUSE -> "EADDRINUSE, address is in use";
            case EADDRNOTAVAIL -> "EADDRNOTAVAIL, not an address of this machine";
            case ENETDOWN -> "ENETDOWN, network is down";
            case ENETUNREACH -> "ENETUNREACH, network is unreachable";
            case ENOBUFS -> "ENOBUFS, no buffer space";
            case ECONNREFUSED -> "ECONNREFUSED, connection refused";
            case EHOSTDOWN -> "EHOSTDOWN, host is down";
            case EHOSTUNREACH -> "EHOSTUNREACH, no route to host";
            default -> "errno " + n;
        };
    }
}
