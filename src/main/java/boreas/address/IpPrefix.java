package boreas.address;

/// A range of addresses of either kind. Comparisons between the kinds are allowed: an IPv4 prefix
/// overlaps no IPv6 prefix but those around `::ffff:0:0/96`, which nobody routes.
public sealed interface IpPrefix permits Ip4Prefix, Ip6Prefix {
    /// Length of the prefix, 0 to 32 or 0 to 128.
    int bits();

    /// The same range as IPv6 has it: IPv4 is `::ffff:a.b.c.d`.
    Ip6Prefix mapped();

    /// Reads `10.1.0.0/16` or `2001:db8::/32`; an address alone is a prefix of all its bits.
    static IpPrefix parse(String text) throws AddressException {
        return text.indexOf(':') >= 0 ? Ip6Prefix.parse(text) : Ip4Prefix.parse(text);
    }

    default boolean contains(IpPrefix other) {
        return mapped().contains(other.mapped());
    }

    /// Whether an address is in it, IPv4 as `::ffff:a.b.c.d`.
    default boolean holds(Ip6 address) {
        return mapped().contains(address);
    }

    /// Whether some address is in both: then one contains the other.
    default boolean meets(IpPrefix other) {
        return mapped().overlaps(other.mapped());
    }
}
