package boreas.tunnel;

import boreas.address.Ip6;
import boreas.env.TokenBucket;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.tun.TunPort;
import boreas.wire.Icmp4;
import boreas.wire.Icmp6;
import boreas.wire.Ip4Header;
import boreas.wire.Ip6Header;
import boreas.wire.Ip6Tunnel;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import org.jspecify.annotations.Nullable;

/// Tells senders on this side why their packets do not get through one tunnel: written to the
/// tunnel's device, as if a router at the far end had sent it.
///
/// So an error bears the far endpoint's address, and over IPv4, where the far end has none that we
/// know, that of the packet's own destination. One of this machine's addresses would be refused by
/// the firewall, which lets only the far site's out of the device.
final class InnerErrors {
    /// Errors to programs, as RFC 4443, 2.4 (f) asks for.
    private static final int BURST = 16;

    private static final int PER_SECOND = 10;

    private final World world;
    private final TunPort tun;
    private final PacketSource packets;
    private final TokenBucket tokens;
    private final int tunId;
    private final long sourceHi, sourceLo;

    /// @param source of errors about IPv6
    InnerErrors(World world, TunPort tun, PacketSource packets, int tunId, Ip6 source, long nowNs) {
        this.world = world;
        this.tun = tun;
        this.packets = packets;
        this.tunId = tunId;
        this.sourceHi = source.hi();
        this.sourceLo = source.lo();
        this.tokens = new TokenBucket(BURST, PER_SECOND, nowNs);
    }

    /// A packet was not let in.
    ///
    /// @param why [Verdict#TOO_BIG] or [Verdict#TUNNEL_LIMIT]
    void refused(Verdict why, Packet inner, int mtuBytes, long nowNs) {
        var p = packetAbout(inner, nowNs);
        if (p == null) return;
        boolean isIp4 = Ip6Tunnel.typeOf(inner) == Ip6Tunnel.IP4;
        long lo = isIp4 ? Integer.toUnsignedLong(Ip4Header.destination(inner)) : sourceLo;
        if (Ip6Tunnel.answer(why, inner, p, mtuBytes, sourceHi, lo)) tun.send(tunId, p);
    }

    /// A packet did not arrive; of it the addresses and 8 bytes more must be there.
    void unreachable(Packet inner, long nowNs) {
        var p = packetAbout(inner, nowNs);
        if (p == null) return;
        if (Ip6Tunnel.typeOf(inner) == Ip6Tunnel.IP4)
            Icmp4.writeHostUnreachable(p, inner, Ip4Header.destination(inner));
        else Icmp6.writeUnreachable(p, inner, Icmp6.ADDRESS_UNREACHABLE, sourceHi, sourceLo);
        tun.send(tunId, p);
    }

    /// A packet was too big somewhere on the way; of it the addresses and 8 bytes more must be
    /// there.
    ///
    /// @param mtuBytes for the inner packet
    void tooBig(Packet inner, int mtuBytes, long nowNs) {
        var p = packetAbout(inner, nowNs);
        if (p == null) return;
        if (Ip6Tunnel.typeOf(inner) == Ip6Tunnel.IP4)
            Icmp4.writeFragmentationNeeded(p, inner, mtuBytes, Ip4Header.destination(inner));
        else
            Icmp6.writePacketTooBig(
                    p, inner, Math.max(mtuBytes, Ip6Header.MIN_MTU), sourceHi, sourceLo);
        tun.send(tunId, p);
    }

    private @Nullable Packet packetAbout(Packet inner, long nowNs) {
        boolean isIp4 = Ip6Tunnel.typeOf(inner) == Ip6Tunnel.IP4;
        boolean deservesIt = isIp4 ? Icmp4.deservesError(inner) : Icmp6.deservesError(inner);
        if (!deservesIt || !tokens.take(nowNs)) return null;
        var p = packets.take();
        if (p == null) world.counters().count(Verdict.NO_ROOM);
        return p;
    }
}
