package boreas.site;

import boreas.address.AddressException;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import boreas.config.Problems;
import boreas.config.Spelling;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads `allow`: who may begin to talk to whom.
final class RulesReader {
    private static final String PARTY_ADVICE =
            "write a machine (\"home\"), a service (\"home.mysql\"), an address or prefix, \"all\","
                    + " or a list of these";
    private static final String PORT_ADVICE = "write 22, \"8000-8010\", or a list of these";
    private static final String PROTOCOL_ADVICE = "write \"tcp\", \"udp\", \"icmp\" or \"any\"";

    /// More and the line is not read.
    private static final int NAMES_SHOWN_MAX = 20;

    private final Problems problems;
    private final Site site;

    /// @param site the machines, without rules
    RulesReader(Problems problems, Site site) {
        this.problems = problems;
        this.site = site;
    }

    List<Rule> read(List<Block> blocks) {
        var rules = new ArrayList<Rule>();
        for (var block : blocks) {
            var rule = rule(block);
            if (rule != null) rules.add(rule);
        }
        return rules;
    }

    private @Nullable Rule rule(Block block) {
        var from = parties(block, "from");
        var to = parties(block, "to");
        var protocol = protocol(block);
        var ports = ports(block, protocol);
        block.finish();
        if (from.isEmpty() || to.isEmpty() || protocol == null || ports == null) return null;
        return new Rule(from, to, protocol, ports);
    }

    private List<Party> parties(Block block, String key) {
        if (block.value(key) == null) block.missing(key, PARTY_ADVICE);
        var found = new ArrayList<Party>();
        for (var text : block.texts(key, PARTY_ADVICE)) {
            var party = party(block, key, text);
            if (party != null && !found.contains(party)) found.add(party);
        }
        found.sort(Comparator.comparing(Party::toString));
        return found;
    }

    private @Nullable Party party(Block block, String key, Value.Str text) {
        String word = text.text();
        if (word.equals("all")) return new Party.All();
        if (word.equals("mesh")) return mesh(block, key, text);
        if (site.byName(word) != null) return new Party.OfMachine(word);
        if (word.indexOf(':') >= 0 || word.indexOf('/') >= 0 || isNumeric(word))
            return range(block, key, text);
        int dot = word.indexOf('.');
        var machine = dot < 0 ? null : site.byName(word.substring(0, dot));
        String service = word.substring(dot + 1);
        if (machine != null && machine.service(service) != null)
            return new Party.OfService(machine.name(), service);
        return unknown(block, key, text);
    }

    private static boolean isNumeric(String word) {
        return !word.isEmpty() && word.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }

    private @Nullable Party mesh(Block block, String key, Value.Str text) {
        if (key.equals("from")) return new Party.Mesh();
        block.wrong(
                text,
                block.name(key),
                "a machine or its addresses",
                "this file is about what may reach its machines");
        return null;
    }

    private @Nullable Party unknown(Block block, String key, Value.Str text) {
        var known = names(key);
        var meant = Spelling.nearest(text.text(), known);
        block.wrong(
                text,
                block.name(key),
                known.size() <= NAMES_SHOWN_MAX
                        ? "one of " + String.join(", ", known)
                        : "a machine or a service of this file",
                meant == null ? PARTY_ADVICE : "did you mean \"" + meant + "\"?");
        return null;
    }

    /// All that a rule may name, but addresses.
    private List<String> names(String key) {
        var names = new ArrayList<String>();
        for (var m : site.machines()) {
            names.add(m.name());
            for (var s : m.services()) names.add(m.name() + "." + s.name());
        }
        names.add("all");
        if (key.equals("from")) names.add("mesh");
        return names;
    }

    private @Nullable Party range(Block block, String key, Value.Str text) {
        var range = block.parse(text, block.name(key), this::parseRange, PARTY_ADVICE);
        if (range == null) return null;
        boolean isInMesh = Ip6Prefix.CJDNS.contains(range);
        if (isInMesh && key.equals("from")) return new Party.OfRange(range);
        for (var m : site.machines()) {
            if (isInMesh && range.holds(m.nodeAddress())) return new Party.OfRange(range);
            if (!Ranges.meet(m.siteRanges(), range).isEmpty()) return new Party.OfRange(range);
        }
        block.wrong(
                text,
                block.name(key),
                "addresses that a machine of this file has",
                "is it missing in somebody's \"prefixes\"?");
        return null;
    }

    /// Also what follows the /48, beginning with a colon.
    private IpPrefix parseRange(String text) throws AddressException {
        if (!text.startsWith(":") || text.startsWith("::")) return MachinesReader.range(text);
        var net = site.ula().address();
        return MachinesReader.range(
                "%x:%x:%x%s".formatted(net.group(0), net.group(1), net.group(2), text));
    }

    private @Nullable Protocol protocol(Block block) {
        var text = block.text("protocol", PROTOCOL_ADVICE);
        if (text == null) return block.value("protocol") == null ? Protocol.ANY : null;
        for (var p : Protocol.values())
            if (p != Protocol.TUNNEL && text.text().toLowerCase(Locale.ROOT).equals(p.toString()))
                return p;
        block.wrong(text, block.name("protocol"), "a protocol", PROTOCOL_ADVICE);
        return null;
    }

    /// Null when something is wrong with them.
    private @Nullable List<PortRange> ports(Block block, @Nullable Protocol protocol) {
        var value = block.value("port");
        var values = block.oneOrMore("port");
        if (value == null) return List.of();
        var ports = new TreeSet<PortRange>();
        boolean isWhole = !values.isEmpty(); // an empty list must not mean all
        if (!isWhole) block.wrong(value, block.name("port"), "one port at least", PORT_ADVICE);
        for (var v : values) {
            var range = port(v);
            if (range != null) {
                ports.add(range);
                continue;
            }
            isWhole = false;
            block.wrong(
                    v, block.name("port"), "a port from 1 to " + PortRange.PORT_MAX, PORT_ADVICE);
        }
        if (protocol != null && !protocol.hasPorts()) {
            problems.error(
                    value.at(),
                    "%s: read a port for protocol %s, expected \"tcp\" or \"udp\"; write \"protocol\": \"tcp\""
                            .formatted(block.name("port"), protocol));
            return null;
        }
        return isWhole ? merged(ports) : null;
    }

    /// In order, those that touch or overlap as one.
    private static List<PortRange> merged(SortedSet<PortRange> ports) {
        var merged = new ArrayList<PortRange>();
        for (var p : ports) {
            var last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || p.first() > last.last() + 1) merged.add(p);
            else
                merged.set(
                        merged.size() - 1,
                        new PortRange(last.first(), Math.max(last.last(), p.last())));
        }
        return merged;
    }

    private static @Nullable PortRange port(Value value) {
        return switch (value) {
            case Value.Int(long number, _) -> range(number, number);
            case Value.Str s -> {
                String text = s.text();
                int dash = text.indexOf('-');
                String first = dash < 0 ? text : text.substring(0, dash);
                yield range(number(first), number(dash < 0 ? text : text.substring(dash + 1)));
            }
            case Value.Items _, Value.Dict _ -> null;
        };
    }

    private static @Nullable PortRange range(long first, long last) {
        if (first < 1 || last < first || last > PortRange.PORT_MAX) return null;
        return new PortRange((int) first, (int) last);
    }

    /// -1 when it is none.
    private static long number(String text) {
        if (text.isEmpty() || text.length() > 5) return -1;
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) return -1;
        return Integer.parseInt(text);
    }
}
