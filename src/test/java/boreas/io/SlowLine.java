package boreas.io;

import boreas.address.AddressException;
import boreas.address.LinkAddress;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import java.nio.file.Files;
import java.nio.file.Path;

/// A link that takes nothing for a while, in the namespace of the calling thread: the far end's MAC
/// is asked for, nobody answers, and until then what is sent stays in the socket's buffer.
final class SlowLine {
    private static final int SO_SNDBUF = 7;

    SlowLine() throws Exception {
        NetworkNamespace.ip("link add bt-near type veth peer name bt-far");
        NetworkNamespace.ip("address add 10.0.0.1/24 dev bt-near");
        NetworkNamespace.ip("link set bt-near up");
        NetworkNamespace.ip("link set bt-far up");
    }

    /// A buffer for a few datagrams.
    void makeSmall(UdpSocket socket) {
        LibC.setsockopt(socket.fd(), Linux.SOL_SOCKET, SO_SNDBUF, 8192);
    }

    LinkAddress farEnd() throws AddressException {
        return LinkAddress.parse("10.0.0.2:4000");
    }

    /// From here on it takes everything.
    void open() throws Exception {
        NetworkNamespace.ip(
                "neighbour replace 10.0.0.2 lladdr 02:00:00:00:00:01 dev bt-near nud permanent");
    }

    long sentBytes() throws Exception {
        try (var lines = Files.lines(Path.of("/proc/thread-self/net/dev"))) {
            var line = lines.filter(l -> l.contains("bt-near:")).findFirst().orElseThrow();
            return Long.parseLong(line.substring(line.indexOf(':') + 1).strip().split(" +")[8]);
        }
    }
}
