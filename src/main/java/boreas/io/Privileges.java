package boreas.io;

import boreas.ffm.Errno;
import boreas.ffm.LibCProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Giving up root, after sockets and devices are open.
///
/// What the `security` list of a genuine configuration can mean in a Java virtual machine:
///
/// - `setuser`: as it says. The C library changes the user of **all** threads, and with the last
///   root identity the kernel takes every capability from each of them (capabilities(7)).
/// - `keepNetAdmin`: not from inside. Keeping a capability over a change of user is asked thread by
///   thread, and a virtual machine has threads where no Java code runs. Who wants it starts the
///   node as a user that has the capability already (systemd `AmbientCapabilities`, or `setpriv
///   --reuid ... --ambient-caps +net_admin`); then nothing needs to be given up here.
/// - `chroot`: would hold for all threads, but classes, certificates and resolver files are read
///   when they are first needed: it breaks the node at some later moment.
/// - `nofiles`, `noforks`: as limits of resources they forbid accepting connections, making a
///   second socket after a reload, and starting threads.
public final class Privileges {
    private static final Path PASSWD = Path.of("/etc/passwd");

    private Privileges() {}

    /// A user of this machine.
    public record Account(String name, int uid, int gid) {}

    /// Whether there is anything to give up.
    public static boolean isRoot() {
        return LibCProcess.geteuid() == 0;
    }

    /// Looks a user up in `/etc/passwd` (passwd(5)).
    public static Account account(String name) throws DeviceException {
        try {
            for (var line : Files.readAllLines(PASSWD, StandardCharsets.ISO_8859_1)) {
                var fields = line.split(":", -1);
                if (fields.length >= 4 && fields[0].equals(name))
                    return new Account(
                            name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
            }
        } catch (IOException | NumberFormatException e) {
            throw new DeviceException("cannot look up user " + name + ": " + e.getMessage());
        }
        throw new DeviceException("no user " + name + " in " + PASSWD);
    }

    /// Becomes this user for good: supplementary groups, group, user, in the only order that works.
    public static void become(Account account) throws DeviceException {
        int r = LibCProcess.dropGroups();
        if (r >= 0) r = LibCProcess.setgid(account.gid);
        if (r >= 0) r = LibCProcess.setuid(account.uid);
        if (r < 0)
            throw new DeviceException("cannot become user " + account.name + ": " + Errno.text(r));
        // Not reached in practice; but to go on as root believing otherwise would be worse.
        if (account.uid != 0 && LibCProcess.setuid(0) >= 0)
            throw new DeviceException("became user " + account.name + " but may become root again");
    }
}
