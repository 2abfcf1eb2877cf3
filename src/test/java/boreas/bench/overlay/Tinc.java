package boreas.bench.overlay;

import boreas.lab.Host;
import boreas.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// tinc 1.0, as Debian has it.
final class Tinc extends Rival {
    private static final int PORT = 4004;
    private final Path program;

    Tinc(Path program) {
        super("tinc");
        this.program = program;
    }

    @Override
    public String version() {
        return CjdnsContender.firstLine(program.toString(), "--version");
    }

    @Override
    String address(Row row, Host host) {
        return "10.95.0." + row.number(host);
    }

    private static Path folder(Host host) {
        return host.folder().resolve("tinc");
    }

    @Override
    void configure(Row row) {
        for (var host : row.hosts()) generate(row, host);
        for (var host : row.hosts())
            for (var other : row.hosts()) {
                var underlay = row.address(host, other);
                var text = new StringBuilder();
                if (underlay != null) text.append("Address = " + underlay + "\n");
                text.append("Port = " + PORT + "\nSubnet = " + address(row, other) + "/32\n");
                text.append(read(other.folder().resolve("public")));
                write(folder(host).resolve("hosts").resolve(other.name()), text.toString());
            }
    }

    private void generate(Row row, Host host) {
        try {
            Files.createDirectories(folder(host).resolve("hosts"));
        } catch (IOException e) {
            throw new LabException("no folder for tinc: " + e.getMessage(), e);
        }
        var conf = new StringBuilder("Name = " + host.name() + "\nPort = " + PORT);
        conf.append("\nAddressFamily = ipv4\nInterface = tinc" + row.number(host) + "\n");
        for (var other : row.neighbours(host))
            if (row.number(other) > row.number(host))
                conf.append("ConnectTo = " + other.name() + "\n");
        write(folder(host).resolve("tinc.conf"), conf.toString());
        var up = folder(host).resolve("tinc-up");
        write(
                up,
                "#!/bin/sh\nip address add %s/24 dev $INTERFACE\nip link set $INTERFACE up\n"
                        .formatted(address(row, host)));
        if (!up.toFile().setExecutable(true)) throw new LabException("no script of tinc");
        must(host, "sh", "-c", program + " -c " + folder(host) + " -K 2048 </dev/null");
        var own = folder(host).resolve("hosts").resolve(host.name());
        write(host.folder().resolve("public"), read(own));
    }

    @Override
    Process startNode(Row row, Host host) {
        return startIn(
                host,
                List.of(
                        program.toString(),
                        "-c",
                        folder(host).toString(),
                        "-D",
                        "--pidfile=" + host.folder().resolve("pid")));
    }
}
