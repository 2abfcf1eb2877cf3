package boreas.bench.overlay;

import boreas.lab.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Nebula; with a host in the middle, that one is its lighthouse and its relay.
final class Nebula extends Rival {
    private static final int PORT = 4003;
    private final Path program;
    private final Path cert;

    /// @param program beside which `nebula-cert` is
    Nebula(Path program) {
        super("nebula");
        this.program = program;
        cert = program.resolveSibling("nebula-cert");
    }

    @Override
    public String version() {
        return CjdnsContender.firstLine(program.toString(), "-version");
    }

    @Override
    String address(Row row, Host host) {
        return "10.96.0." + row.number(host);
    }

    @Override
    void configure(Row row) {
        var shared = row.lab().folder();
        var crt = shared.resolve("ca.crt");
        var key = shared.resolve("ca.key");
        var first = row.hosts().getFirst();
        must(first, cert, "ca", "-name", "bench", "-out-crt", crt, "-out-key", key);
        for (var host : row.hosts()) {
            var line = new ArrayList<Object>(List.of(cert, "sign", "-ca-crt", crt));
            line.addAll(List.of("-ca-key", key, "-name", host.name()));
            line.addAll(List.of("-ip", address(row, host) + "/24"));
            line.addAll(List.of("-out-crt", host.folder().resolve("crt")));
            line.addAll(List.of("-out-key", host.folder().resolve("key")));
            must(host, line.toArray());
            write(host.folder().resolve("nebula.yml"), yaml(row, host));
        }
    }

    private String yaml(Row row, Host host) {
        var hub = row.hosts().get(1);
        var hosts =
                row.neighbours(host).stream()
                        .map(other ->
                                "  \"%s\": [\"%s:%d\"]"
                                        .formatted(
                                                address(row, other),
                                                row.address(host, other),
                                                PORT))
                        .collect(Collectors.joining("\n"));
        var relay =
                row.hosts().size() == 2
                        ? "use_relays: false"
                        : host == hub
                                ? "am_relay: true"
                                : "use_relays: true\n  relays: [%s]".formatted(address(row, hub));
        return """
        pki: {ca: %s, cert: %s, key: %s}
        static_host_map:
        %s
        lighthouse:
          am_lighthouse: %s
          interval: 10
          hosts: [%s]
        listen: {host: 0.0.0.0, port: %d}
        relay:
          %s
        tun: {dev: neb%d}
        logging: {level: error}
        firewall:
          outbound: [{port: any, proto: any, host: any}]
          inbound: [{port: any, proto: any, host: any}]
        """
                .formatted(
                        row.lab().folder().resolve("ca.crt"),
                        host.folder().resolve("crt"),
                        host.folder().resolve("key"),
                        hosts,
                        host == hub,
                        host == hub ? "" : "\"" + address(row, hub) + "\"",
                        PORT,
                        relay,
                        row.number(host));
    }

    @Override
    Process startNode(Row row, Host host) {
        return startIn(
                host,
                List.of(
                        program.toString(),
                        "-config",
                        host.folder().resolve("nebula.yml").toString()));
    }
}
