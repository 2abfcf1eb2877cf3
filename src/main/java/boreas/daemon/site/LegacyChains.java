package boreas.daemon.site;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.site.Opening;
import boreas.site.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A built-in chain of the older iptables, which nft does not see, with those it jumps to, as
/// `iptables-legacy -S` tells them.
///
/// @param tool `iptables-legacy` or `ip6tables-legacy`
/// @param chains rules by chain, words each
record LegacyChains(
        String tool,
        boolean isIp6,
        String name,
        boolean isDropping,
        Map<String, List<List<String>>> chains) {
    private static final int DEPTH_MAX = 16;

    /// Those that the kernel has loaded; the names stand there only when somebody has used the
    /// table. Null text: they are there, and the tool is not.
    static List<LegacyChains> read(List<String> warnings) throws SiteException {
        var all = new ArrayList<LegacyChains>();
        read(all, warnings, "iptables-legacy", "ip_tables_names", false);
        read(all, warnings, "ip6tables-legacy", "ip6_tables_names", true);
        return all;
    }

    private static void read(
            List<LegacyChains> all, List<String> warnings, String tool, String names, boolean isIp6)
            throws SiteException {
        try {
            var tables = Files.readString(Path.of("/proc/thread-self/net", names));
            if (!tables.lines().toList().contains("filter")) return;
        } catch (IOException _) {
            return; // no such tables in this kernel, or not for us to see
        }
        var program = Program.find(tool);
        if (program == null) {
            warnings.add(
                    "the kernel has filter rules of the older iptables, and there is no %s to see them: look yourself whether INPUT and FORWARD let the site through"
                            .formatted(tool));
            return;
        }
        var result = Program.run(program, "", List.of("-S"));
        if (result.isSuccess()) all.addAll(of(tool, isIp6, result.out()));
    }

    /// @param listing of `-S`
    static List<LegacyChains> of(String tool, boolean isIp6, String listing) {
        var chains = new LinkedHashMap<String, List<List<String>>>();
        var policies = new LinkedHashMap<String, Boolean>();
        for (var line : listing.lines().toList()) {
            var w = List.of(line.strip().split(" +"));
            if (w.size() < 2) continue;
            switch (w.get(0)) {
                case "-P" -> policies.put(w.get(1), w.get(w.size() - 1).equals("DROP"));
                case "-A" ->
                        chains.computeIfAbsent(w.get(1), _ -> new ArrayList<>())
                                .add(w.subList(2, w.size()));
                default -> {}
            }
        }
        var all = new ArrayList<LegacyChains>();
        policies.forEach((name, isDropping) ->
                all.add(new LegacyChains(tool, isIp6, name, isDropping, chains)));
        return all;
    }

    boolean concerns(Opening flow) {
        return isIp6 == flow.isIp6() && name.equalsIgnoreCase(flow.hook());
    }

    /// @param device that it comes from where the flow names none; empty: not known
    boolean passes(Opening flow, String device) {
        var outcome = through(name, flow, flow.in() != null ? flow.in() : device, 0);
        return outcome == RuleWalk.Outcome.END ? !isDropping : outcome == RuleWalk.Outcome.ACCEPT;
    }

    private RuleWalk.Outcome through(String chain, Opening flow, String device, int depth) {
        if (depth > DEPTH_MAX) return RuleWalk.Outcome.END;
        for (var rule : chains.getOrDefault(chain, List.of())) {
            var target = target(rule, flow, device);
            if (target == null) continue;
            switch (target) {
                case "ACCEPT" -> {
                    return RuleWalk.Outcome.ACCEPT;
                }
                case "DROP", "REJECT" -> {
                    return RuleWalk.Outcome.DROP;
                }
                case "RETURN" -> {
                    return RuleWalk.Outcome.END;
                }
                default -> {
                    if (!chains.containsKey(target)) continue; // LOG and its like
                    var outcome = through(target, flow, device, depth + 1);
                    if (outcome != RuleWalk.Outcome.END) return outcome;
                    if (rule.contains("-g")) return RuleWalk.Outcome.END;
                }
            }
        }
        return RuleWalk.Outcome.END;
    }

    /// Where a rule sends the packet; null when it is not for it, or cannot be judged.
    private static @Nullable String target(List<String> rule, Opening flow, String device) {
        boolean isNot = false;
        int i = 0;
        while (i < rule.size()) {
            String option = rule.get(i++);
            if (option.equals("!")) {
                isNot = true;
                continue;
            }
            String value = i < rule.size() ? rule.get(i++) : "";
            Boolean is;
            switch (option) {
                case "-j", "-g" -> {
                    return value;
                }
                case "-i" -> is = device.isEmpty() ? null : isDevice(value, device);
                case "-o" -> is = flow.out() == null ? null : isDevice(value, flow.out());
                case "-s" -> is = isIn(value, flow.sampleSource());
                case "-d" -> is = isIn(value, flow.sampleDestination());
                case "-p" -> is = isProtocol(value, flow);
                case "--dport" -> is = isPort(value, flow);
                case "--dports" -> {
                    is = false;
                    for (var part : value.split(",")) is |= Boolean.TRUE.equals(isPort(part, flow));
                }
                case "--ctstate", "--state" -> is = List.of(value.split(",")).contains("NEW");
                case "--comment" -> {
                    if (value.replace("\"", "").startsWith(ForeignChains.TAG)) return null;
                    // a comment of several words stands in quotes
                    if (value.startsWith("\"") && !value.endsWith("\""))
                        while (i < rule.size() && !rule.get(i++).endsWith("\"")) {}
                    is = true;
                }
                case "-m" -> is = true;
                default -> {
                    return null;
                }
            }
            if (is == null || is == isNot) return null;
            isNot = false;
        }
        return null;
    }

    private static boolean isDevice(String pattern, String device) {
        return pattern.endsWith("+")
                ? device.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(device);
    }

    private static @Nullable Boolean isIn(String prefix, @Nullable Ip6 address) {
        if (address == null) return null;
        try {
            return IpPrefix.parse(prefix).holds(address);
        } catch (AddressException _) {
            return null;
        }
    }

    private static @Nullable Boolean isProtocol(String value, Opening flow) {
        if (flow.protocol() == Protocol.ANY) return null;
        return switch (value) {
            case "icmp", "ipv6-icmp", "icmpv6" -> flow.protocol() == Protocol.ICMP;
            case "ipv6", "41" -> flow.protocol() == Protocol.TUNNEL;
            default -> value.equals(flow.protocol().toString());
        };
    }

    private static @Nullable Boolean isPort(String value, Opening flow) {
        if (flow.ports().isEmpty()) return null;
        int port = flow.ports().getFirst().first();
        try {
            var ends = value.split(":");
            return port >= Integer.parseInt(ends[0])
                    && port <= Integer.parseInt(ends[ends.length - 1]);
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
