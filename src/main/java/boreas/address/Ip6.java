package boreas.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// An IPv6 address, as the two halves of its 128 bits.
public record Ip6(long hi, long lo) implements Comparable<Ip6> {
    public static final int BYTES = 16;

    /// `fc00::1`, which genuine nodes use as the pseudo peer of registered message handlers.
    public static final Ip6 HANDLER = new Ip6(0xfc00L << 48, 1);

    /// The 16 bytes from `offset` on, which must be there.
    public static Ip6 of(byte[] bytes, int offset) {
        return new Ip6(bigEndian(bytes, offset), bigEndian(bytes, offset + 8));
    }

    /// As the Java library has it, of either kind. It takes IPv4 for what comes as
    /// `::ffff:a.b.c.d`, so the kind alone does not tell how many bytes there are.
    public static Ip6 of(InetAddress address) {
        var bytes = address.getAddress();
        return bytes.length == BYTES ? of(bytes, 0) : mapped(ByteBuffer.wrap(bytes).getInt());
    }

    /// Reads any usual notation: full, with `::`, with a dotted end. No brackets, no zone.
    public static Ip6 parse(String text) throws AddressException {
        var ip = Ip6Text.parse(text);
        if (ip == null) throw new AddressException("not an IPv6 address");
        return ip;
    }

    /// An IPv4 address as `::ffff:a.b.c.d`.
    public static Ip6 mapped(int ip4) {
        return new Ip6(0, 0xffff_0000_0000L | Integer.toUnsignedLong(ip4));
    }

    /// Whether this stands for an IPv4 address, `::ffff:a.b.c.d`.
    public boolean isMapped() {
        return hi == 0 && lo >>> 32 == 0xffff;
    }

    /// Whether it is in fc00::/8, where node addresses are.
    public boolean isCjdns() {
        return hi >>> 56 == 0xfc;
    }

    public byte[] bytes() {
        var bytes = new byte[BYTES];
        copyTo(bytes, 0);
        return bytes;
    }

    public void copyTo(byte[] target, int offset) {
        for (int i = 0; i < 8; i++) {
            target[offset + i] = (byte) (hi >>> (56 - 8 * i));
            target[offset + 8 + i] = (byte) (lo >>> (56 - 8 * i));
        }
    }

    /// Group 0 to 7, the first one is the most significant.
    public int group(int index) {
        return (int) ((index < 4 ? hi : lo) >>> (48 - 16 * (index & 3))) & 0xffff;
    }

    /// For the calls of the Java library.
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(bytes());
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are an address", e);
        }
    }

    /// Leading zeros of each group removed, no `::`; genuine tools print this.
    public String shortText() {
        return Ip6Text.write(this, "%x");
    }

    /// The usual notation with `::` (RFC 5952), for links and for people.
    public String compressedText() {
        return Ip6Text.writeCompressed(this);
    }

    /// The full form, 39 characters, as genuine nodes print addresses.
    @Override
    public String toString() {
        return Ip6Text.write(this, "%04x");
    }

    @Override
    public int compareTo(Ip6 other) {
        int c = Long.compareUnsigned(hi, other.hi);
        return c != 0 ? c : Long.compareUnsigned(lo, other.lo);
    }

    static long bigEndian(byte[] bytes, int offset) {
        long v = 0;
        for (int i = 0; i < 8; i++) v = v << 8 | (bytes[offset + i] & 0xff);
        return v;
    }
}
