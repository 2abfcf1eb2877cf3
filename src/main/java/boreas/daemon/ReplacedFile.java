package boreas.daemon;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// A file that is written anew as a whole: under another name first, onto the disk, and in its
/// place by a rename. Nobody ever reads half of it, whoever has the old one open keeps that, and
/// where it fails the old one stays.
public final class ReplacedFile {
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
        // A name that nobody can foresee, and no two writers share.
        var fresh =
                Files.createTempFile(
                        folder,
                        "." + at.getFileName() + ".",
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            filling.fill(fresh);
            try (var channel = FileChannel.open(fresh, StandardOpenOption.READ)) {
                channel.force(true);
            }
            Files.move(fresh, at, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
