package boreas.site;

import boreas.address.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The forms in which a plan can be shown.
public enum PlanText {
    /// For people.
    LIST,
    /// `ip` and `sysctl` commands, for sh.
    IP,
    /// The firewall, for `nft -f -`.
    NFT,
    /// The firewall as `ip6tables` and `iptables` commands, for sh.
    IP6TABLES,
    /// For programs.
    JSON;

    public String of(SitePlan plan) {
        return switch (this) {
            case LIST -> list(plan);
            case IP -> IpScript.of(plan);
            case NFT -> NftScript.of(plan);
            case IP6TABLES -> IptablesScript.of(plan);
            case JSON -> PlanJson.of(plan);
        };
    }

    private static String list(SitePlan plan) {
        var own = plan.own();
        var lines = new ArrayList<String>();
        lines.add(
                "%s: %s, node %s"
                        .formatted(own.name(), own.network(), own.nodeAddress().compressedText()));
        section(lines, "This machine", plan.settings().stream().map(Object::toString).toList());
        var peers = new ArrayList<String>();
        for (var p : plan.peers())
            peers.add(
                    p.endpoint() == null
                            ? "accept " + p.machine()
                            : "accept " + p.machine() + ", call it at " + p.endpoint());
        section(lines, "Links, with credentials that follow from both keys", peers);
        section(lines, "Tunnels", plan.tunnels().stream().map(PlanText::tunnel).toList());
        for (var gate : plan.gates())
            section(
                    lines,
                    gate.isMesh()
                            ? "From the mesh by " + gate.device()
                            : "From " + gate.machine() + " by " + gate.device(),
                    grants(gate));
        section(lines, "To be seen to", plan.notes());
        return String.join("\n", lines) + "\n";
    }

    private static void section(List<String> lines, String title, List<String> entries) {
        if (entries.isEmpty()) return;
        lines.add("");
        lines.add(title);
        for (var e : entries) lines.add("  " + e);
    }

    static String tunnel(Tunnel tunnel) {
        return "%s to %s, MTU %d, TCP segments up to %d%s%s: %s"
                .formatted(
                        tunnel.device(),
                        tunnel.machine(),
                        tunnel.mtuBytes(),
                        tunnel.mssBytes(),
                        tunnel.encapsulationLimit() == null
                                ? ""
                                : ", encapsulation limit " + tunnel.encapsulationLimit(),
                        tunnel.isKernelTunnel() ? ", a kernel's tunnel there" : "",
                        texts(tunnel.remote()));
    }

    private static List<String> grants(Gate gate) {
        var lines = new ArrayList<String>();
        for (var g : gate.grants()) lines.add(grant(g));
        lines.add(lines.isEmpty() ? "nothing but answers" : "nothing else but answers");
        return lines;
    }

    static String grant(Grant g) {
        String ports =
                g.ports().stream().map(PortRange::toString).collect(Collectors.joining(", "));
        String what = g.protocol() == Protocol.ANY ? "anything" : g.protocol().toString();
        return "%s from %s to %s"
                .formatted(
                        ports.isEmpty() ? what : what + " " + ports,
                        texts(g.sources()),
                        texts(g.destinations()));
    }

    private static String texts(List<IpPrefix> ranges) {
        return ranges.stream().map(IpPrefix::toString).collect(Collectors.joining(", "));
    }
}
