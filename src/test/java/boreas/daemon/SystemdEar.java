package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.ffm.LibC;
import boreas.ffm.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Systemd's end of the socket: hears whole datagrams.
final class SystemdEar implements AutoCloseable {
    private static final int BYTES_MAX = 4096;
    private static final int POLLIN = 1;

    private final Arena arena = Arena.ofConfined();
    private final int fd;

    /// @param name a path, or `@` and an abstract name
    SystemdEar(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean isPath = bytes[0] == '/';
        if (!isPath) bytes[0] = 0;
        var address = arena.allocate(2 + bytes.length + (isPath ? 1L : 0L), 2);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) Linux.AF_UNIX);
        for (int i = 0; i < bytes.length; i++) address.set(ValueLayout.JAVA_BYTE, 2 + i, bytes[i]);
        fd = LibC.socket(Linux.AF_UNIX, Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC, 0);
        assertThat(LibC.bind(fd, address)).as("bind to %s", name).isZero();
    }

    /// What was said next; null: nothing within that time.
    @Nullable String next(int patienceMs) {
        var pollfd = arena.allocate(8, 4);
        pollfd.set(ValueLayout.JAVA_INT, 0, fd);
        pollfd.set(ValueLayout.JAVA_SHORT, 4, (short) POLLIN);
        if (LibC.poll(pollfd.address(), 1, patienceMs) <= 0) return null;
        var bytes = arena.allocate(BYTES_MAX);
        long n = LibC.recvfrom(fd, bytes.address(), BYTES_MAX, 0, 0, 0);
        return new String(
                bytes.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    @Nullable String next() {
        return next(10_000);
    }

    @Override
    public void close() {
        LibC.close(fd);
        arena.close();
    }
}
