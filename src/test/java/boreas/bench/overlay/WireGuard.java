package boreas.bench.overlay;

import boreas.lab.Host;
import boreas.lab.LabException;
import boreas.lab.Pause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// WireGuard in user space, by wireguard-go and Debian's `wg`.
final class WireGuard extends Rival {
    private static final int PORT = 4002;

    /// WireGuard's own for a cable of 1500.
    private static final int MTU_BYTES = 1420;

    private static final int LOOKS = 500;
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Path program;

    WireGuard(Path program) {
        super("wireguard-go");
        this.program = program;
    }

    @Override
    public String version() {
        return CjdnsContender.firstLine(program.toString(), "--version");
    }

    /// It has no node in the middle that could not read.
    @Override
    public boolean canLay(Shape shape) {
        return shape == Shape.DIRECT;
    }

    @Override
    String address(Row row, Host host) {
        return "10.97.0." + row.number(host);
    }

    @Override
    void configure(Row row) {
        for (var host : row.hosts()) {
            must(
                    host,
                    "sh",
                    "-c",
                    "umask 077; wg genkey > '%1$s/key'; wg pubkey < '%1$s/key' > '%1$s/public'"
                            .formatted(host.folder()));
        }
    }

    /// Its control socket is named after the device, and all hosts share the folder of sockets.
    private static String device(Row row, Host host) {
        return "wg" + ProcessHandle.current().pid() + "n" + row.number(host);
    }

    @Override
    Process startNode(Row row, Host host) {
        var device = device(row, host);
        var process =
                startIn(host, List.of("env", "LOG_LEVEL=error", program.toString(), "-f", device));
        var socket = Path.of("/var/run/wireguard", device + ".sock");
        for (int i = 0; !Files.exists(socket); i++) {
            if (i == LOOKS) throw new LabException("wireguard-go makes no socket on " + host);
            Pause.of(LOOK);
        }
        var peer = row.neighbours(host).getFirst();
        must(
                host,
                "wg",
                "set",
                device,
                "listen-port",
                PORT,
                "private-key",
                host.folder().resolve("key"),
                "peer",
                read(peer.folder().resolve("public")).strip(),
                "endpoint",
                Objects.requireNonNull(row.address(host, peer)) + ":" + PORT,
                "allowed-ips",
                "10.97.0.0/24");
        must(host, "ip", "address", "add", address(row, host) + "/24", "dev", device);
        must(host, "ip", "link", "set", device, "mtu", MTU_BYTES, "up");
        return process;
    }
}
