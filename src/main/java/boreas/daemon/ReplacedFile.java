package boreas.daemon;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

/// A file that is written anew as a whole: under another name first, onto the disk, and in its
/// place by a rename. Nobody ever reads half of it, whoever has the old one open keeps that, and
/// where it fails the old one stays.
public final class ReplacedFile {
    private static final String SUFFIX = ".new";

    /// Of a process that ended before its rename; nobody takes so long.
    private static final Duration STALE_AFTER = Duration.ofHours(1);

    private ReplacedFile() {}

    /// Fills an empty file that only its owner may read, and gives it the rights that it is to
    /// have.
    @FunctionalInterface
    public interface Filling {
        void fill(Path fresh) throws IOException;
    }

    /// @param at a link of this name is replaced, not followed
    public static void write(Path at, Filling filling) throws IOException {
        var folder = at.toAbsolutePath().getParent();
        if (folder == null) throw new IOException(at + " is a folder, not a file");
        var prefix = "." + at.getFileName() + ".";
        // A name that nobody can foresee, and no two writers share.
        var fresh =
                Files.createTempFile(
                        folder,
                        prefix,
                        SUFFIX,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            filling.fill(fresh);
            try (var channel = FileChannel.open(fresh, StandardOpenOption.READ)) {
                channel.force(true);
            }
            removeStale(folder, prefix, Files.getLastModifiedTime(fresh).toInstant());
            Files.move(fresh, at, StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /// They hold what the file holds, secrets too. By the file system's own clock, which need not
    /// be this machine's.
    private static void removeStale(Path folder, String prefix, Instant now) {
        try (var all = Files.newDirectoryStream(folder, one -> isFresh(one, prefix))) {
            for (var one : all) {
                var found =
                        Files.readAttributes(
                                one, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                var age = Duration.between(found.lastModifiedTime().toInstant(), now);
                if (found.isRegularFile() && age.compareTo(STALE_AFTER) > 0) Files.delete(one);
            }
        } catch (IOException | DirectoryIteratorException _) {
            // Somebody else has removed it, or may and this process may not.
        }
    }

    private static boolean isFresh(Path one, String prefix) {
        var name = one.getFileName().toString();
        return name.startsWith(prefix) && name.endsWith(SUFFIX);
    }

    /// Else a power cut may bring the old file back.
    private static void sync(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // Whole it is, old or new; and whoever may not read the folder cannot do more.
        }
    }
}
