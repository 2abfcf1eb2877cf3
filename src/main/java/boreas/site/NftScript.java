package boreas.site;

import boreas.address.IpPrefix;
import java.util.ArrayList;
import java.util.List;

/// A plan's firewall for `nft -f -`: one table of its own, replaced in one transaction.
///
/// Replies are let in by the direction of their connection, not merely because one exists: packets
/// of the side that began it must be granted each time, so a permission that is taken back ends its
/// connections too. Answers to it are judged by the same grants, read backwards: else a server
/// would go on to send what it still has. Both ends of a TCP connection are reset, so that programs
/// notice at once. The reset for a program of this machine comes by `lo`, from the far address.
///
/// That direction is worth something only as long as the kernel saw the beginning. When it has
/// forgotten its connections (`conntrack -F`), it takes any packet of one for its first, and a
/// server that repeats what was never confirmed would be who began. So a TCP connection that leaves
/// by a tunnel begins with SYN alone, or not at all.
final class NftScript {
    static final String TABLE = SitePlan.TABLE_FAMILY + " " + SitePlan.TABLE;

    private static final String REJECT = "counter reject with icmpx admin-prohibited";

    private final StringBuilder text = new StringBuilder();

    private NftScript() {}

    static String of(SitePlan plan) {
        var script = new NftScript();
        script.write(plan);
        return script.text.toString();
    }

    private void write(SitePlan plan) {
        line(
                0,
                "# Firewall of "
                        + plan.own().name()
                        + ", for nft -f -; once more changes nothing.");
        line(0, "table " + TABLE); // else there might be nothing to delete
        line(0, "delete table " + TABLE);
        line(0, "table " + TABLE + " {");
        chain("entry", "prerouting", "mangle");
        for (var gate : plan.gates()) if (!gate.isMesh()) entry(gate);
        end();
        chain("exit", "postrouting", "mangle");
        for (var gate : plan.gates()) if (!gate.isMesh()) exit(gate);
        end();
        for (var hook : List.of("input", "forward")) {
            chain(hook, hook, "filter");
            for (var gate : plan.gates()) line(2, from(gate) + " goto " + chainOf(gate));
            end();
        }
        for (var hook : List.of("output", "forward")) {
            chain("answers_" + hook, hook, "filter");
            for (var gate : plan.gates())
                line(2, to(gate) + " ct direction reply goto " + answersOf(gate));
            end();
        }
        for (var gate : plan.gates()) {
            gate(gate, plan.otherNodes());
            answers(gate);
        }
        line(0, "}");
    }

    private static String from(Gate gate) {
        String device = "iifname \"" + gate.device() + "\"";
        return gate.isMesh() ? device + " ip6 saddr " + set(gate.sources()) : device;
    }

    private static String to(Gate gate) {
        String device = "oifname \"" + gate.device() + "\"";
        return gate.isMesh() ? device + " ip6 daddr " + set(gate.sources()) : device;
    }

    private static String answersOf(Gate gate) {
        return gate.isMesh() ? "to_mesh" : "to_" + gate.machine();
    }

    private static String chainOf(Gate gate) {
        return gate.isMesh() ? "mesh" : "from_" + gate.machine();
    }

    /// A site's addresses come by its tunnel, and nothing else comes by it.
    private void entry(Gate gate) {
        String device = "\"" + gate.device() + "\"";
        var ip6 = Ranges.ip6(gate.sources());
        var ip4 = Ranges.ip4(gate.sources());
        line(2, "iifname " + device + " ip6 saddr != " + set(ip6) + " counter drop");
        String elsewhere = "iifname != { " + device + ", \"lo\" }";
        line(2, elsewhere + " ip6 saddr " + set(ip6) + " counter drop");
        if (ip4.isEmpty()) {
            line(2, "iifname " + device + " meta nfproto ipv4 counter drop");
        } else {
            line(2, "iifname " + device + " ip saddr != " + set(ip4) + " counter drop");
            line(2, elsewhere + " ip saddr " + set(ip4) + " counter drop");
        }
        line(2, "iifname " + device + mss(gate));
    }

    /// What is for a site leaves by its tunnel or not at all.
    private void exit(Gate gate) {
        String device = "\"" + gate.device() + "\"";
        var ip4 = Ranges.ip4(gate.sources());
        line(
                2,
                "oifname != "
                        + device
                        + " ip6 daddr "
                        + set(Ranges.ip6(gate.sources()))
                        + " counter drop");
        if (!ip4.isEmpty())
            line(2, "oifname != " + device + " ip daddr " + set(ip4) + " counter drop");
        line(
                2,
                "oifname "
                        + device
                        + " ct state new tcp flags & (fin | syn | rst | ack) != syn counter drop");
        line(2, "oifname " + device + mss(gate));
    }

    private static String mss(Gate gate) {
        return " tcp flags syn tcp option maxseg size set " + gate.mssBytes();
    }

    /// @param known the other machines' nodes in the mesh
    private void gate(Gate gate, List<IpPrefix> known) {
        line(1, "chain " + chainOf(gate) + " {");
        line(2, "ct direction reply ct state established accept");
        line(2, "meta l4proto { icmp, ipv6-icmp } ct state related accept");
        for (var grant : gate.grants()) grant(grant, "saddr", "daddr", "dport");
        // Strangers learn nothing; a machine of the site shall not wait for a time-out.
        String from = gate.isMesh() ? "ip6 saddr " + set(known) + " " : "";
        if (!gate.isMesh() || !known.isEmpty()) {
            line(2, from + "tcp flags & syn == 0 counter reject with tcp reset");
            line(2, from + REJECT);
        }
        if (gate.isMesh()) line(2, "counter drop");
        end();
    }

    /// Of those who may not begin any more.
    private void answers(Gate gate) {
        line(1, "chain " + answersOf(gate) + " {");
        line(2, "meta l4proto { icmp, ipv6-icmp } ct state related accept");
        line(2, "tcp flags & rst == rst accept");
        for (var grant : gate.grants()) grant(grant, "daddr", "saddr", "sport");
        line(2, "meta l4proto tcp counter reject with tcp reset");
        line(2, REJECT);
        end();
    }

    /// @param source where the packet has the address of who begins
    /// @param port where it has the granted one
    private void grant(Grant grant, String source, String destination, String port) {
        grant(
                "ip6",
                Ranges.ip6(grant.sources()),
                source,
                Ranges.ip6(grant.destinations()),
                destination,
                protocol(grant.protocol(), grant.ports(), "ip6", port));
        grant(
                "ip",
                Ranges.ip4(grant.sources()),
                source,
                Ranges.ip4(grant.destinations()),
                destination,
                protocol(grant.protocol(), grant.ports(), "ip", port));
    }

    private void grant(
            String family,
            List<IpPrefix> sources,
            String source,
            List<IpPrefix> destinations,
            String destination,
            String what) {
        if (sources.isEmpty() || destinations.isEmpty()) return;
        line(
                2,
                "%s %s %s %s %s %s%s accept"
                        .formatted(
                                family,
                                source,
                                set(sources),
                                family,
                                destination,
                                set(destinations),
                                what));
    }

    /// A condition with a blank before it, or nothing.
    static String protocol(Protocol protocol, List<PortRange> ports, String family) {
        return protocol(protocol, ports, family, "dport");
    }

    private static String protocol(
            Protocol protocol, List<PortRange> ports, String family, String port) {
        if (!ports.isEmpty()) {
            var texts = new ArrayList<String>();
            for (var p : ports) texts.add(p.toString());
            return " " + protocol + " " + port + " " + braces(texts);
        }
        return switch (protocol) {
            case ANY -> "";
            case TCP, UDP -> " meta l4proto " + protocol;
            case ICMP -> " meta l4proto " + (family.equals("ip") ? "icmp" : "ipv6-icmp");
            case TUNNEL -> " meta l4proto { 4, 41 }";
        };
    }

    static String set(List<IpPrefix> ranges) {
        return braces(ranges.stream().map(IpPrefix::toString).toList());
    }

    private static String braces(List<String> elements) {
        return elements.size() == 1
                ? elements.getFirst()
                : "{ " + String.join(", ", elements) + " }";
    }

    private void chain(String name, String hook, String priority) {
        line(1, "chain " + name + " {");
        line(2, "type filter hook " + hook + " priority " + priority + "; policy accept;");
    }

    private void end() {
        line(1, "}");
    }

    private void line(int depth, String line) {
        text.append("    ".repeat(depth)).append(line).append('\n');
    }
}
