package boreas.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Hosts that are told of each other by nothing but one site file.
///
/// Each has an address of its own, 10.79.0.n, that all others reach by their cable to it, as
/// servers on the Internet do; its node listens there. The first host is somebody's home: the file
/// has no address for it, so it calls and is not called.
public final class SiteNetwork implements AutoCloseable {
    /// Of the story's plan. The addresses of machines are this and their subnet.
    public static final String ULA = "fdd7:5938:e2e6";

    private final Network network;
    private final Path file;
    private final Map<String, String> subnets = new LinkedHashMap<>();

    private SiteNetwork(Network network) {
        this.network = network;
        this.file = network.folder().resolve("site.conf");
    }

    /// A host with a node that no file names; it calls vps2, by an entry in its configuration.
    public static final String STRANGER = "stranger";

    /// A triangle of machines whose nodes run with one file; none runs yet.
    ///
    /// @param program of each
    /// @param services by machine, as the file writes them: `"mysql": ":1::3306:1"`
    /// @param allow the rules, as the file writes them
    public static SiteNetwork lay(
            NodeProgram program, Map<String, Map<String, String>> services, List<String> allow) {
        return lay(Topology.triangle(), program, services, allow);
    }

    /// The same with a [#STRANGER].
    public static SiteNetwork layWithStranger(
            NodeProgram program, Map<String, Map<String, String>> services, List<String> allow) {
        var triangle = Topology.triangle();
        var hosts = new ArrayList<>(triangle.hosts());
        hosts.add(STRANGER);
        var joins = new ArrayList<>(triangle.joins());
        joins.add(new Topology.Join(STRANGER, "vps2"));
        return lay(new Topology("triangle", hosts, joins), program, services, allow);
    }

    /// The same with the hosts of a network whose nodes have ended: they start anew by the file
    /// alone, and forget whom their configurations told them of. The network stays its owner's.
    public static SiteNetwork over(
            Network network,
            NodeProgram program,
            Map<String, Map<String, String>> services,
            List<String> allow) {
        var site = new SiteNetwork(network);
        for (var host : site.hosts()) network.config(host).callNobody();
        site.begin(program, services, allow);
        return site;
    }

    /// The same with any hosts; the first one calls and is not called.
    public static SiteNetwork lay(
            Topology topology,
            NodeProgram program,
            Map<String, Map<String, String>> services,
            List<String> allow) {
        var network = Network.layStrangers(topology, _ -> program);
        try {
            var site = new SiteNetwork(network);
            site.begin(program, services, allow);
            if (topology.hosts().contains(STRANGER)) site.introduce();
            return site;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private void begin(
            NodeProgram program, Map<String, Map<String, String>> services, List<String> allow) {
        number();
        write(services, allow);
        for (var host : hosts()) network.program(host, program.withSite(file));
    }

    private void introduce() {
        var called = network.end("vps2", STRANGER);
        network.config(STRANGER)
                .call(
                        new Cable.End(called.host(), called.device(), underlay("vps2")),
                        network.config("vps2"),
                        NodeConfig.Auth.LOGIN);
    }

    /// Addresses of the hosts, and the routes between them.
    private void number() {
        var hosts = network.topology().hosts();
        for (int i = 0; i < hosts.size(); i++) {
            var name = hosts.get(i);
            network.host(name).must("ip", "address", "add", underlay(name) + "/32", "dev", "lo");
            network.config(name).bind(underlay(name));
            subnets.put(name, Integer.toHexString(0x1001 * (i + 1)));
        }
        for (var join : network.topology().joins()) {
            route(join.caller(), join.called());
            route(join.called(), join.caller());
        }
    }

    private void route(String from, String to) {
        network.host(from)
                .must(
                        "ip",
                        "route",
                        "add",
                        underlay(to) + "/32",
                        "via",
                        network.end(to, from).address(),
                        "src",
                        underlay(from));
    }

    /// Where a host is on its Internet.
    public String underlay(String host) {
        return "10.79.0." + (network.topology().hosts().indexOf(host) + 1);
    }

    /// Writes the file, for nodes that start later.
    public void write(Map<String, Map<String, String>> services, List<String> allow) {
        var text = new StringBuilder("{\n    \"ula\": \"" + ULA + "::/48\",\n");
        text.append("    \"machines\": {\n");
        var hosts = hosts();
        for (var name : hosts) {
            text.append(
                    "        \"%s\": { \"publicKey\": \"%s\", \"subnet\": \"%s\""
                            .formatted(name, network.config(name).publicKey(), subnets.get(name)));
            if (!name.equals(hosts.getFirst()))
                text.append(", \"address\": \"%s:%d\"".formatted(underlay(name), NodeConfig.PORT));
            text.append(", \"services\": {" + list(services.getOrDefault(name, Map.of())) + "} }");
            text.append(name.equals(hosts.getLast()) ? "\n" : ",\n");
        }
        text.append("    },\n    \"allow\": [\n        ");
        text.append(String.join(",\n        ", allow)).append("\n    ]\n}\n");
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new LabException("no site file: " + e.getMessage(), e);
        }
    }

    private static String list(Map<String, String> services) {
        return String.join(
                ", ",
                services.entrySet().stream()
                        .map(s -> " \"%s\": \"%s\" ".formatted(s.getKey(), s.getValue()))
                        .toList());
    }

    public Network network() {
        return network;
    }

    public Path file() {
        return file;
    }

    public Host host(String name) {
        return network.host(name);
    }

    /// The machines of the site.
    public List<String> hosts() {
        return network.topology().hosts().stream().filter(h -> !h.equals(STRANGER)).toList();
    }

    /// A machine's address in its own /64.
    public String ula(String host) {
        return ULA + ":" + Objects.requireNonNull(subnets.get(host)) + "::1";
    }

    /// A machine's end of its tunnels.
    public String endpoint(String host) {
        return ULA + ":3::" + Objects.requireNonNull(subnets.get(host));
    }

    /// The device by which others reach a machine.
    public static String tunnel(String to) {
        return "ula-net-" + to;
    }

    /// The nodes of all machines at once.
    public void startAll() {
        network.startAtOnce(hosts());
    }

    /// Takes the power of a host: its node is gone, and so is everything that a kernel forgets. Its
    /// cables and its address on its Internet are there again, as its own services make them.
    public void reboot(String host) {
        network.killNode(host);
        host(host).must("nft", "flush", "ruleset");
        host(host)
                .must(
                        "sh",
                        "-c",
                        "for d in $(ip -o link show | sed -n 's/^[0-9]*: \\(tun[^:@]*\\|ula-[^:@]*\\).*/\\1/p'); do ip link del $d; done;"
                                + " ip -6 address flush dev lo scope global;"
                                + " ip -6 route flush table main type unreachable");
    }

    /// What a kernel remembers of a site: addresses, routes, firewall.
    public String settings(String host) {
        var text = new StringBuilder();
        for (var what : List.of("address", "-6 route", "-4 route"))
            text.append(host(host).must("sh", "-c", "ip " + what + " show").out());
        text.append(host(host).must("nft", "list", "ruleset").out());
        return text.toString().replaceAll("_lft \\w+", "");
    }

    @Override
    public void close() {
        network.close();
    }
}
