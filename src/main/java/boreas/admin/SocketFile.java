package boreas.admin;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// A Unix socket to be listened at. One that a former run has left, so that nobody listens behind
/// it, is replaced in one step; anything else of that name stays.
public final class SocketFile {
    /// With its name a folder is shorter than most sockets' names: `sun_path` is short, unix(7).
    private static final int FOLDERS = 36 * 36 * 36 * 36;

    private SocketFile() {}

    /// @param mode of the file: `rw-------`
    /// @throws IOException with a sentence, when something is there that is not to be replaced
    public static ServerSocketChannel listen(Path path, String mode) throws IOException {
        requireNobody(path);
        var folder = ownFolderBeside(path);
        var fresh = folder.resolve("s");
        try {
            return listen(fresh, path, PosixFilePermissions.fromString(mode));
        } finally {
            Files.deleteIfExists(fresh);
            Files.deleteIfExists(folder);
        }
    }

    private static ServerSocketChannel listen(Path fresh, Path path, Set<PosixFilePermission> mode)
            throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(fresh));
            Files.setPosixFilePermissions(fresh, mode);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            return server;
        } catch (AtomicMoveNotSupportedException e) {
            server.close();
            throw new IOException("cannot be made in its folder", e);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static void requireNobody(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        var attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isOther()) throw new IOException("there is a file that is no socket");
        try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new IOException("another program listens there already");
        } catch (ConnectException _) {
            // What a former run has left.
        }
    }

    /// Nobody else may enter it: between bind(2) and chmod(2) the file has the mode of the
    /// process's umask.
    private static Path ownFolderBeside(Path path) throws IOException {
        var parent = path.toAbsolutePath().getParent();
        if (parent == null) throw new IOException("a path of a file is needed");
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        for (; ; ) {
            int number = ThreadLocalRandom.current().nextInt(FOLDERS);
            try {
                return Files.createDirectory(
                        parent.resolve("." + Integer.toString(number, Character.MAX_RADIX)), owner);
            } catch (FileAlreadyExistsException _) {
                // another number
            } catch (NoSuchFileException _) {
                throw new NoSuchFileException(parent.toString(), null, "there is no such folder");
            } catch (AccessDeniedException _) {
                throw new AccessDeniedException(
                        parent.toString(), null, "no right to make a file there");
            }
        }
    }
}
