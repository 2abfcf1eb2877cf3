package boreas.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The configuration of one node: what its program's `--genconf` printed, edited line by line as an
/// operator does.
///
/// The edits are text because that is what an operator's editor and scripts do: a generated file
/// that lost its familiar lines fails here.
public final class NodeConfig {
    /// Making keys takes a fraction of a second, starting a JVM on a busy machine a few.
    private static final Duration GENCONF_LIMIT = Duration.ofSeconds(60);

    /// Each host has a network of its own, so all nodes may use the same port.
    public static final int PORT = 27177;

    /// The first UDP interface is the one for IPv4.
    private static final String FIRST_BIND = "\"bind\": \"0\\.0\\.0\\.0:\\d+\"";

    private final String generated;
    private final List<Edit> edits = new ArrayList<>();
    private final List<String> peers = new ArrayList<>();
    private final List<String> ethernetPeers = new ArrayList<>();
    private String bind = "0.0.0.0";
    private String ethernetDevice = "";
    private int ethernetBeacon;

    private record Edit(String pattern, String replacement) {}

    /// How a caller proves itself.
    public enum Auth {
        /// By a hash of the password alone.
        PASSWORD(1),
        /// By login and password.
        LOGIN(2);

        private final int type;

        Auth(int type) {
            this.type = type;
        }

        /// The number on the wire.
        public int type() {
            return type;
        }
    }

    private NodeConfig(String generated) {
        this.generated = generated;
    }

    /// Asks a program for a new configuration, with keys and passwords of its own.
    public static NodeConfig generate(NodeProgram program) {
        return of(
                Command.must(GENCONF_LIMIT, List.of(program.file().toString(), "--genconf")).out());
    }

    static NodeConfig of(String genconf) {
        var config = new NodeConfig(genconf);
        // Nothing is wanted but what the laboratory asked for: no neighbours found by beacons, and
        // no public network.
        config.edits.add(new Edit("\"beacon\": 2", "\"beacon\": 0"));
        if (genconf.contains("\"dnsSeeds\": ["))
            config.edits.add(new Edit("(\"dnsSeeds\": \\[)[^]]*]", "$1]"));
        config.edits.add(new Edit("//\\s*(\"logTo\": \"stdout\")", "$1"));
        if (Rights.isUserNamespace()) {
            // There is no other user there to become.
            config.edits.add(new Edit("\\{ *\"setuser\": \"nobody\"[^}]*}", "{ \"setuser\": 0 }"));
            config.edits.add(new Edit("\\{ *\"chroot\": \"[^}]*}", "{ \"chroot\": 0 }"));
        }
        return config;
    }

    /// The address to listen at, instead of all.
    public NodeConfig bind(String address) {
        bind = address;
        return this;
    }

    /// Adds a peer to call, by the credentials that its own configuration offers.
    public NodeConfig call(Cable.End where, NodeConfig peer, Auth auth) {
        var login = auth == Auth.LOGIN ? "\"login\": \"" + peer.user() + "\", " : "";
        peers.add(
                "\"%s:%d\": { %s\"password\": \"%s\", \"publicKey\": \"%s\", \"peerName\": \"%s\" }"
                        .formatted(
                                where.address(),
                                PORT,
                                login,
                                peer.password(),
                                peer.publicKey(),
                                where.host().name()));
        return this;
    }

    /// Forgets all peers to call.
    NodeConfig callNobody() {
        peers.clear();
        ethernetPeers.clear();
        return this;
    }

    /// Beacons of the UDP interface: 0 off, 1 accept, 2 send and accept.
    public NodeConfig udpBeacon(int state) {
        return edit("\"beacon\": 0", "\"beacon\": " + state);
    }

    /// Adds the Ethernet interface, on one device or `all`.
    ///
    /// @param beacon as [#udpBeacon]
    public NodeConfig ethernet(String device, int beacon) {
        ethernetDevice = device;
        ethernetBeacon = beacon;
        return this;
    }

    /// Adds a peer to call by its Ethernet address, by the password of its own configuration.
    public NodeConfig callEthernet(String mac, NodeConfig peer) {
        ethernetPeers.add(
                "\"%s\": { \"password\": \"%s\", \"publicKey\": \"%s\" }"
                        .formatted(mac, peer.password(), peer.publicKey()));
        return this;
    }

    /// An edit of the caller's own: the first line that matches is changed.
    public NodeConfig edit(String pattern, String replacement) {
        edits.add(new Edit(pattern, replacement));
        return this;
    }

    public String publicKey() {
        return field("\"publicKey\": \"([0-9a-z]{52}\\.k)\"");
    }

    /// In the full form that the file shows.
    public String ip6() {
        return field("\"ipv6\": \"(fc[0-9a-f:]{37})\"");
    }

    public String password() {
        return field("\\{ *\"password\": \"(\\w+)\"");
    }

    public String user() {
        return field("\"password\": \"\\w+\", *\"user\": \"([^\"]+)\"");
    }

    /// Where the admin port listens, on loopback.
    public int adminPort() {
        return Integer.parseInt(field("\"admin\": \\{[^}]*?\"bind\": \"127\\.0\\.0\\.1:(\\d+)\""));
    }

    private String field(String pattern) {
        var found = Pattern.compile(pattern).matcher(generated);
        if (found.find()) return found.group(1);
        throw new LabException("the generated configuration has nothing like " + pattern);
    }

    /// The file for a node on `host`.
    public String text(Host host) {
        var text = generated;
        text = replace(text, new Edit(FIRST_BIND, "\"bind\": \"" + bind + ":" + PORT + "\""));
        text =
                replace(
                        text,
                        new Edit(
                                "\"pipe\": \"cjdroute.sock\"", "\"pipe\": \"" + pipe(host) + "\""));
        if (!peers.isEmpty())
            text =
                    replace(
                            text,
                            new Edit(
                                    "\"connectTo\": \\{",
                                    Matcher.quoteReplacement(
                                            "\"connectTo\": {\n" + String.join(",\n", peers))));
        for (var edit : edits) text = replace(text, edit);
        return ethernetDevice.isEmpty() ? text : replace(text, ethernetEdit());
    }

    /// All of it in one, because its lines look like those of the UDP interfaces.
    private Edit ethernetEdit() {
        return new Edit(
                "(?s)\"_disabled_ETHInterface\"(.*?\"bind\": )\"all\"(.*?\"beacon\": )2(.*?\"connectTo\": \\{)",
                "\"ETHInterface\"$1\"%s\"$2%d$3%s"
                        .formatted(
                                ethernetDevice,
                                ethernetBeacon,
                                Matcher.quoteReplacement(
                                        "\n" + String.join(",\n", ethernetPeers))));
    }

    /// The file system is shared between hosts, so each node has a socket of its own.
    static String pipe(Host host) {
        return host.folder().resolve("pipe").toString();
    }

    private static String replace(String text, Edit edit) {
        var line = Pattern.compile(edit.pattern).matcher(text);
        if (line.find()) return line.replaceFirst(edit.replacement);
        throw new LabException("the generated configuration has no line like " + edit.pattern);
    }
}
