package boreas.cli;

import boreas.address.AddressException;
import boreas.address.Ip4;
import boreas.address.Ip4Prefix;
import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.config.CjdrouteConf;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where other machines can call a node: what its operator says, else the addresses of this machine
/// at the ports of its `UDPInterface`s.
final class PublicAddresses {
    /// To which other networks have no route: RFC 1918, 6598, 4193.
    private static final List<IpPrefix> NEARBY =
            List.of(
                    ip4(10, 0, 8),
                    ip4(172, 16, 12),
                    ip4(192, 168, 16),
                    ip4(100, 64, 10),
                    new Ip6Prefix(new Ip6(0xfcL << 56, 0), 7));

    /// @param isPublic false: addresses that only the local network knows
    record Found(List<PeerEndpoint> endpoints, boolean isPublic) {}

    private PublicAddresses() {}

    private static IpPrefix ip4(int first, int second, int bits) {
        return new Ip4Prefix(new Ip4(first << 24 | second << 16), bits);
    }

    /// What the operator says; a port that he leaves out is that of the interface of the family.
    static PeerEndpoint named(String text, CjdrouteConf conf) throws AddressException {
        try {
            return PeerEndpoint.parse(text);
        } catch (AddressException e) {
            boolean is6 = text.indexOf(':') != text.lastIndexOf(':');
            int port = port(conf, is6);
            boolean hasPort = !is6 && text.indexOf(':') >= 0 || text.contains("]:");
            if (port == 0 || hasPort) throw e;
            var host = is6 && !text.startsWith("[") ? "[" + text + "]" : text;
            return PeerEndpoint.parse(host + ":" + port);
        }
    }

    private static int port(CjdrouteConf conf, boolean is6) {
        for (var udp : conf.udpInterfaces())
            if (is6 == (udp.bind().kind() == LinkAddress.Kind.UDP6)) return udp.bind().udpPort();
        return 0;
    }

    /// Those of this machine.
    static Found ofThisMachine(CjdrouteConf conf) throws SocketException {
        return of(conf, addresses());
    }

    static Found of(CjdrouteConf conf, List<InetAddress> machine) {
        Set<PeerEndpoint> everywhere = new LinkedHashSet<>();
        Set<PeerEndpoint> nearby = new LinkedHashSet<>();
        for (var udp : conf.udpInterfaces()) {
            var bind = udp.bind();
            if (bind.udpPort() == 0) continue;
            if (!bind.ip().toInetAddress().isAnyLocalAddress()) {
                add(bind.ip().toInetAddress(), bind.udpPort(), everywhere, nearby);
                continue;
            }
            boolean is6 = bind.kind() == LinkAddress.Kind.UDP6;
            for (var address : machine)
                if (is6 == (address.getAddress().length == Ip6.BYTES))
                    add(address, bind.udpPort(), everywhere, nearby);
        }
        return everywhere.isEmpty()
                ? new Found(List.copyOf(nearby), false)
                : new Found(List.copyOf(everywhere), true);
    }

    private static void add(
            InetAddress address, int port, Set<PeerEndpoint> everywhere, Set<PeerEndpoint> nearby) {
        if (address.isLoopbackAddress() || address.isLinkLocalAddress()) return;
        var ip = Ip6.of(address);
        // A link must not run inside the network that it makes.
        if (ip.isCjdns()) return;
        var endpoint = new PeerEndpoint.Numeric(LinkAddress.udp(ip, port));
        boolean isNearby = NEARBY.stream().anyMatch(range -> range.holds(ip));
        (isNearby ? nearby : everywhere).add(endpoint);
    }

    private static List<InetAddress> addresses() throws SocketException {
        var all = new ArrayList<InetAddress>();
        for (var device : Collections.list(NetworkInterface.getNetworkInterfaces()))
            if (device.isUp()) all.addAll(Collections.list(device.getInetAddresses()));
        return all;
    }
}
