package boreas.site;

import boreas.address.AddressException;
import boreas.address.Ip4;
import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.config.Problems;
import boreas.value.Position;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `machines`: each one by itself; what they claim together is judged by [Claims].
final class MachinesReader {
    static final String TUNNEL_PREFIX = "ula-net-";

    /// Ours: each machine has a tunnel device and a peer for each other one.
    static final int MACHINES_MAX = 200;

    private static final int NAME_MAX = 32;

    /// One byte in the option.
    private static final int ENCAPSULATION_LIMIT_MAX = 255;

    private static final String MESH_DEVICE = "tun0";
    private static final Set<String> TAKEN_NAMES = Set.of("all", "mesh");
    private static final String UNDERLAY_ADVICE =
            "write \"$IP:$PORT\", \"[$IP6]:$PORT\" or \"host.name:$PORT\" as it is reached from"
                    + " outside, or leave it out";

    private final Problems problems;
    private final Ip6Prefix ula;
    private final int endpointSubnet;
    private final String tunnelPrefix;
    private final Claims claims;
    private final Map<PublicKey, String> keys = new HashMap<>();
    private final Map<String, Position> underlays = new HashMap<>();

    MachinesReader(Problems problems, Ip6Prefix ula, int endpointSubnet, String tunnelPrefix) {
        this.problems = problems;
        this.ula = ula;
        this.endpointSubnet = endpointSubnet;
        this.tunnelPrefix = tunnelPrefix;
        this.claims = new Claims(problems, ula, endpointSubnet);
    }

    /// Sorted by name.
    List<Machine> read(Block machines) {
        var found = new ArrayList<Machine>();
        if (machines.dict().size() > MACHINES_MAX)
            problems.error(
                    machines.at(),
                    "machines: read %d, expected at most %d; split the site"
                            .formatted(machines.dict().size(), MACHINES_MAX));
        for (var e : machines.dict().entries().entrySet()) {
            if (e.getKey().text().startsWith("_")) continue; // a note
            if (!(e.getValue() instanceof Value.Dict dict)) {
                machines.wrong(
                        e.getValue(), machines.name(e.getKey().text()), "a Dict", "write { … }");
                continue;
            }
            boolean named = isName(e.getKey(), "machines");
            var block = new Block(problems, machines.name(e.getKey().text()), dict);
            var machine = machine(e.getKey(), block);
            if (machine != null && named) found.add(machine);
        }
        if (!problems.hasErrors() && found.isEmpty())
            problems.error(
                    machines.at(),
                    "machines: there is no machine in it; boreas site enroll NAME prints the line"
                            + " of the machine on which it runs");
        claims.judge();
        checkUnderlays(found, machines);
        found.sort(Comparator.comparing(Machine::name));
        return found;
    }

    private boolean isName(Value.Str text, String where) {
        var refusal = refusal(text);
        if (refusal == null) return true;
        problems.error(text.at(), where + ": " + refusal);
        return false;
    }

    static @Nullable String refusal(Value.Str text) {
        var name = text.text();
        boolean isGood =
                !name.isEmpty() && name.length() <= NAME_MAX && Character.isLetter(name.charAt(0));
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            isGood &=
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || c == '-'
                            || c == '_';
        }
        if (isGood && !TAKEN_NAMES.contains(name)) return null;
        return "read %s, expected a name of up to %d letters, digits, - and _ that begins with a letter and is neither \"all\" nor \"mesh\"; write another one"
                .formatted(Problems.show(text), NAME_MAX);
    }

    private @Nullable Machine machine(Value.Str nameText, Block block) {
        String name = nameText.text();
        var key = key(name, block);
        var subnet = subnet(name, block);
        var underlay = underlay(block);
        var network = subnet == null ? null : SiteReader.network(ula, subnet);
        var services = services(name, block, network);
        var behind = behind(name, block);
        var ip4Address = ip4Address(block, behind);
        var sourceText = block.text("source", "write one of its addresses");
        var source =
                block.parse(
                        sourceText,
                        block.name("source"),
                        this::address,
                        "write one of its addresses");
        var lan = device(block, "lan", "eth0");
        var mesh = device(block, "tunDevice", MESH_DEVICE);
        var tunnel = tunnel(name, nameText, block);
        boolean isGenuine = block.flag("genuine");
        var limit = block.number("encapsulationLimit", ENCAPSULATION_LIMIT_MAX);
        block.finish();
        if (tunnel != null) claims.tunnel(tunnel);
        claims.other(lan == null ? "" : lan.text());
        claims.other(mesh == null ? MESH_DEVICE : mesh.text());
        if (key == null || network == null || subnet == null || tunnel == null) return null;
        var endpoint = new Ip6(SiteReader.network(ula, endpointSubnet).address().hi(), subnet);
        var machine =
                new Machine(
                        name,
                        key,
                        subnet,
                        network,
                        endpoint,
                        source == null ? endpoint : source,
                        underlay,
                        services,
                        behind,
                        ip4Address,
                        lan == null ? null : lan.text(),
                        mesh == null ? MESH_DEVICE : mesh.text(),
                        tunnel.device(),
                        isGenuine,
                        limit);
        if (source != null && sourceText != null) checkSource(machine, block, sourceText);
        return machine;
    }

    private @Nullable PublicKey key(String machine, Block block) {
        String advice = "write the machine's key, \"….k\"; boreas site enroll prints it there";
        var text = block.requiredText("publicKey", advice);
        var key = block.parse(text, block.name("publicKey"), PublicKey::parse, advice);
        if (key == null || text == null) return key;
        var other = keys.putIfAbsent(key, machine);
        if (other != null)
            problems.error(
                    text.at(),
                    ("%s: read the key that %s has too, expected one for each machine, because"
                                    + " a machine finds itself by it; run boreas site enroll on"
                                    + " both again")
                            .formatted(block.name("publicKey"), other));
        return key;
    }

    /// From the MAC's last four digits unless chosen.
    private @Nullable Integer subnet(String machine, Block block) {
        String advice = "write its MAC, \"00:16:3e:01:6c:8d\", or \"subnet\": \"6c8d\"";
        var macText = block.text("mac", advice);
        var subnetText = block.text("subnet", advice);
        var mac = block.parse(macText, block.name("mac"), MachinesReader::mac, advice);
        var chosen = block.parse(subnetText, block.name("subnet"), SiteReader::parseSubnet, advice);
        if (chosen != null && subnetText != null) {
            claims.subnet(machine, block.name("subnet"), subnetText, chosen);
            return chosen;
        }
        if (mac != null && macText != null && subnetText == null) {
            int derived = (int) mac.lo() & 0xffff;
            claims.subnet(machine, block.name("mac"), macText, derived);
            return derived;
        }
        if (block.value("mac") == null && block.value("subnet") == null)
            block.missing("mac", advice);
        return null;
    }

    private static LinkAddress mac(String text) throws AddressException {
        var mac = LinkAddress.mac(text);
        if (mac == null) throw new AddressException("not six bytes in hex with colons", 0);
        return mac;
    }

    private @Nullable PeerEndpoint underlay(Block block) {
        var text = block.text("address", UNDERLAY_ADVICE);
        var name = block.name("address");
        var endpoint = block.parse(text, name, PeerEndpoint::parse, UNDERLAY_ADVICE);
        if (endpoint == null || text == null) return null;
        int port =
                switch (endpoint) {
                    case PeerEndpoint.Named(_, int udpPort) -> udpPort;
                    case PeerEndpoint.Numeric(LinkAddress address) -> address.udpPort();
                };
        if (port == 0)
            problems.error(
                    text.at(),
                    "%s: read %s, expected a port from 1 to %d; write the port of its UDPInterface"
                            .formatted(name, Problems.show(text), PortRange.PORT_MAX));
        var other = underlays.putIfAbsent(endpoint.toString(), text.at());
        if (other != null)
            problems.error(
                    text.at(),
                    "%s: read %s, which the machine at %s has too; write another port for one of them"
                            .formatted(name, Problems.show(text), other));
        return endpoint;
    }

    /// A full address, or what follows the /48 beginning with a colon.
    private Ip6 address(String text) throws AddressException {
        if (!text.startsWith(":") || text.startsWith("::")) return Ip6.parse(text);
        var net = ula.address();
        return Ip6.parse("%x:%x:%x%s".formatted(net.group(0), net.group(1), net.group(2), text));
    }

    private List<Service> services(String machine, Block block, @Nullable Ip6Prefix network) {
        var found = new ArrayList<Service>();
        var services = block.block("services");
        if (services == null) return found;
        String advice = "write an address of the /48, such as \":1::3306:1\" for " + example();
        for (var nameText : services.dict().entries().keySet()) {
            String name = nameText.text();
            var text = services.text(name, advice);
            if (name.startsWith("_")) continue;
            boolean named = isName(nameText, block.name("services"));
            var address = services.parse(text, services.name(name), this::address, advice);
            if (address == null || text == null || !named) continue;
            claims.service(machine, services.name(name), text, address, network);
            found.add(new Service(name, address));
        }
        found.sort(Comparator.comparing(Service::name));
        return found;
    }

    private String example() {
        var net = ula.address();
        return new Ip6(net.hi() | 1, 0x3306_0001L).compressedText();
    }

    private List<IpPrefix> behind(String machine, Block block) {
        String advice = "write a prefix such as \"192.168.5.0/24\" or \"2001:db8:5::/64\"";
        var found = new ArrayList<IpPrefix>();
        for (var text : block.texts("prefixes", advice)) {
            var prefix = block.parse(text, block.name("prefixes"), MachinesReader::range, advice);
            if (prefix == null) continue;
            claims.behind(machine, block.name("prefixes"), text, prefix);
            found.add(prefix);
        }
        found.sort(Ranges.ORDER);
        return found;
    }

    /// Refuses bits behind the prefix: probably a digit is wrong.
    static IpPrefix range(String text) throws AddressException {
        var range = IpPrefix.parse(text);
        int slash = text.indexOf('/');
        var alone = IpPrefix.parse(slash < 0 ? text : text.substring(0, slash));
        if (!alone.mapped().address().equals(range.mapped().address()))
            throw new AddressException("there are bits behind the prefix; is " + range + " meant?");
        return range;
    }

    private @Nullable Ip4 ip4Address(Block block, List<IpPrefix> behind) {
        String advice = "write the machine's own address in one of its \"prefixes\"";
        var text = block.text("ip4Address", advice);
        var address = block.parse(text, block.name("ip4Address"), Ip4::parse, advice);
        if (address == null || text == null) return null;
        if (behind.stream().noneMatch(b -> b.holds(address.mapped())))
            problems.error(
                    text.at(),
                    "%s: read %s, which is in none of the machine's prefixes; %s"
                            .formatted(block.name("ip4Address"), Problems.show(text), advice));
        return address;
    }

    private void checkSource(Machine machine, Block block, Value.Str text) {
        if (machine.siteRanges().stream().anyMatch(r -> r.holds(machine.source()))) return;
        problems.error(
                text.at(),
                "%s: read %s, which is no address of %s; write %s, or one of its services"
                        .formatted(
                                block.name("source"),
                                Problems.show(text),
                                machine.name(),
                                machine.ownAddress().compressedText()));
    }

    private Value.@Nullable Str device(Block block, String key, String example) {
        String advice = "write the name of a network device such as \"" + example + "\"";
        var text = block.text(key, advice);
        if (text == null) return null;
        var fault = DeviceName.fault(text.text());
        if (fault == null) return text;
        problems.error(
                text.at(),
                "%s: read %s, but %s; %s"
                        .formatted(block.name(key), Problems.show(text), fault, advice));
        return null;
    }

    /// The name of the devices that lead to the machine, and the place to blame for it.
    private Claims.@Nullable Device tunnel(String machine, Value.Str nameText, Block block) {
        var chosen = block.text("tunnel", "write \"" + tunnelPrefix + "…\"");
        String device = chosen != null ? chosen.text() : tunnelPrefix + machine;
        var at = chosen != null ? chosen.at() : nameText.at();
        var fault = DeviceName.fault(device);
        if (fault == null) return new Claims.Device(machine, device, at);
        problems.error(
                at,
                "%s: read \"%s\", but %s; write %s"
                        .formatted(
                                block.name("tunnel"),
                                device,
                                fault,
                                chosen != null
                                        ? "letters, digits and hyphens, 15 at most"
                                        : "\"tunnel\": \"…\" for this machine, or another"
                                                + " \"tunnelPrefix\" for all"));
        return null;
    }

    /// A link must not run through what it carries.
    private void checkUnderlays(List<Machine> found, Block machines) {
        var site = new Site(ula, endpointSubnet, found, List.of());
        for (var m : found) {
            if (!(m.underlay() instanceof PeerEndpoint.Numeric(LinkAddress address))) continue;
            var refused = site.refusedUnderlay(address.ip());
            var dict = machines.dict().dict(m.name());
            var text = dict == null ? null : dict.str("address");
            if (refused == null || text == null) continue;
            problems.error(
                    text.at(),
                    ("%s.address: read %s, which %s; write its address in the network below, or"
                                    + " leave it out")
                            .formatted(machines.name(m.name()), Problems.show(text), refused));
        }
    }
}
