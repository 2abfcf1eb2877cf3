package boreas.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the staircase of `ARCHITECTURE.md`: imports follow an outbound packet, and the cores stay
/// pure.
class LayersTest {
    /// Each package with those it stands on; what those may use, it may use too. A package's
    /// children (`path.dht`) count as itself. A package that does not exist yet is no fault.
    private static final Map<String, List<String>> STANDS_ON =
            Map.ofEntries(
                    // ground
                    Map.entry("value", List.of()),
                    Map.entry("label", List.of()),
                    Map.entry("env", List.of()),
                    Map.entry("ffm", List.of()),
                    // nouns
                    Map.entry("crypto", List.of("ffm", "env")),
                    Map.entry("address", List.of("label", "env", "crypto")),
                    Map.entry("wire", List.of("value", "label", "env", "address")),
                    Map.entry("config", List.of("value", "address")),
                    Map.entry("host", List.of("address")),
                    // a packet's way, outbound reads down
                    Map.entry("cryptoauth", List.of("address", "crypto", "wire", "env")),
                    Map.entry("link", List.of("cryptoauth")),
                    Map.entry("switching", List.of("link")),
                    Map.entry("session", List.of("switching")),
                    Map.entry("path", List.of("session")),
                    Map.entry("tun", List.of("session")),
                    Map.entry("tunnel", List.of("tun")),
                    Map.entry("tap", List.of("tun")),
                    Map.entry("site", List.of("config", "host")),
                    Map.entry("node", List.of("path", "tunnel", "tap")),
                    // assembly and faces
                    Map.entry("io", List.of("link", "tun", "host", "ffm")),
                    Map.entry("sim", List.of("node")),
                    Map.entry("admin", List.of("node")),
                    Map.entry("metrics", List.of("admin")),
                    Map.entry("lab", List.of("value", "ffm")),
                    Map.entry(
                            "daemon", List.of("node", "io", "config", "admin", "metrics", "site")),
                    Map.entry("cli", List.of("daemon", "site", "sim", "lab")));

    /// Everything between the datagram and the tun packet: bytes, time and randomness come in as
    /// parameters.
    private static final Set<String> PURE =
            Set.of(
                    "env",
                    "value",
                    "label",
                    "address",
                    "crypto",
                    "wire",
                    "config",
                    "cryptoauth",
                    "link",
                    "switching",
                    "session",
                    "path",
                    "tun",
                    "tunnel",
                    "tap",
                    "site",
                    "node");

    private static final Pattern FORBIDDEN_TYPE =
            Pattern.compile(
                    String.join(
                            "|",
                            "java/lang/(Thread|Process.*)",
                            "java/util/(Random|Timer|random/.*)",
                            "java/util/concurrent/(.*Executor.*|ThreadLocalRandom)",
                            "java/security/SecureRandom",
                            "java/net/(.*Socket.*|Datagram.*|NetworkInterface|UR.*|http/.*)",
                            "java/nio/(channels|file)/.*",
                            "java/io/(File.*|RandomAccessFile)",
                            "java/time/Clock",
                            "(org/slf4j|java/util/logging)/.*"));

    private static final Set<String> FORBIDDEN_CALLS =
            Set.of(
                    "java/lang/System.nanoTime",
                    "java/lang/System.currentTimeMillis",
                    "java/time/Instant.now",
                    "java/net/InetAddress.getByName",
                    "java/net/InetAddress.getAllByName",
                    "java/net/InetAddress.getLocalHost",
                    "java/lang/Math.random");

    private static CompiledClasses classes;

    @BeforeAll
    static void readClasses() throws IOException {
        classes = CompiledClasses.ofMain();
    }

    @Test
    void everyArrowIsOnTheMap() {
        var strangers = new ArrayList<String>();
        classes.arrows()
                .forEach((from, tos) -> {
                    var allowed = below(station(from));
                    for (var to : tos)
                        if (!station(to).equals(station(from)) && !allowed.contains(station(to)))
                            strangers.add(from + " -> " + to);
                });
        assertThat(strangers).as("arrows that the map does not have").isEmpty();
    }

    @Test
    void everyPackageIsOnTheMap() {
        assertThat(classes.packages()).allMatch(name -> STANDS_ON.containsKey(station(name)));
    }

    @Test
    void theMapHasNoCircle() {
        for (var name : STANDS_ON.keySet())
            assertThat(below(name)).as("what %s stands on", name).doesNotContain(name);
    }

    @Test
    void everyPackageSaysWhatItOwnsAndIsNullMarked() throws Exception {
        for (var name : classes.packages()) {
            assertThat(classes.typesIn(name))
                    .as("package-info.java of " + name + " with @NullMarked")
                    .containsEntry("org/jspecify/annotations/NullMarked", "package-info.class");
        }
    }

    @Test
    void pureCoresTouchNeitherClockNorChanceNorTheMachine() {
        var touches = new ArrayList<String>();
        for (var name : classes.packages()) {
            if (!PURE.contains(station(name))) continue;
            classes.typesIn(name)
                    .forEach((type, where) -> {
                        if (FORBIDDEN_TYPE.matcher(type).matches())
                            touches.add(name + "." + where + " mentions " + type);
                    });
            classes.callsIn(name)
                    .forEach((call, where) -> {
                        if (FORBIDDEN_CALLS.contains(call))
                            touches.add(name + "." + where + " calls " + call);
                    });
        }
        assertThat(touches).isEmpty();
    }

    @Test
    void onlyTheNativeBoundaryLooksUpNativeFunctions() {
        for (var name : classes.packages())
            if (!name.equals("ffm"))
                assertThat(classes.typesIn(name))
                        .as(name)
                        .doesNotContainKeys(
                                "java/lang/foreign/Linker", "java/lang/foreign/SymbolLookup");
    }

    @Test
    void noTypeStandsInTheRootPackage() {
        assertThat(classes.packages()).doesNotContain("");
    }

    /// Everything that a package may use: what it stands on, and what that stands on.
    private static Set<String> below(String name) {
        return BELOW.computeIfAbsent(
                name,
                _ -> {
                    var all = new TreeSet<String>();
                    collect(name, all);
                    return all;
                });
    }

    private static final Map<String, Set<String>> BELOW = new HashMap<>();

    private static void collect(String name, Set<String> into) {
        for (var next : STANDS_ON.getOrDefault(name, List.of()))
            if (into.add(next)) collect(next, into);
    }

    private static String station(String packageName) {
        int dot = packageName.indexOf('.');
        return dot < 0 ? packageName : packageName.substring(0, dot);
    }
}
