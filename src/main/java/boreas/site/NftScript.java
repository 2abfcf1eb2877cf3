package boreas.site;

import boreas.address.IpPrefix;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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
///
/// What both the old table and the new one let pass, passes all the while ([NftMatch]).
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
            for (var gate : plan.gates())
                rules("iifname", gate, "ip6 saddr", " goto " + chainOf(gate));
            end();
        }
        for (var hook : List.of("output", "forward")) {
            chain("answers_" + hook, hook, "filter");
            for (var gate : plan.gates())
                rules("oifname", gate, "ip6 daddr", " ct direction reply goto " + answersOf(gate));
            end();
        }
        for (var gate : plan.gates()) {
            if (!gate.isMesh()) entering(gate);
            gate(gate, plan.otherNodes());
            answers(gate);
        }
        line(0, "}");
    }

    /// What goes through a gate. That of the mesh is for its addresses alone: others may have the
    /// device for more.
    private void rules(String way, Gate gate, String field, String verdict) {
        String device = way + " \"" + gate.device() + "\"";
        if (!gate.isMesh()) line(2, device + verdict);
        else
            for (var far : NftMatch.anyAddress(field, gate.sources()))
                line(2, device + far + verdict);
    }

    private static String enteringOf(Gate gate) {
        return "by_" + gate.machine();
    }

    private static String answersOf(Gate gate) {
        return gate.isMesh() ? "to_mesh" : "to_" + gate.machine();
    }

    private static String chainOf(Gate gate) {
        return gate.isMesh() ? "mesh" : "from_" + gate.machine();
    }

    /// Nothing but a site's addresses comes by its tunnel.
    private void entering(Gate gate) {
        line(1, "chain " + enteringOf(gate) + " {");
        line(2, mss(gate));
        for (var site : anyAddress("saddr", gate)) line(2, site + " accept");
        line(2, "counter drop");
        end();
    }

    /// A site's addresses come by its tunnel and by nothing else.
    private void entry(Gate gate) {
        String device = "\"" + gate.device() + "\"";
        line(2, "iifname " + device + " goto " + enteringOf(gate));
        for (var site : anyAddress("saddr", gate))
            line(2, "iifname != { " + device + ", \"lo\" } " + site + " counter drop");
    }

    /// What is for a site leaves by its tunnel or not at all.
    private void exit(Gate gate) {
        String device = "\"" + gate.device() + "\"";
        for (var site : anyAddress("daddr", gate))
            line(2, "oifname != " + device + " " + site + " counter drop");
        line(
                2,
                "oifname "
                        + device
                        + " ct state new tcp flags & (fin | syn | rst | ack) != syn counter drop");
        line(2, "oifname " + device + " " + mss(gate));
    }

    private static List<String> anyAddress(String field, Gate gate) {
        return Stream.concat(
                        NftMatch.anyAddress("ip6 " + field, Ranges.ip6(gate.sources())).stream(),
                        NftMatch.anyAddress("ip " + field, Ranges.ip4(gate.sources())).stream())
                .map(String::strip)
                .toList();
    }

    private static String mss(Gate gate) {
        return "tcp flags syn tcp option maxseg size set " + gate.mssBytes();
    }

    /// @param known the other machines' nodes in the mesh
    private void gate(Gate gate, List<IpPrefix> known) {
        line(1, "chain " + chainOf(gate) + " {");
        line(2, "ct direction reply ct state established accept");
        line(2, "meta l4proto { icmp, ipv6-icmp } ct state related accept");
        for (var grant : gate.grants()) grant(grant, "saddr", "daddr", "dport");
        // Strangers learn nothing; a machine of the site shall not wait for a time-out.
        var told = gate.isMesh() ? NftMatch.anyAddress("ip6 saddr", known) : List.of("");
        for (var from : told) {
            line(2, (from + " tcp flags & syn == 0 counter reject with tcp reset").strip());
            line(2, (from + " " + REJECT).strip());
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
        grant("ip6", grant, Ranges::ip6, source, destination, port);
        grant("ip", grant, Ranges::ip4, source, destination, port);
    }

    private void grant(
            String family,
            Grant grant,
            UnaryOperator<List<IpPrefix>> kind,
            String source,
            String destination,
            String port) {
        var sources = kind.apply(grant.sources());
        var destinations = kind.apply(grant.destinations());
        for (var from : NftMatch.anyAddress(family + " " + source, sources))
            for (var to : NftMatch.anyAddress(family + " " + destination, destinations))
                for (var what : NftMatch.anyPort(grant.protocol(), grant.ports(), family, port))
                    line(2, (from + to + what + " accept").strip());
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
