package boreas.daemon.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether the calling thread may change the network.
final class Rights {
    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final String EFFECTIVE = "CapEff:";
    private static final int CAP_NET_ADMIN = 12; // capability(7)

    private Rights() {}

    static void need(String what) throws SiteException {
        if (!has())
            throw new SiteException(
                    what
                            + " changes the network of this machine: run it as root, or with CAP_NET_ADMIN");
    }

    static boolean has() {
        try {
            for (var line : Files.readAllLines(STATUS))
                if (line.startsWith(EFFECTIVE)) {
                    long effective =
                            Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16);
                    return (effective >>> CAP_NET_ADMIN & 1) != 0;
                }
        } catch (IOException | NumberFormatException _) {
            // no such file: the kernel itself will say what may not be
        }
        return true;
    }
}
