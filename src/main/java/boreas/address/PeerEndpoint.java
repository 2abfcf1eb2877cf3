package boreas.address;

import java.util.Locale;

/// Where an operator says that a peer is: an address with a port, or the name of a host with a
/// port, which has to be looked up (genuine nodes refuse names).
public sealed interface PeerEndpoint {
    /// Known without asking anybody.
    record Numeric(LinkAddress address) implements PeerEndpoint {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    /// @param host a DNS name, lower case
    record Named(String host, int udpPort) implements PeerEndpoint {
        @Override
        public String toString() {
            return host + ":" + udpPort;
        }
    }

    /// Reads `1.2.3.4:5`, `[2001:db8::1]:5` or `vps.example.net:5`.
    static PeerEndpoint parse(String text) throws AddressException {
        if (text.startsWith("[")) return bracketed(text);
        int colon = text.lastIndexOf(':');
        if (colon < 0)
            throw new AddressException("there is no port; write $IP:$PORT or [$IP]:$PORT for IPv6");
        String host = text.substring(0, colon);
        if (host.indexOf(':') >= 0) {
            boolean noPort = Ip6Text.parse(text) != null;
            if (noPort || Ip6Text.parse(host) != null)
                throw new AddressException(
                        "IPv6 addresses need brackets; write ["
                                + (noPort ? text : host)
                                + "]:"
                                + (noPort ? "$PORT" : text.substring(colon + 1)),
                        0);
            throw new AddressException("not an address with a port", 0);
        }
        int port = LinkAddress.parsePort(text.substring(colon + 1), colon + 1);
        if (looksNumeric(host)) {
            long ip4 = Ip6Text.parseIp4(host);
            if (ip4 < 0)
                throw new AddressException("an IPv4 address is four numbers from 0 to 255", 0);
            return new Numeric(LinkAddress.udp(Ip6.mapped((int) ip4), port));
        }
        int foreign = HostName.firstFault(host);
        if (foreign >= 0) throw new AddressException("not an address or a host name", foreign);
        return new Named(host.toLowerCase(Locale.ROOT), port);
    }

    private static PeerEndpoint bracketed(String text) throws AddressException {
        int close = text.indexOf(']');
        if (close < 0) throw new AddressException("'[' without ']'", 0);
        var ip = Ip6Text.parse(text.substring(1, close));
        if (ip == null) throw new AddressException("not an IPv6 address in the brackets", 1);
        if (close + 1 >= text.length() || text.charAt(close + 1) != ':')
            throw new AddressException("expected ':' and a port behind ']'", close + 1);
        int port = LinkAddress.parsePort(text.substring(close + 2), close + 2);
        return new Numeric(LinkAddress.udp(ip, port));
    }

    /// A host whose last label begins with a digit is meant as an IPv4 address: no top level domain
    /// does.
    private static boolean looksNumeric(String host) {
        int last = host.lastIndexOf('.') + 1;
        return last < host.length() && Character.isDigit(host.charAt(last));
    }
}
