package boreas.address;

/// An IPv4 address, the first number in the highest byte.
public record Ip4(int bits) {
    /// Reads four decimal numbers with dots.
    public static Ip4 parse(String text) throws AddressException {
        long bits = Ip6Text.parseIp4(text);
        if (bits < 0) throw new AddressException("not an IPv4 address");
        return new Ip4((int) bits);
    }

    /// As `::ffff:a.b.c.d`.
    public Ip6 mapped() {
        return Ip6.mapped(bits);
    }

    @Override
    public String toString() {
        return Ip6Text.writeIp4(bits);
    }
}
