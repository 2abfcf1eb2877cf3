package boreas.daemon.site;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.daemon.site.Ruleset.Chain;
import boreas.daemon.site.Ruleset.Rule;
import boreas.site.Opening;
import boreas.site.Protocol;
import boreas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Leads the first packet of a flow through a chain of somebody else, as the kernel would.
///
/// What cannot be judged (modules of iptables, rates, routes, unknown conditions) counts as not
/// true: so a packet is said to be dropped where an opaque rule might let it in, and never let
/// through by one.
final class RuleWalk {
    private static final int DEPTH_MAX = 16; // as in the kernel

    enum Outcome {
        ACCEPT,
        DROP,
        /// The chain has ended without a verdict.
        END
    }

    private enum Truth {
        YES,
        NO,
        UNKNOWN;

        Truth not() {
            return switch (this) {
                case YES -> NO;
                case NO -> YES;
                case UNKNOWN -> UNKNOWN;
            };
        }
    }

    private final Ruleset ruleset;
    private final Opening flow;
    private final @Nullable String device;
    private String chainOfTable = "";

    /// @param device that the packet comes from where the flow names none; null: it is not known
    RuleWalk(Ruleset ruleset, Opening flow, @Nullable String device) {
        this.ruleset = ruleset;
        this.flow = flow;
        this.device = flow.in() != null ? flow.in() : device;
    }

    /// Whether a base chain lets the packet pass; rules with our tag are looked over.
    static boolean passes(Ruleset ruleset, Chain chain, Opening flow, @Nullable String device) {
        return switch (new RuleWalk(ruleset, flow, device).through(chain, 0)) {
            case ACCEPT -> true;
            case DROP -> false;
            case END -> !chain.isDropping();
        };
    }

    private Outcome through(Chain chain, int depth) {
        if (depth > DEPTH_MAX) return Outcome.END;
        chainOfTable = chain.family() + " " + chain.table() + " ";
        for (var rule : chain.rules()) {
            if (rule.comment().startsWith(ForeignChains.TAG)) continue;
            var outcome = through(rule, depth);
            if (outcome != null) return outcome;
        }
        return Outcome.END;
    }

    /// Null: the next rule.
    private @Nullable Outcome through(Rule rule, int depth) {
        for (var expression : rule.expressions())
            for (var e : expression.entries().entrySet()) {
                var kind = e.getKey().text();
                switch (kind) {
                    case "match" -> {
                        if (!(e.getValue() instanceof Value.Dict match)
                                || match(match) != Truth.YES) return null;
                    }
                    case "limit", "quota", "connlimit" -> {
                        return null;
                    }
                    case "xt" -> {
                        if (!(e.getValue() instanceof Value.Dict xt)) return null;
                        var name = Ruleset.text(xt, "name");
                        // a comment says nothing, any other module is opaque
                        if (Ruleset.text(xt, "type").equals("match")) {
                            if (!name.equals("comment")) return null;
                        } else if (name.equals("REJECT") || name.equals("DROP")) {
                            return Outcome.DROP;
                        }
                    }
                    case "vmap" -> {
                        var verdict = e.getValue() instanceof Value.Dict map ? entry(map) : null;
                        if (verdict == null) return null;
                        return verdict(verdict, depth);
                    }
                    case "accept", "drop", "reject", "return", "jump", "goto" -> {
                        return verdict(expression, depth);
                    }
                    default -> {} // counters, logs, marks
                }
            }
        return null;
    }

    /// Null: the next rule.
    private @Nullable Outcome verdict(Value.Dict verdict, int depth) {
        for (var e : verdict.entries().entrySet())
            switch (e.getKey().text()) {
                case "accept" -> {
                    return Outcome.ACCEPT;
                }
                case "drop", "reject" -> {
                    return Outcome.DROP;
                }
                case "return" -> {
                    return Outcome.END;
                }
                case "jump", "goto" -> {
                    if (!(e.getValue() instanceof Value.Dict target)) return null;
                    var table = chainOfTable;
                    var chain = ruleset.chain(table + Ruleset.text(target, "target"));
                    if (chain == null) return null;
                    var outcome = through(chain, depth + 1);
                    chainOfTable = table;
                    if (outcome != Outcome.END) return outcome;
                    return e.getKey().is("goto") ? Outcome.END : null;
                }
                default -> {}
            }
        return null;
    }

    // --- conditions

    private Truth match(Value.Dict match) {
        var left = match.get("left");
        var right = match.get("right");
        if (!(left instanceof Value.Dict what) || right == null) return Truth.UNKNOWN;
        var is = compare(what, right);
        return switch (Ruleset.text(match, "op")) {
            case "==", "in" -> is;
            case "!=" -> is.not();
            default -> Truth.UNKNOWN;
        };
    }

    private Truth compare(Value.Dict what, Value right) {
        for (var e : what.entries().entrySet()) {
            if (!(e.getValue() instanceof Value.Dict detail)) return Truth.UNKNOWN;
            var key = Ruleset.text(detail, "key");
            return switch (e.getKey().text()) {
                case "meta" -> meta(key, right);
                case "ct" ->
                        switch (key) {
                            case "state" -> oneOf(right, "new");
                            case "direction" -> oneOf(right, "original");
                            case "status" -> Truth.NO;
                            default -> Truth.UNKNOWN;
                        };
                case "payload" ->
                        payload(
                                Ruleset.text(detail, "protocol"),
                                Ruleset.text(detail, "field"),
                                right);
                default -> Truth.UNKNOWN;
            };
        }
        return Truth.UNKNOWN;
    }

    private Truth meta(String key, Value right) {
        return switch (key) {
            case "iifname", "iif" -> device == null ? notLoopback(right) : oneOf(right, device);
            case "oifname", "oif" ->
                    flow.hook().equals("input")
                            ? Truth.NO
                            : flow.out() == null ? Truth.UNKNOWN : oneOf(right, flow.out());
            case "l4proto" -> protocol(right);
            case "nfproto" -> oneOf(right, flow.isIp6() ? "ipv6" : "ipv4");
            default -> Truth.UNKNOWN;
        };
    }

    private Truth notLoopback(Value right) {
        return right instanceof Value.Str s && s.is("lo") ? Truth.NO : Truth.UNKNOWN;
    }

    private Truth protocol(Value right) {
        return switch (flow.protocol()) {
            case TCP -> either(oneOf(right, "tcp"), oneOf(right, "6"));
            case UDP -> either(oneOf(right, "udp"), oneOf(right, "17"));
            case ICMP ->
                    flow.isIp6()
                            ? either(oneOf(right, "ipv6-icmp"), oneOf(right, "icmpv6"))
                            : oneOf(right, "icmp");
            case TUNNEL -> oneOf(right, "ipv6");
            case ANY -> Truth.UNKNOWN;
        };
    }

    private static Truth either(Truth a, Truth b) {
        if (a == Truth.YES || b == Truth.YES) return Truth.YES;
        return a == Truth.NO ? b : a;
    }

    private Truth payload(String protocol, String field, Value right) {
        return switch (protocol) {
            case "ip", "ip6" -> {
                if (protocol.equals("ip6") != flow.isIp6()) yield Truth.NO;
                yield switch (field) {
                    case "saddr" -> address(right, flow.sampleSource());
                    case "daddr" -> address(right, flow.sampleDestination());
                    case "protocol", "nexthdr" -> protocol(right);
                    default -> Truth.UNKNOWN;
                };
            }
            case "tcp", "udp", "th" -> {
                var own = flow.protocol();
                if (own != Protocol.ANY
                        && !protocol.equals("th")
                        && !own.toString().equals(protocol)) yield Truth.NO;
                if (!field.equals("dport") || flow.ports().isEmpty()) yield Truth.UNKNOWN;
                yield port(right, flow.ports().getFirst().first());
            }
            case "icmp", "icmpv6" -> {
                if (flow.protocol() != Protocol.ICMP || protocol.equals("icmpv6") != flow.isIp6())
                    yield Truth.NO;
                yield field.equals("type") ? oneOf(right, "echo-request") : Truth.UNKNOWN;
            }
            default -> Truth.UNKNOWN;
        };
    }

    /// Elements of a set or a list, named or not; a single value is its own only element.
    private List<Value> elements(Value right) {
        if (right instanceof Value.Items items) return items.values();
        if (right instanceof Value.Dict d && d.items("set") != null)
            return Objects.requireNonNull(d.items("set")).values();
        if (right instanceof Value.Str s && s.text().startsWith("@")) {
            var named = ruleset.sets().get(chainOfTable + s.text().substring(1));
            return named instanceof Value.Items items ? items.values() : List.of();
        }
        return List.of(right);
    }

    private Truth oneOf(Value right, String text) {
        boolean isKnown = true;
        for (var e : elements(right)) {
            var pattern =
                    switch (e) {
                        case Value.Str s -> s.text();
                        case Value.Int i -> Long.toString(i.number());
                        default -> null;
                    };
            if (pattern == null) isKnown = false;
            else if (pattern.endsWith("*")
                    ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                    : text.equals(pattern)) return Truth.YES;
        }
        return isKnown ? Truth.NO : Truth.UNKNOWN;
    }

    private Truth port(Value right, int port) {
        boolean isKnown = true;
        for (var e : elements(right)) {
            switch (e) {
                case Value.Int i -> {
                    if (i.number() == port) return Truth.YES;
                }
                case Value.Dict d when d.items("range") != null -> {
                    var range = Objects.requireNonNull(d.items("range")).values();
                    if (range.size() == 2
                            && range.get(0) instanceof Value.Int first
                            && range.get(1) instanceof Value.Int last
                            && port >= first.number()
                            && port <= last.number()) return Truth.YES;
                }
                default -> isKnown = false;
            }
        }
        return isKnown ? Truth.NO : Truth.UNKNOWN;
    }

    private Truth address(Value right, @Nullable Ip6 address) {
        if (address == null) return Truth.UNKNOWN;
        boolean isKnown = true;
        for (var e : elements(right)) {
            try {
                switch (e) {
                    case Value.Str s -> {
                        if (IpPrefix.parse(s.text()).holds(address)) return Truth.YES;
                    }
                    case Value.Dict d when d.get("prefix") instanceof Value.Dict prefix -> {
                        var text = Ruleset.text(prefix, "addr") + "/" + prefix.number("len", 0);
                        if (IpPrefix.parse(text).holds(address)) return Truth.YES;
                    }
                    case Value.Dict d when d.items("range") != null -> {
                        if (isBetween(Objects.requireNonNull(d.items("range")).values(), address))
                            return Truth.YES;
                    }
                    default -> isKnown = false;
                }
            } catch (AddressException _) {
                isKnown = false;
            }
        }
        return isKnown ? Truth.NO : Truth.UNKNOWN;
    }

    private static boolean isBetween(List<Value> range, Ip6 address) throws AddressException {
        return range.size() == 2
                && range.get(0) instanceof Value.Str first
                && range.get(1) instanceof Value.Str last
                && IpPrefix.parse(first.text()).mapped().address().compareTo(address) <= 0
                && IpPrefix.parse(last.text()).mapped().address().compareTo(address) >= 0;
    }

    /// The verdict of a map of verdicts; null when nothing in it is for this packet.
    private Value.@Nullable Dict entry(Value.Dict map) {
        if (!(map.get("key") instanceof Value.Dict key)) return null;
        var data = map.get("data");
        if (data == null) return null;
        for (var pair : elements(data))
            if (pair instanceof Value.Items two
                    && two.size() == 2
                    && two.values().get(1) instanceof Value.Dict verdict
                    && compare(key, two.values().get(0)) == Truth.YES) return verdict;
        return null;
    }

    static boolean concerns(Chain chain, Opening flow) {
        return chain.isFilter()
                && chain.hook().equals(flow.hook())
                && Map.of("inet", true, "ip", !flow.isIp6(), "ip6", flow.isIp6())
                        .getOrDefault(chain.family(), false);
    }
}
