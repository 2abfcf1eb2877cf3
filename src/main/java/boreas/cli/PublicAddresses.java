package boreas.cli;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.config.CjdrouteConf;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where other machines can call a node: what its operator says, else the addresses of this machine
/// at the ports of its `UDPInterface`s.
final class PublicAddresses {
    /// @param isPublic false: addresses that only the local network knows
    record Found(List<PeerEndpoint> endpoints, boolean isPublic) {}

    private PublicAddresses() {}

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
        var bytes = address.getAddress();
        boolean is6 = bytes.length == Ip6.BYTES;
        var ip = is6 ? Ip6.of(bytes, 0) : Ip6.mapped(ByteBuffer.wrap(bytes).getInt());
        // A link must not run inside the network that it makes.
        if (ip.isCjdns()) return;
        var endpoint = new PeerEndpoint.Numeric(LinkAddress.udp(ip, port));
        (isEverywhere(bytes) ? everywhere : nearby).add(endpoint);
    }

    /// Whether other networks have a route to it: RFC 1918, 6598, 4193.
    private static boolean isEverywhere(byte[] ip) {
        int first = ip[0] & 0xff;
        if (ip.length == Ip6.BYTES) return (first & 0xfe) != 0xfc;
        int second = ip[1] & 0xff;
        boolean isPrivate =
                first == 10
                        || first == 172 && (second & 0xf0) == 16
                        || first == 192 && second == 168
                        || first == 100 && (second & 0xc0) == 64;
        return !isPrivate;
    }

    private static List<InetAddress> addresses() throws SocketException {
        var all = new ArrayList<InetAddress>();
        for (var device : Collections.list(NetworkInterface.getNetworkInterfaces()))
            if (device.isUp()) all.addAll(Collections.list(device.getInetAddresses()));
        return all;
    }
}
