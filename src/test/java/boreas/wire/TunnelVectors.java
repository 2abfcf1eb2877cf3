package boreas.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Bytes that another implementation made; the file says which, and how.
public final class TunnelVectors {
    private static final Path FILE = Path.of("src/test/resources/tunnel/rfc2473.txt");

    /// @param number content type, of errors the MTU
    public record Vector(String kind, String name, int number, byte[] bytes, byte[] inner) {
        public Packet packet() {
            return Packets.of(bytes);
        }
    }

    private TunnelVectors() {}

    public static List<Vector> of(String kind) {
        var found = new ArrayList<Vector>();
        try {
            for (var line : Files.readAllLines(FILE)) {
                String[] f = line.split(" ");
                if (!f[0].equals(kind)) continue;
                var hex = HexFormat.of();
                found.add(
                        new Vector(
                                f[0],
                                f[1],
                                Integer.parseInt(f[2]),
                                hex.parseHex(f[3]),
                                hex.parseHex(f[4])));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        if (found.isEmpty()) throw new AssertionError("no " + kind + " in " + FILE);
        return found;
    }

    /// The parts of each fragmented packet, in order.
    public static Map<String, List<Vector>> fragmented() {
        var byName = new LinkedHashMap<String, List<Vector>>();
        for (var v : of("part")) byName.computeIfAbsent(v.name, _ -> new ArrayList<>()).add(v);
        return byName;
    }
}
