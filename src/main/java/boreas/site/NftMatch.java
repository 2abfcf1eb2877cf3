package boreas.site;

import boreas.address.Ip4Prefix;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Conditions of rules of nftables.
///
/// A table that is replaced under traffic must have no sets with prefixes or ranges in them: for a
/// moment, while the transaction takes effect, the kernel finds nothing in a new set of that kind
/// (Linux 6.18: about one packet each time at 40,000 a second), so what is allowed before and after
/// would be refused in between. So there is a rule for each range. Sets of addresses and of ports
/// are whole from the first moment.
final class NftMatch {
    private NftMatch() {}

    /// For rules that may miss a packet while they come: all ranges in one condition.
    static String set(List<IpPrefix> ranges) {
        return braces(ranges.stream().map(IpPrefix::toString).toList());
    }

    /// For rules that may miss a packet while they come: a condition with a blank before it, or
    /// nothing.
    static String protocol(Protocol protocol, List<PortRange> ports, String family) {
        if (ports.isEmpty()) return protocol(protocol, family);
        return " %s dport %s"
                .formatted(protocol, braces(ports.stream().map(PortRange::toString).toList()));
    }

    /// Conditions with a blank before them, one of which holds for each address in the ranges.
    ///
    /// @param field such as `ip6 saddr`
    static List<String> anyAddress(String field, List<IpPrefix> ranges) {
        return any(field, ranges, NftMatch::isAddress, NftMatch::text);
    }

    /// Conditions with a blank before them, one of which holds for what is meant; maybe an empty
    /// one, which always holds.
    ///
    /// @param port the field that has the granted one, `dport` or `sport`
    static List<String> anyPort(
            Protocol protocol, List<PortRange> ports, String family, String port) {
        if (ports.isEmpty()) return List.of(protocol(protocol, family));
        return any(protocol + " " + port, ports, p -> p.first() == p.last(), PortRange::toString);
    }

    private static String protocol(Protocol protocol, String family) {
        return switch (protocol) {
            case ANY -> "";
            case TCP, UDP -> " meta l4proto " + protocol;
            case ICMP -> " meta l4proto " + (family.equals("ip") ? "icmp" : "ipv6-icmp");
            case TUNNEL -> " meta l4proto { 4, 41 }";
        };
    }

    private static <T> List<String> any(
            String field, List<T> ranges, Predicate<T> isSingle, Function<T, String> text) {
        var conditions = new ArrayList<String>();
        var singles = ranges.stream().filter(isSingle).map(text).toList();
        if (!singles.isEmpty()) conditions.add(" " + field + " " + braces(singles));
        for (var r : ranges)
            if (!isSingle.test(r)) conditions.add(" " + field + " " + text.apply(r));
        return conditions;
    }

    private static boolean isAddress(IpPrefix range) {
        return range.bits()
                == (range instanceof Ip4Prefix ? Ip4Prefix.BITS_MAX : Ip6Prefix.BITS_MAX);
    }

    /// Without its length, an address is no range to nft.
    private static String text(IpPrefix range) {
        if (!isAddress(range)) return range.toString();
        return switch (range) {
            case Ip4Prefix p -> p.address().toString();
            case Ip6Prefix p -> p.address().compressedText();
        };
    }

    private static String braces(List<String> elements) {
        return elements.size() == 1
                ? elements.getFirst()
                : "{ " + String.join(", ", elements) + " }";
    }
}
