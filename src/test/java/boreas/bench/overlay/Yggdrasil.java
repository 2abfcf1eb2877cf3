package boreas.bench.overlay;

import boreas.lab.Host;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// yggdrasil-go; its links are TCP.
final class Yggdrasil extends Rival {
    private static final int PORT = 4001;
    private final Path program;

    Yggdrasil(Path program) {
        super("yggdrasil");
        this.program = program;
    }

    /// One that was built by `go install` does not know its version; the Go command finds it.
    @Override
    public String version() {
        return CjdnsContender.lines("go", "version", "-m", program.toString()).stream()
                .filter(line -> line.strip().startsWith("mod\t"))
                .map(line -> line.strip().substring(4).replace('\t', ' '))
                .findFirst()
                .orElse("");
    }

    private static Path file(Host host) {
        return host.folder().resolve("yggdrasil.conf");
    }

    /// The lower number calls the higher one.
    @Override
    void configure(Row row) {
        for (var host : row.hosts()) {
            JsonObject config =
                    JsonParser.parseString(must(host, program, "-genconf", "-json"))
                            .getAsJsonObject();
            var listen = new JsonArray();
            listen.add("tcp://0.0.0.0:" + PORT);
            var peers = new JsonArray();
            for (var other : row.neighbours(host))
                if (row.number(other) > row.number(host))
                    peers.add("tcp://" + row.address(host, other) + ":" + PORT);
            config.add("Listen", listen);
            config.add("Peers", peers);
            config.add("MulticastInterfaces", new JsonArray());
            config.addProperty("AdminListen", "none");
            config.addProperty("IfName", "auto");
            write(file(host), config.toString());
        }
    }

    @Override
    String address(Row row, Host host) {
        return must(host, program, "-useconffile", file(host), "-address").strip();
    }

    @Override
    Process startNode(Row row, Host host) {
        return startIn(host, List.of(program.toString(), "-useconffile", file(host).toString()));
    }

    /// Traffic that comes before its tree has settled may stay unanswered for more than a minute.
    @Override
    Duration settling() {
        return Duration.ofSeconds(5);
    }
}
