package boreas.daemon;

import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.LibCTcp;
import boreas.ffm.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Tells systemd how this process is doing: sd_notify(3), one datagram of lines a message, to the
/// Unix socket that `NOTIFY_SOCKET` names. Without that, and to a socket that is gone, nothing is
/// said.
///
/// ```
///   READY=1                              the start is over; also after a reload
///   RELOADING=1 MONOTONIC_USEC=n         a reload begins
///   STATUS=text                          for `systemctl status`
///   WATCHDOG=1                           still alive
///   STOPPING=1                           the end begins
/// ```
///
/// Connected when it is made, so that it works after a chroot too. From any thread; it never waits.
/// Who reloads calls [#reloading] before and [#ready] after, whether the reload came about or not:
/// systemd waits for that pair.
public final class NotifySocket implements AutoCloseable {
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String WATCHDOG_PERIOD = "WATCHDOG_USEC";
    private static final String WATCHDOG_PROCESS = "WATCHDOG_PID";

    private static final int NOBODY = -1;

    /// sockaddr_un, unix(7): u16 family, then the path. An `@` in front stands for the zero byte of
    /// an abstract name.
    private static final int FAMILY_BYTES = 2, PATH_BYTES_MAX = 107;

    private final int fd;
    private final long watchdogNs;

    private NotifySocket(int fd, long watchdogNs) {
        this.fd = fd;
        this.watchdogNs = watchdogNs;
    }

    /// For this process, from what systemd has put into its environment.
    static NotifySocket of(Map<String, String> environment, long pid, EventLog log) {
        var path = environment.get(SOCKET);
        if (path == null) return new NotifySocket(NOBODY, 0);
        int fd = connect(path);
        if (fd < 0) {
            log.event(
                    Level.WARN,
                    "daemon",
                    "systemd will hear nothing of this process: %s is %s: %s"
                            .formatted(SOCKET, path, Errno.text(fd)));
            return new NotifySocket(NOBODY, 0);
        }
        return new NotifySocket(fd, watchdogNs(environment, pid));
    }

    private static int connect(String path) {
        var name = path.getBytes(StandardCharsets.UTF_8);
        boolean isPath = path.startsWith("/");
        if (name.length < 2 || name.length > PATH_BYTES_MAX || !isPath && name[0] != '@')
            return -Errno.EINVAL;
        if (!isPath) name[0] = 0;
        int fd =
                LibC.socket(
                        Linux.AF_UNIX,
                        Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK,
                        0);
        if (fd < 0) return fd;
        try (var arena = Arena.ofConfined()) {
            // An abstract name is as long as it is said to be; a path ends with a zero.
            var address = arena.allocate(FAMILY_BYTES + name.length + (isPath ? 1L : 0L), 2);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) Linux.AF_UNIX);
            for (int i = 0; i < name.length; i++)
                address.set(ValueLayout.JAVA_BYTE, FAMILY_BYTES + i, name[i]);
            int r = LibCTcp.connect(fd, address);
            if (r >= 0) return fd;
            LibC.close(fd);
            return r;
        }
    }

    /// 0: nobody watches this process.
    private static long watchdogNs(Map<String, String> environment, long pid) {
        var period = environment.get(WATCHDOG_PERIOD);
        var process = environment.get(WATCHDOG_PROCESS);
        if (period == null || process != null && !process.equals(Long.toString(pid))) return 0;
        try {
            long us = Long.parseLong(period);
            return us > 0 && us <= Long.MAX_VALUE / 1000 ? us * 1000 : 0;
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// Is there a systemd that listens?
    boolean isHeard() {
        return fd >= 0;
    }

    /// After so long without [#alive] the process is ended; 0: never.
    long watchdogNs() {
        return watchdogNs;
    }

    /// The start is over, or a reload.
    public void ready() {
        say("READY=1");
    }

    /// A reload begins.
    ///
    /// @param nowNs of the machine's clock, [SystemClock], which is CLOCK_MONOTONIC
    public void reloading(long nowNs) {
        say("RELOADING=1\nMONOTONIC_USEC=" + nowNs / 1000);
    }

    /// @param text one line
    public void status(String text) {
        say("STATUS=" + text.replace('\n', ' '));
    }

    void alive() {
        say("WATCHDOG=1");
    }

    void stopping() {
        say("STOPPING=1");
    }

    private void say(String lines) {
        if (fd < 0) return;
        try (var arena = Arena.ofConfined()) {
            var bytes = arena.allocateFrom(lines);
            // What is not taken is not repeated: a watchdog speaks again, and a systemd that does
            // not read its socket has other troubles.
            var _ =
                    LibC.sendto(
                            fd,
                            bytes.address(),
                            bytes.byteSize() - 1,
                            Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL,
                            0,
                            0);
        }
    }

    @Override
    public void close() {
        if (fd >= 0) LibC.close(fd);
    }
}
