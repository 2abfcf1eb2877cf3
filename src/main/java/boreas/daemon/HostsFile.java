package boreas.daemon;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The machine's own list of hosts (hosts(5)), which comes before its resolvers.
///
/// Read again at each question while it can be read, and kept for the time when it cannot: a
/// process that changed its root folder does not see it any more. The control thread's.
final class HostsFile {
    private final Path path;
    private List<String> lines = List.of();

    HostsFile(Path path) {
        this.path = path;
        refresh();
    }

    /// All addresses of a host; none when it is not in the list.
    List<LinkAddress> find(String host, int udpPort) {
        refresh();
        var found = new ArrayList<LinkAddress>();
        for (var line : lines) {
            var words = line.replaceFirst("#.*", "").strip().split("\\s+");
            for (int i = 1; i < words.length; i++)
                if (words[i].toLowerCase(Locale.ROOT).equals(host)) {
                    add(words[0], udpPort, found);
                    break;
                }
        }
        return found;
    }

    private static void add(String address, int udpPort, List<LinkAddress> found) {
        try {
            found.add(
                    address.indexOf(':') < 0
                            ? LinkAddress.parse(address + ":" + udpPort)
                            : LinkAddress.udp(Ip6.parse(address), udpPort));
        } catch (AddressException _) {
            // An address with a zone, or a slip of somebody's: no link address.
        }
    }

    private void refresh() {
        try {
            lines = Files.readAllLines(path, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            // What was read before counts.
        }
    }
}
