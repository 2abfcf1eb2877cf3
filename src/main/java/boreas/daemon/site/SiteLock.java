package boreas.daemon.site;

import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.LibCProcess;
import boreas.ffm.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Who may change what the site made: one at a time, a running node or a command.
///
/// A lock of an open file (`F_OFD_SETLK`, fcntl(2)): it ends with its holder, however that ends,
/// and two of one process keep each other out too. The file says who it is; it stays when nobody
/// has the lock.
final class SiteLock implements AutoCloseable {
    // fcntl.h
    private static final int F_OFD_GETLK = 36, F_OFD_SETLK = 37;
    private static final short F_WRLCK = 1, F_UNLCK = 2;

    /// struct flock on 64 bits: i16 type, i16 whence, i64 start, i64 length (0: all), i32 pid.
    private static final int FLOCK_BYTES = 32;

    private static final int HOLDER_BYTES_MAX = 200;

    /// A command that looks at the state or is about to end is waited for so long.
    private static final int TRIES = 20;

    private static final long PAUSE_NS = 25_000_000;

    private final int fd;

    private SiteLock(int fd) {
        this.fd = fd;
    }

    private static Path file(Path ledger) {
        var path = ledger.toAbsolutePath();
        return path.resolveSibling(path.getFileName() + ".lock");
    }

    /// @param holder what others are told, with our pid
    static SiteLock take(Path ledger, String holder) throws SiteException {
        var file = file(ledger);
        try {
            make(file);
        } catch (IOException e) {
            throw new SiteException("cannot make " + file + ": " + LedgerFile.sentence(e));
        }
        int fd = LibC.open(file.toString(), Linux.O_RDWR | Linux.O_CLOEXEC, 0);
        if (fd < 0) throw new SiteException("cannot open " + file + ": " + Errno.text(fd));
        for (int i = 1; ; i++) {
            int r = lock(fd, F_OFD_SETLK, F_WRLCK);
            if (r >= 0) break;
            if (i == TRIES) {
                LibC.close(fd);
                throw new SiteException(
                        "the site on this machine is in the hands of %s; end that first, or let it finish (a running node keeps its site in force by itself)"
                                .formatted(holderIn(file)));
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        try (var out =
                Files.newOutputStream(
                        file,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        LinkOption.NOFOLLOW_LINKS)) {
            var text = holder + ", pid " + LibCProcess.getpid() + "\n";
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // only others would have liked to know
        }
        return new SiteLock(fd);
    }

    /// With its folder. In that of another user the name may be a link to what is root's: it is not
    /// followed.
    private static void make(Path file) throws IOException {
        var folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder))
            Files.createDirectories(folder, permissions("rwx------"));
        FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS),
                        permissions("rw-------"))
                .close();
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }

    /// Who has it now; null: nobody, or nobody can tell.
    static @Nullable String holder(Path ledger) {
        var file = file(ledger);
        int fd = LibC.open(file.toString(), Linux.O_RDONLY | Linux.O_CLOEXEC, 0);
        if (fd < 0) return null;
        try {
            return lock(fd, F_OFD_GETLK, F_WRLCK) == F_UNLCK ? null : holderIn(file);
        } finally {
            LibC.close(fd);
        }
    }

    private static String holderIn(Path file) {
        try (var in = Files.newInputStream(file)) {
            var text = new String(in.readNBytes(HOLDER_BYTES_MAX), StandardCharsets.UTF_8);
            return text.isBlank() ? "somebody" : printable(text.strip());
        } catch (IOException _) {
            return "somebody";
        }
    }

    /// The folder may be another user's, and this goes to root's terminal.
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    /// @return the type that the kernel has put there, or a negative number
    private static int lock(int fd, int command, short type) {
        try (var arena = Arena.ofConfined()) {
            var flock = arena.allocate(FLOCK_BYTES, 8);
            flock.set(ValueLayout.JAVA_SHORT, 0, type);
            int r = LibC.fcntl(fd, command, flock.address());
            return r < 0 ? r : flock.get(ValueLayout.JAVA_SHORT, 0);
        }
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
