package boreas.cli;

import boreas.address.Identity;
import boreas.config.CjdrouteConf;
import boreas.config.ConfReader;
import boreas.crypto.CryptoProviders;
import boreas.daemon.ReplacedFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A `cjdroute.conf` that a command changes: checked before and after, replaced in one step, with
/// the version before beside it.
///
/// The new file is written whole under another name and renamed, so that no reader ever meets half
/// of it; it keeps owner, group and mode. A link is followed: what it names is replaced, not the
/// link.
final class EditedConf {
    /// Beside the file, the version before the last change.
    static final String BACKUP_SUFFIX = ".bak";

    private final Path file;
    private final byte[] before;
    private final CjdrouteConf conf;

    private EditedConf(Path file, byte[] before, CjdrouteConf conf) {
        this.file = file;
        this.before = before;
        this.conf = conf;
    }

    /// @throws IOException with a sentence, when the file cannot be read, has errors, or could not
    ///   be replaced
    static EditedConf open(Path named) throws IOException {
        var file = existing(named);
        byte[] text;
        try (var in = Files.newInputStream(file)) {
            text = CheckedFile.bytes(named.toString(), in, "configuration");
        }
        var conf = conf(text);
        if (conf == null)
            throw new IOException(
                    named + " has errors, so it is not changed: `boreas check " + named + "`");
        var folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder) || !Files.isWritable(file))
            throw new IOException("may not change " + named + ": only its owner may, or root");
        return new EditedConf(file, text, conf);
    }

    private static Path existing(Path named) throws IOException {
        try {
            var file = named.toRealPath();
            if (Files.isDirectory(file))
                throw new IOException(named + " is a folder, expected the node's configuration");
            return file;
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(
                    named.toString(), null, "name the node's configuration with --config FILE");
        }
    }

    private static @Nullable CjdrouteConf conf(byte[] text) {
        var crypto = CryptoProviders.choose();
        return ConfReader.read(text, key -> Identity.of(key, crypto)).conf();
    }

    CjdrouteConf conf() {
        return conf;
    }

    byte[] text() {
        return before.clone();
    }

    Path file() {
        return file;
    }

    /// @throws IOException with a sentence; the file is as it was then
    void replaceBy(byte[] text) throws IOException {
        if (conf(text) == null)
            throw new IOException(
                    file
                            + " is written in a way that this command cannot add to; change it by hand");
        if (!Arrays.equals(Files.readAllBytes(file), before))
            throw new IOException(file + " was changed by somebody else meanwhile; try again");
        var attributes = Files.readAttributes(file, PosixFileAttributes.class);
        try {
            write(file.resolveSibling(file.getFileName() + BACKUP_SUFFIX), before, attributes);
            write(file, text, attributes);
        } catch (AccessDeniedException e) {
            throw new IOException("may not change " + file + ": only its owner may, or root", e);
        }
    }

    private static void write(Path to, byte[] text, PosixFileAttributes attributes)
            throws IOException {
        ReplacedFile.write(
                to,
                fresh -> {
                    Files.write(fresh, text);
                    var view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
                    var now = view.readAttributes();
                    if (!now.owner().equals(attributes.owner())) view.setOwner(attributes.owner());
                    if (!now.group().equals(attributes.group())) view.setGroup(attributes.group());
                    view.setPermissions(attributes.permissions());
                });
    }
}
