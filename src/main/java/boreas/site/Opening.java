package boreas.site;

import boreas.address.Ip4Prefix;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.config.UdpPort;
import boreas.host.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the other firewalls of a machine must let through, so that its plan works: a table of one's
/// own can only restrict.
///
/// @param what for people
/// @param hook `input` or `forward`
/// @param isIp6 else IPv4
/// @param in the device it comes from; null: any
/// @param out the device it leaves by; null: any
/// @param sources empty: all
/// @param destinations empty: all
/// @param ports of the destination; empty: all
public record Opening(
        String what,
        String hook,
        boolean isIp6,
        @Nullable String in,
        @Nullable String out,
        List<IpPrefix> sources,
        List<IpPrefix> destinations,
        Protocol protocol,
        List<PortRange> ports) {
    static final String INPUT = "input", FORWARD = "forward";

    public Opening {
        sources = List.copyOf(sources);
        destinations = List.copyOf(destinations);
        ports = List.copyOf(ports);
    }

    /// @param udpPorts of the node
    public static List<Opening> of(SitePlan plan, List<UdpPort> udpPorts) {
        var openings = new ArrayList<Opening>();
        for (var port : udpPorts)
            openings.add(
                    new Opening(
                            "the node's links",
                            INPUT,
                            port.isIp6(),
                            null,
                            null,
                            List.of(),
                            List.of(),
                            Protocol.UDP,
                            List.of(new PortRange(port.number(), port.number()))));
        boolean isForwarding = plan.settings().stream().anyMatch(s -> s instanceof Setting.Sysctl);
        for (var gate : plan.gates()) {
            for (var grant : gate.grants())
                for (boolean isIp6 : new boolean[] {false, true})
                    granted(openings, plan.own(), gate, grant, isIp6, isForwarding);
            if (isForwarding && !gate.isMesh())
                for (boolean isIp6 : new boolean[] {false, true})
                    outward(openings, plan.own(), gate, isIp6);
        }
        return openings;
    }

    private static void granted(
            List<Opening> openings,
            Machine own,
            Gate gate,
            Grant grant,
            boolean isIp6,
            boolean isForwarding) {
        var sources = ofKind(grant.sources(), isIp6);
        if (sources.isEmpty()) return;
        var here = new ArrayList<IpPrefix>();
        var behind = new ArrayList<IpPrefix>();
        for (var range : ofKind(grant.destinations(), isIp6)) {
            var addresses = ownAddresses(own).stream().filter(range::holds).toList();
            if (!addresses.isEmpty()) here.add(range);
            boolean isOneOfOurs =
                    !addresses.isEmpty() && range.mapped().bits() == Machine.HOST_BITS;
            if (isForwarding && !isOneOfOurs) behind.add(range);
        }
        String from = gate.isMesh() ? "the mesh" : gate.machine();
        String what = "what is granted to " + from;
        if (!here.isEmpty())
            openings.add(
                    new Opening(
                            what,
                            INPUT,
                            isIp6,
                            gate.device(),
                            null,
                            sources,
                            here,
                            grant.protocol(),
                            grant.ports()));
        if (!behind.isEmpty())
            openings.add(
                    new Opening(
                            what,
                            FORWARD,
                            isIp6,
                            gate.device(),
                            null,
                            sources,
                            behind,
                            grant.protocol(),
                            grant.ports()));
    }

    /// What begins behind this machine; the far side judges it.
    private static void outward(List<Opening> openings, Machine own, Gate gate, boolean isIp6) {
        var sources = ofKind(own.siteRanges(), isIp6);
        var destinations = ofKind(gate.sources(), isIp6);
        if (sources.isEmpty() || destinations.isEmpty()) return;
        openings.add(
                new Opening(
                        "what begins behind this machine towards " + gate.machine(),
                        FORWARD,
                        isIp6,
                        null,
                        gate.device(),
                        sources,
                        destinations,
                        Protocol.ANY,
                        List.of()));
    }

    private static List<Ip6> ownAddresses(Machine own) {
        var all = new ArrayList<Ip6>();
        all.add(own.nodeAddress());
        all.add(own.endpoint());
        all.add(own.ownAddress());
        all.add(own.source());
        for (var s : own.services()) all.add(s.address());
        var ip4 = own.ip4Address();
        if (ip4 != null) all.add(ip4.mapped());
        return all;
    }

    private static List<IpPrefix> ofKind(List<IpPrefix> ranges, boolean isIp6) {
        return isIp6 ? Ranges.ip6(ranges) : Ranges.ip4(ranges);
    }

    /// The condition of a rule of nft, without its verdict.
    public String nft() {
        var words = new ArrayList<String>();
        if (in != null) words.add("iifname \"" + in + "\"");
        if (out != null) words.add("oifname \"" + out + "\"");
        String family = isIp6 ? "ip6" : "ip";
        if (!sources.isEmpty()) words.add(family + " saddr " + NftMatch.set(sources));
        if (!destinations.isEmpty()) words.add(family + " daddr " + NftMatch.set(destinations));
        String what = NftMatch.protocol(protocol, ports, family).strip();
        if (!what.isEmpty()) words.add(what);
        return String.join(" ", words);
    }

    /// The conditions of as many rules of `iptables` or `ip6tables`.
    public List<String> iptables() {
        var rules = new ArrayList<String>();
        String devices = (in == null ? "" : " -i " + in) + (out == null ? "" : " -o " + out);
        for (var source : texts(sources, " -s "))
            for (var destination : texts(destinations, " -d "))
                for (var match : IptablesScript.matches(protocol, ports, isIp6))
                    rules.add((source + destination + devices + match).strip());
        return rules;
    }

    private static List<String> texts(List<IpPrefix> ranges, String option) {
        return ranges.isEmpty() ? List.of("") : ranges.stream().map(r -> option + r).toList();
    }

    @Override
    public String toString() {
        String name = protocol == Protocol.ANY ? "" : protocol.toString();
        String numbers = ports.stream().map(PortRange::toString).collect(Collectors.joining(", "));
        return "%s (%s%s%s)"
                .formatted(
                        what,
                        isIp6 ? "IPv6" : "IPv4",
                        name.isEmpty() ? "" : ", " + name,
                        numbers.isEmpty() ? "" : " " + numbers);
    }

    /// One packet of it, for rules to be tried on.
    public @Nullable Ip6 sampleSource() {
        return sources.isEmpty() ? null : sample(sources.getFirst());
    }

    /// As [#sampleSource].
    public @Nullable Ip6 sampleDestination() {
        return destinations.isEmpty() ? null : sample(destinations.getFirst());
    }

    private static Ip6 sample(IpPrefix range) {
        return range instanceof Ip4Prefix p ? p.address().mapped() : range.mapped().address();
    }
}
