package boreas.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A user of this machine: a line of `/etc/passwd`, as much as is wanted here.
record Account(String name, int uid, int gid) {
    static final Path FILE = Path.of("/etc/passwd");

    /// Fields of a line.
    private static final int NAME = 0, UID = 2, GID = 3;

    /// By the file, as far as the process still sees it: not behind a chroot.
    static List<Account> all() throws IOException {
        return of(Files.readAllLines(FILE, StandardCharsets.ISO_8859_1));
    }

    /// What is no user is passed over.
    static List<Account> of(List<String> lines) {
        var accounts = new ArrayList<Account>();
        for (var line : lines) {
            var fields = line.split(":", -1);
            if (fields.length <= GID) continue;
            try {
                accounts.add(
                        new Account(
                                fields[NAME],
                                Integer.parseUnsignedInt(fields[UID]),
                                Integer.parseUnsignedInt(fields[GID])));
            } catch (NumberFormatException _) {
                // of no user either
            }
        }
        return accounts;
    }
}
