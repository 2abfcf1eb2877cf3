package boreas.address;

/// An IPv4 prefix such as `10.0.0.0/8`; bits behind the prefix are zero.
public record Ip4Prefix(Ip4 address, int bits) implements IpPrefix {
    public static final int BITS_MAX = 32;
    private static final int MAPPED_BITS = 96;

    public Ip4Prefix {
        if (bits < 0 || bits > BITS_MAX)
            throw new IllegalArgumentException("prefix of " + bits + " bits");
        address = new Ip4(bits == 0 ? 0 : address.bits() & -1 << (BITS_MAX - bits));
    }

    /// Reads `address/bits`; an address alone is a prefix of 32 bits.
    public static Ip4Prefix parse(String text) throws AddressException {
        int slash = text.indexOf('/');
        var address = Ip4.parse(slash < 0 ? text : text.substring(0, slash));
        int bits = slash < 0 ? BITS_MAX : Ip6Text.decimal(text.substring(slash + 1), BITS_MAX);
        if (bits < 0)
            throw new AddressException("prefix length must be a number from 0 to 32", slash + 1);
        return new Ip4Prefix(address, bits);
    }

    @Override
    public Ip6Prefix mapped() {
        return new Ip6Prefix(address.mapped(), MAPPED_BITS + bits);
    }

    @Override
    public String toString() {
        return address + "/" + bits;
    }
}
