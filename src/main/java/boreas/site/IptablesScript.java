package boreas.site;

import boreas.address.Ip4;
import boreas.address.Ip4Prefix;
import boreas.address.IpPrefix;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import java.util.ArrayList;
import java.util.List;

/// A plan's firewall as a shell script of `ip6tables` and `iptables`, for machines without
/// nftables. It says the same as [NftScript]; our chains are replaced as a whole, so it may run
/// again.
final class IptablesScript {
    private final StringBuilder text = new StringBuilder();
    private final SitePlan plan;

    private IptablesScript(SitePlan plan) {
        this.plan = plan;
    }

    static String of(SitePlan plan) {
        var script = new IptablesScript(plan);
        script.line("# Firewall of " + plan.own().name() + ", for sh; once more changes nothing.");
        script.family(true);
        script.family(false);
        script.underlay();
        return script.text.toString();
    }

    private void family(boolean isIp6) {
        String tool = isIp6 ? "ip6tables" : "iptables";
        line(tool + "-restore --noflush <<'END'");
        mangle(isIp6);
        filter(isIp6);
        line("END");
        jump(tool, "-t mangle ", "PREROUTING", "BOREAS-ENTRY");
        jump(tool, "-t mangle ", "POSTROUTING", "BOREAS-EXIT");
        jump(tool, "", "INPUT", "BOREAS-IN");
        jump(tool, "", "FORWARD", "BOREAS-IN");
        jump(tool, "", "OUTPUT", "BOREAS-OUT");
        jump(tool, "", "FORWARD", "BOREAS-OUT"); // before what accepts
    }

    private void jump(String tool, String table, String hook, String chain) {
        line(
                "%s %s-C %s -j %s 2>/dev/null || %s %s-I %s -j %s"
                        .formatted(tool, table, hook, chain, tool, table, hook, chain));
    }

    private void mangle(boolean isIp6) {
        var tunnels = plan.gates().stream().filter(g -> !g.isMesh()).toList();
        line("*mangle");
        line(":BOREAS-ENTRY - [0:0]");
        line("-A BOREAS-ENTRY -i lo -j RETURN");
        line(":BOREAS-EXIT - [0:0]");
        for (int i = 0; i < tunnels.size(); i++) line(":BOREAS-S" + i + " - [0:0]");
        for (int i = 0; i < tunnels.size(); i++) {
            var gate = tunnels.get(i);
            var ranges = ofKind(gate.sources(), isIp6);
            String device = gate.device();
            for (var r : ranges) {
                line("-A BOREAS-ENTRY ! -i " + device + " -s " + r + " -j DROP");
                line("-A BOREAS-EXIT ! -o " + device + " -d " + r + " -j DROP");
                line("-A BOREAS-S" + i + " -s " + r + " -j RETURN");
            }
            line("-A BOREAS-S" + i + " -j DROP");
            line("-A BOREAS-ENTRY -i " + device + " -j BOREAS-S" + i);
            line("-A BOREAS-ENTRY -i " + device + mss(gate));
            line(
                    "-A BOREAS-EXIT -o "
                            + device
                            + " -p tcp ! --syn -m conntrack --ctstate NEW -j DROP");
            line("-A BOREAS-EXIT -o " + device + mss(gate));
        }
        line("COMMIT");
    }

    private static String mss(Gate gate) {
        return " -p tcp -m tcp --tcp-flags SYN SYN -j TCPMSS --set-mss " + gate.mssBytes();
    }

    private void filter(boolean isIp6) {
        var gates = plan.gates().stream().filter(g -> isIp6 || !g.isMesh()).toList();
        line("*filter");
        line(":BOREAS-IN - [0:0]");
        line(":BOREAS-OUT - [0:0]");
        for (int i = 0; i < gates.size(); i++) {
            line(":BOREAS-F" + i + " - [0:0]");
            line(":BOREAS-T" + i + " - [0:0]");
        }
        for (int i = 0; i < gates.size(); i++) {
            var gate = gates.get(i);
            String from = " -i " + gate.device();
            if (gate.isMesh()) from += " -s " + gate.sources().getFirst();
            line("-A BOREAS-IN" + from + " -j BOREAS-F" + i);
            String chain = "-A BOREAS-F" + i;
            line(chain + " -m conntrack --ctstate ESTABLISHED --ctdir REPLY -j ACCEPT");
            String related =
                    " -p " + (isIp6 ? "ipv6-icmp" : "icmp") + " -m conntrack --ctstate RELATED -j ";
            line(chain + related + "ACCEPT");
            for (var grant : gate.grants())
                for (var condition : conditions(grant, " -s ", " -d ", "dport", isIp6))
                    line(chain + condition + " -j ACCEPT");
            String refusal =
                    " -j REJECT --reject-with "
                            + (isIp6 ? "icmp6-adm-prohibited" : "icmp-admin-prohibited");
            for (var source : gate.isMesh() ? texts(plan.otherNodes(), " -s ") : List.of("")) {
                line(chain + source + " -p tcp ! --syn -j REJECT --reject-with tcp-reset");
                line(chain + source + refusal);
            }
            if (gate.isMesh()) line(chain + " -j DROP");

            String to = " -o " + gate.device();
            if (gate.isMesh()) to += " -d " + gate.sources().getFirst();
            line("-A BOREAS-OUT" + to + " -m conntrack --ctdir REPLY -j BOREAS-T" + i);
            String answers = "-A BOREAS-T" + i;
            line(answers + related + "RETURN");
            line(answers + " -p tcp --tcp-flags RST RST -j RETURN");
            for (var grant : gate.grants())
                for (var condition : conditions(grant, " -d ", " -s ", "sport", isIp6))
                    line(answers + condition + " -j RETURN");
            line(answers + " -p tcp -j REJECT --reject-with tcp-reset");
            line(answers + refusal);
        }
        line("COMMIT");
    }

    /// @param source where the packet has the address of who begins
    /// @param port where it has the granted one
    private static List<String> conditions(
            Grant grant, String source, String destination, String port, boolean isIp6) {
        var all = new ArrayList<String>();
        for (var from : ofKind(grant.sources(), isIp6))
            for (var to : ofKind(grant.destinations(), isIp6))
                for (var match : matches(grant.protocol(), grant.ports(), port, isIp6))
                    all.add(source + from + destination + to + match);
        return all;
    }

    /// Conditions with a blank before each.
    static List<String> matches(Protocol protocol, List<PortRange> ports, boolean isIp6) {
        return matches(protocol, ports, "dport", isIp6);
    }

    private static List<String> matches(
            Protocol protocol, List<PortRange> ports, String port, boolean isIp6) {
        return switch (protocol) {
            case ANY -> List.of("");
            case ICMP -> List.of(isIp6 ? " -p ipv6-icmp" : " -p icmp");
            case TUNNEL -> List.of(" -p 4", " -p 41");
            case TCP, UDP -> {
                String name = " -p " + protocol;
                if (ports.isEmpty()) yield List.of(name);
                var all = new ArrayList<String>();
                for (var p : ports)
                    all.add(
                            "%s -m %s --%s %s"
                                    .formatted(
                                            name, protocol, port, p.toString().replace('-', ':')));
                yield all;
            }
        };
    }

    private static List<String> texts(List<IpPrefix> ranges, String option) {
        return ranges.stream().map(r -> option + r).toList();
    }

    private static List<IpPrefix> ofKind(List<IpPrefix> ranges, boolean isIp6) {
        return isIp6 ? Ranges.ip6(ranges) : Ranges.ip4(ranges);
    }

    /// Chains of our own cannot let in what others drop.
    private void underlay() {
        if (!(plan.own().underlay() instanceof PeerEndpoint.Numeric(LinkAddress address))) return;
        boolean isIp4 = address.kind() == LinkAddress.Kind.UDP4;
        String ip =
                isIp4
                        ? new Ip4Prefix(new Ip4((int) address.lo()), Ip4Prefix.BITS_MAX).toString()
                        : Machine.host(address.ip()).toString();
        line("# Where INPUT drops by default, the links of the node need:");
        line(
                "#   %s -I INPUT -d %s -p udp --dport %d -j ACCEPT"
                        .formatted(isIp4 ? "iptables" : "ip6tables", ip, address.udpPort()));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
