package boreas.cli.service;

import boreas.daemon.ReplacedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A file that says who wrote it, and by a digest that nobody has edited it since.
///
/// ```
///   #!/bin/sh                                                         (scripts only)
///   # Written by `boreas install-service`, sha256 of the lines below 2c26b46b...
///   ...
/// ```
///
/// @param at where it is written; with `--root` below that folder
/// @param body all but the mark
public record MarkedFile(Path at, String body, boolean isProgram) {
    private static final String MARK =
            "# Written by `boreas install-service`, sha256 of the lines below ";
    private static final String SHELL = "#!/bin/sh\n";

    /// How it stands on the machine.
    public enum State {
        MISSING,
        /// As this text is.
        SAME,
        /// Another text of ours, and nobody has edited it.
        OURS,
        EDITED,
        FOREIGN
    }

    /// What is written.
    public String text() {
        return (isProgram ? SHELL : "") + MARK + digest(body) + "\n" + body;
    }

    public State state() throws IOException {
        if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) return State.MISSING;
        if (!Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)) return State.FOREIGN;
        String found;
        try {
            found = Files.readString(at, StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            return State.MISSING;
        }
        if (found.equals(text())) return State.SAME;
        var marked = found.startsWith(SHELL) ? found.substring(SHELL.length()) : found;
        int end = marked.indexOf('\n');
        if (end < 0 || !marked.startsWith(MARK)) return State.FOREIGN;
        return marked.substring(MARK.length(), end).equals(digest(marked.substring(end + 1)))
                ? State.OURS
                : State.EDITED;
    }

    /// Whether what is there speaks of that folder, or of something in it.
    public boolean names(Path folder) throws IOException {
        if (!Files.isRegularFile(at)) return false;
        var text = Files.readString(at, StandardCharsets.ISO_8859_1);
        var end = "(?![\\w+:@-]|\\.\\w)";
        return Pattern.compile(Pattern.quote(folder.toString()) + end).matcher(text).find();
    }

    /// Replaces what is there, by a rename.
    public void write() throws IOException {
        var folder = at.getParent();
        if (folder != null) Files.createDirectories(folder);
        var mode = PosixFilePermissions.fromString(isProgram ? "rwxr-xr-x" : "rw-r--r--");
        ReplacedFile.write(
                at,
                fresh -> {
                    Files.writeString(fresh, text());
                    Files.setPosixFilePermissions(fresh, mode);
                });
    }

    private static String digest(String text) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
