package boreas.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/// What the C library offers about processes: who runs, with which rights, in which namespace. Same
/// error contract as [LibC]. Called at the start and at the end, never on the packet path.
public final class LibCProcess {
    private static final NativeLibrary LIBC = NativeLibrary.libc();

    private static final MethodHandle GETPID = call("getpid");
    private static final MethodHandle GETEUID = call("geteuid");
    private static final MethodHandle SETUID = call("setuid", JAVA_INT);
    private static final MethodHandle SETGID = call("setgid", JAVA_INT);
    private static final MethodHandle SETRESUID = call("setresuid", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle UNSHARE = call("unshare", JAVA_INT);
    private static final MethodHandle KILL = call("kill", JAVA_INT, JAVA_INT);
    private static final MethodHandle SETNS = call("setns", JAVA_INT, JAVA_INT);
    private static final MethodHandle SETGROUPS = call("setgroups", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CHROOT = call("chroot", JAVA_LONG);
    private static final MethodHandle CHDIR = call("chdir", JAVA_LONG);
    private static final MethodHandle CAPSET = call("capset", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle DUP2 = call("dup2", JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOCK_GETTIME = call("clock_gettime", JAVA_INT, JAVA_LONG);
    private static final MethodHandle SIGNAL =
            LIBC.function(
                    "signal",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG),
                    NativeLibrary.ERRNO);
    private static final MethodHandle EXIT =
            LIBC.function("_exit", FunctionDescriptor.ofVoid(JAVA_INT));
    private static final MethodHandle PRCTL =
            LIBC.function(
                    "prctl",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    NativeLibrary.ERRNO,
                    Linker.Option.firstVariadicArg(1));

    private LibCProcess() {}

    public static int getpid() {
        return of0("getpid", GETPID);
    }

    /// The effective user, 0 for root.
    public static int geteuid() {
        return of0("geteuid", GETEUID);
    }

    /// clock_gettime(2) in nanoseconds; 0 for a clock that this kernel does not have.
    public static long clockNs(int clock) {
        try (var arena = Arena.ofConfined()) {
            var timespec = arena.allocate(JAVA_LONG, 2);
            var errno = Errno.capture();
            int n = (int) CLOCK_GETTIME.invokeExact(errno, clock, timespec.address());
            return n < 0
                    ? 0
                    : timespec.getAtIndex(JAVA_LONG, 0) * 1_000_000_000L
                            + timespec.getAtIndex(JAVA_LONG, 1);
        } catch (Throwable t) {
            throw LibC.disagree("clock_gettime", t);
        }
    }

    /// setuid(2) for **all** threads: the C library passes it on to each of them.
    public static int setuid(int uid) {
        return of1("setuid", SETUID, uid);
    }

    /// setgid(2) for all threads, as [#setuid].
    public static int setgid(int gid) {
        return of1("setgid", SETGID, gid);
    }

    /// setresuid(2) for all threads, as [#setuid]. -1 leaves one as it is.
    public static int setresuid(int real, int effective, int saved) {
        try {
            var errno = Errno.capture();
            int n = (int) SETRESUID.invokeExact(errno, real, effective, saved);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree("setresuid", t);
        }
    }

    /// setgroups(2) to no supplementary group at all, for all threads, as [#setuid].
    public static int dropGroups() {
        try {
            var errno = Errno.capture();
            int n = (int) SETGROUPS.invokeExact(errno, 0L, 0L);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree("setgroups", t);
        }
    }

    /// unshare(2): gives the calling **thread** a namespace of its own, which ends with the thread
    /// and its descriptors. Only on a platform thread.
    public static int unshare(int flags) {
        return of1("unshare", UNSHARE, flags);
    }

    /// setns(2): moves the calling **thread** to the namespace behind `fd`.
    public static int setns(int fd, int kind) {
        return of2("setns", SETNS, fd, kind);
    }

    /// kill(2). @param signal 0 only asks whether the process can be reached
    public static int kill(int pid, int signal) {
        return of2("kill", KILL, pid, signal);
    }

    /// signal(2), for the whole process.
    ///
    /// @param handler its address, or [Linux#SIG_DFL]
    /// @return the one before, or `-errno`
    public static long signal(int signal, long handler) {
        try {
            var errno = Errno.capture();
            long before = (long) SIGNAL.invokeExact(errno, signal, handler);
            return before == -1 ? Errno.negative(errno) : before;
        } catch (Throwable t) {
            throw LibC.disagree("signal", t);
        }
    }

    public static int chroot(String path) {
        try (var arena = Arena.ofConfined()) {
            var errno = Errno.capture();
            int n = (int) CHROOT.invokeExact(errno, arena.allocateFrom(path).address());
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree("chroot", t);
        }
    }

    /// chdir(2), for the whole process.
    public static int chdir(String path) {
        try (var arena = Arena.ofConfined()) {
            var errno = Errno.capture();
            int n = (int) CHDIR.invokeExact(errno, arena.allocateFrom(path).address());
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree("chdir", t);
        }
    }

    /// capset(2) for the calling **thread**: only on a platform thread.
    ///
    /// @param header `cap_user_header_t`
    /// @param sets two `cap_user_data_t`
    public static int capset(long header, long sets) {
        try {
            var errno = Errno.capture();
            int n = (int) CAPSET.invokeExact(errno, header, sets);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree("capset", t);
        }
    }

    /// dup2(2): makes `newFd` another name of `fd`.
    public static int dup2(int fd, int newFd) {
        return of2("dup2", DUP2, fd, newFd);
    }

    /// prctl(2). Most options speak about the calling thread only.
    public static int prctl(int option, long a2, long a3, long a4, long a5) {
        try {
            var errno = Errno.capture();
            int n = (int) PRCTL.invokeExact(errno, option, a2, a3, a4, a5);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree("prctl", t);
        }
    }

    /// _exit(2): ends the process here and now; nothing of the JVM runs any more, no hook, no
    /// buffer is written. It does not return.
    public static void exit(int status) {
        try {
            EXIT.invokeExact(status);
        } catch (Throwable t) {
            throw LibC.disagree("_exit", t);
        }
    }

    private static int of0(String name, MethodHandle call) {
        try {
            var errno = Errno.capture();
            int n = (int) call.invokeExact(errno);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree(name, t);
        }
    }

    private static int of1(String name, MethodHandle call, int a) {
        try {
            var errno = Errno.capture();
            int n = (int) call.invokeExact(errno, a);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree(name, t);
        }
    }

    private static int of2(String name, MethodHandle call, int a, int b) {
        try {
            var errno = Errno.capture();
            int n = (int) call.invokeExact(errno, a, b);
            return n >= 0 ? n : Errno.negative(errno);
        } catch (Throwable t) {
            throw LibC.disagree(name, t);
        }
    }

    private static MethodHandle call(String name, MemoryLayout... arguments) {
        return LIBC.function(name, FunctionDescriptor.of(JAVA_INT, arguments), NativeLibrary.ERRNO);
    }
}
