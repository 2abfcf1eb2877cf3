package boreas.address;

/// An IPv6 prefix such as `fd00::/8`; bits behind the prefix are zero.
public record Ip6Prefix(Ip6 address, int bits) implements IpPrefix {
    public static final int BITS_MAX = 128;

    /// Where node addresses are.
    public static final Ip6Prefix CJDNS = new Ip6Prefix(new Ip6(0xfcL << 56, 0), 8);

    public Ip6Prefix {
        if (bits < 0 || bits > BITS_MAX)
            throw new IllegalArgumentException("prefix of " + bits + " bits");
        address = masked(address, bits);
    }

    /// Reads `address/bits`; an address alone is a prefix of 128 bits.
    public static Ip6Prefix parse(String text) throws AddressException {
        int slash = text.indexOf('/');
        var address = Ip6.parse(slash < 0 ? text : text.substring(0, slash));
        int bits = slash < 0 ? BITS_MAX : Ip6Text.decimal(text.substring(slash + 1), BITS_MAX);
        if (bits < 0)
            throw new AddressException("prefix length must be a number from 0 to 128", slash + 1);
        return new Ip6Prefix(address, bits);
    }

    public boolean contains(Ip6 ip) {
        return masked(ip, bits).equals(address);
    }

    public boolean contains(Ip6Prefix other) {
        return other.bits >= bits && contains(other.address);
    }

    /// Whether some address is in both.
    public boolean overlaps(Ip6Prefix other) {
        return contains(other) || other.contains(this);
    }

    @Override
    public Ip6Prefix mapped() {
        return this;
    }

    private static Ip6 masked(Ip6 ip, int bits) {
        return new Ip6(ip.hi() & ones(Math.min(bits, 64)), ip.lo() & ones(Math.max(bits - 64, 0)));
    }

    /// A word with that many ones at its high end.
    private static long ones(int count) {
        return count == 0 ? 0 : -1L << (64 - count);
    }

    @Override
    public String toString() {
        return address.compressedText() + "/" + bits;
    }
}
