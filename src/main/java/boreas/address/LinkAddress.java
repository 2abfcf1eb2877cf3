package boreas.address;

import org.jspecify.annotations.Nullable;

/// Where a peer is reached on a link: an IP address with a UDP port, or an Ethernet address.
///
/// @param hi high half of the IPv6 address; 0 for Ethernet
/// @param lo low half; IPv4 addresses are `::ffff:a.b.c.d`, a MAC fills the low 48 bits
/// @param udpPort 0 for Ethernet
public record LinkAddress(Kind kind, long hi, long lo, int udpPort) {
    public enum Kind {
        UDP4,
        UDP6,
        ETHERNET
    }

    private static final int PORT_MAX = 65535;

    /// The address that a packet's fields give: `::ffff:a.b.c.d` is IPv4, port 0 is Ethernet.
    public static LinkAddress of(long hi, long lo, int udpPort) {
        if (udpPort == 0) return ethernet(lo);
        return udp(new Ip6(hi, lo), udpPort);
    }

    public static LinkAddress udp(Ip6 ip, int udpPort) {
        return new LinkAddress(ip.isMapped() ? Kind.UDP4 : Kind.UDP6, ip.hi(), ip.lo(), udpPort);
    }

    public static LinkAddress ethernet(long mac) {
        return new LinkAddress(Kind.ETHERNET, 0, mac & 0xffff_ffff_ffffL, 0);
    }

    /// Reads `1.2.3.4:5`, `[2001:db8::1]:5` or `01:02:03:04:05:06`. Names of hosts are no link
    /// addresses: see [PeerEndpoint].
    public static LinkAddress parse(String text) throws AddressException {
        var mac = mac(text);
        if (mac != null) return mac;
        return switch (PeerEndpoint.parse(text)) {
            case PeerEndpoint.Numeric(LinkAddress address) -> address;
            case PeerEndpoint.Named _ ->
                    throw new AddressException("not an IP address with a port", 0);
        };
    }

    /// Reads six bytes in hex with colons; null when it is something else.
    public static @Nullable LinkAddress mac(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 6) return null;
        long mac = 0;
        for (var part : parts) {
            if (part.length() != 2 || Hex.firstForeign(part) >= 0) return null;
            mac = mac << 8 | Integer.parseInt(part, 16);
        }
        return ethernet(mac);
    }

    static int parsePort(String text, int index) throws AddressException {
        int port = Ip6Text.decimal(text, PORT_MAX);
        if (port < 0) throw new AddressException("port must be a number from 0 to 65535", index);
        return port;
    }

    /// The IP address; of Ethernet addresses it has no meaning.
    public Ip6 ip() {
        return new Ip6(hi, lo);
    }

    /// Whether the link would run through the network that it carries: a loop.
    public boolean isInsideCjdns() {
        return kind == Kind.UDP6 && ip().isCjdns();
    }

    /// As genuine nodes write it.
    @Override
    public String toString() {
        return switch (kind) {
            case UDP4 -> Ip6Text.writeIp4((int) lo) + ":" + udpPort;
            case UDP6 -> "[" + ip().compressedText() + "]:" + udpPort;
            case ETHERNET -> {
                var text = new StringBuilder();
                for (int shift = 40; shift >= 0; shift -= 8) {
                    if (shift < 40) text.append(':');
                    text.append("%02x".formatted(lo >>> shift & 0xff));
                }
                yield text.toString();
            }
        };
    }
}
