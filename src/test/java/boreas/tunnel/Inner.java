package boreas.tunnel;

import boreas.address.Ip6;
import boreas.wire.Batch;
import boreas.wire.Icmp6;
import boreas.wire.InternetChecksum;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;

/// Packets of programs.
final class Inner {
    private Inner() {}

    static Packet packet(byte[] bytes) {
        return new Batch(1).next().append(bytes);
    }

    /// UDP over IPv6 of so many bytes in all.
    static byte[] udp6(Ip6 from, Ip6 to, int length) {
        var p = packet(new byte[length - Ip6Header.SIZE]);
        Ip6Header.prepend(p, Ip6Header.UDP, 64);
        return addressed(p, from, to).toArray();
    }

    /// With a destination option that says how many tunnels more there may be.
    static byte[] limited(Ip6 from, Ip6 to, int limit) {
        var p = packet(new byte[] {17, 0, 4, 1, (byte) limit, 1, 1, 0, 1, 2, 3, 4});
        Ip6Header.prepend(p, 60, 64);
        return addressed(p, from, to).toArray();
    }

    /// As a kernel's tunnel wraps it.
    static byte[] behindLimit(byte[] inner) {
        var p = new Batch(1).next().append(new byte[] {41, 0, 4, 1, 4, 1, 1, 0});
        return p.append(inner).toArray();
    }

    static byte[] echo(int type, int identifier, Ip6 from, Ip6 to, int dataBytes) {
        var p = new Batch(1).next();
        Icmp6.writeEcho(
                p,
                type,
                identifier,
                7,
                new byte[dataBytes],
                from.hi(),
                from.lo(),
                to.hi(),
                to.lo());
        return p.toArray();
    }

    private static Packet addressed(Packet p, Ip6 from, Ip6 to) {
        Ip6Header.putSource(p, from.hi(), from.lo());
        Ip6Header.putDestination(p, to.hi(), to.lo());
        return p;
    }

    /// UDP over IPv4 of so many bytes in all.
    static byte[] udp4(int from, int to, int length, boolean mayNotBeFragmented) {
        var p = packet(new byte[length]);
        p.putU8(0, 0x45);
        p.putU16(2, length);
        p.putU16(4, 0x1234);
        p.putU16(6, mayNotBeFragmented ? 0x4000 : 0);
        p.putU8(8, 64);
        p.putU8(9, 17);
        p.putI32(12, from);
        p.putI32(16, to);
        p.putU16(10, InternetChecksum.of(p, 0, 20));
        for (int i = 20; i < length; i++) p.putU8(i, i * 7);
        return p.toArray();
    }
}
