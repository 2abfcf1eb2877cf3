package boreas.tunnel;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.session.ContentHandler;
import boreas.session.Session;
import boreas.session.Sessions;
import boreas.tun.TunPort;
import boreas.wire.Icmp6;
import boreas.wire.Ip4Header;
import boreas.wire.Ip4Parts;
import boreas.wire.Ip6Header;
import boreas.wire.Ip6Tunnel;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import boreas.wire.Reassembly;

/// One tunnel: the entry and the exit of RFC 2473, without the outer header, which cjdns does not
/// carry.
///
/// **The inner hop limit is left alone.** A tunnel's entry counts it down for packets that are
/// forwarded (RFC 2473, 3.1), and for those only; the kernel has done that when it forwarded a
/// packet into the device. At the exit the kernel counts it down again, as the next router.
///
/// **Nothing is fragmented around a packet.** What is no larger than the tunnel's MTU fits into one
/// datagram of a link; what is larger is answered with that MTU. Only of IPv4 a packet itself is
/// cut, where its sender allows it.
final class Tunnel {
    private static final int MULTICAST = 0xff;
    private static final int MULTICAST_4 = 0xe;

    private final World world;
    private final TunnelSettings settings;
    private final Sessions sessions;
    private final TunPort tun;
    private final PacketSource packets;
    private final ContentHandler cjdns;
    private final int tunId;
    private final long ownHi, ownLo, farHi, farLo;
    private final AddressSet here, there;
    private final InnerErrors errors;
    private final Reassembly reassembly;
    private final TunnelHealth health;
    private final Counters drops = new Counters();
    private long packetsIn, bytesIn, packetsOut, bytesOut;

    /// @param own address of this node
    /// @param cjdns gets what a far node sends that is no tunnelled packet
    Tunnel(
            World world,
            TunnelSettings settings,
            Ip6 own,
            Sessions sessions,
            TunPort tun,
            PacketSource packets,
            ContentHandler cjdns,
            TunnelEvents events,
            long nowNs) {
        this.world = world;
        this.settings = settings;
        this.sessions = sessions;
        this.tun = tun;
        this.packets = packets;
        this.cjdns = cjdns;
        tunId = settings.tunId();
        ownHi = own.hi();
        ownLo = own.lo();
        var far = settings.far().ip6();
        farHi = far.hi();
        farLo = far.lo();
        here = new AddressSet(settings.here());
        there = new AddressSet(settings.there());
        errors = new InnerErrors(world, tun, packets, tunId, settings.farEndpoint(), nowNs);
        reassembly = new Reassembly(world, drops);
        health = new TunnelHealth(world, settings, sessions, packets, this::carry, events, nowNs);
    }

    int tunId() {
        return tunId;
    }

    PublicKey far() {
        return settings.far();
    }

    boolean leadsTo(long hi, long lo) {
        return farLo == lo && farHi == hi;
    }

    /// Lets go of everything.
    void close() {
        health.close();
        reassembly.close();
    }

    // --- entry

    /// A packet that the device gave.
    Verdict enter(Packet p, long nowNs) {
        var verdict = Ip6Tunnel.judge(p, settings.mtuBytes());
        if (verdict == Verdict.BAD_INNER) return drop(verdict);
        if (isToMany(p)) return Verdict.ENTRY_DESTINATION; // every interface sends some
        if (!isFrom(here, p)) return drop(Verdict.ENTRY_SOURCE);
        if (!isTo(there, p)) return drop(Verdict.ENTRY_DESTINATION);
        boolean isCut = verdict == Verdict.TOO_BIG && mayCut(p);
        if (verdict != Verdict.OK && !isCut) {
            errors.refused(verdict, p, settings.mtuBytes(), nowNs);
            return drop(verdict);
        }
        health.onEntered(p, nowNs);
        return isCut ? enterInParts(p, nowNs) : carryOfProgram(p, nowNs);
    }

    private static boolean mayCut(Packet p) {
        return Ip6Tunnel.typeOf(p) == Ip6Tunnel.IP4 && Ip4Parts.mayCut(p);
    }

    /// A packet of IPv4 whose sender leaves the cutting to routers. Rare: the kernel has done it,
    /// unless somebody raised the device's MTU.
    private Verdict enterInParts(Packet p, long nowNs) {
        int partBytes = Ip4Parts.partBytes(settings.mtuBytes());
        int payload = p.length() - Ip4Header.SIZE;
        for (int at = 0; at < payload; at += partBytes) {
            var part = packets.take();
            if (part == null) return drop(Verdict.NO_ROOM);
            Ip4Parts.copy(p, at, Math.min(partBytes, payload - at), part);
            var verdict = carryOfProgram(part, nowNs);
            if (verdict != Verdict.OK) return verdict;
        }
        return Verdict.OK;
    }

    private Verdict carryOfProgram(Packet p, long nowNs) {
        int bytes = p.length();
        var verdict = carry(p, nowNs);
        if (verdict == Verdict.OK) {
            packetsOut++;
            bytesOut += bytes;
        } else {
            drops.count(verdict); // the session has counted it for the node
        }
        return verdict;
    }

    private Verdict carry(Packet inner, long nowNs) {
        int type = Ip6Tunnel.wrap(inner, settings.encapsulationLimit());
        return sessions.send(farHi, farLo, type, inner, nowNs);
    }

    // --- exit

    /// What a session with the far node carried; types [Ip6Tunnel#IP4], [Ip6Tunnel#IP6],
    /// [Ip6Tunnel#FRAGMENT], [Ip6Tunnel#OPTIONS]. The caller counts the verdict for the node.
    Verdict exit(Session from, int contentType, Packet p, long pathBack, long nowNs) {
        int type = Ip6Tunnel.open(p, contentType);
        if (type == Ip6Tunnel.FRAGMENT) {
            int whole = reassembly.onFragment(farHi, farLo, p, nowNs);
            if (whole == Reassembly.PENDING) return Verdict.OK; // or counted as a drop there
            contentType = whole;
            type = Ip6Tunnel.open(p, whole);
        }
        return switch (type) {
            case Ip6Tunnel.IP6, Ip6Tunnel.IP4 -> leave(p, type, nowNs);
            case Ip6Tunnel.FOREIGN -> cjdns.onContent(from, contentType, p, pathBack, nowNs);
            default -> dropOut(Verdict.BAD_TUNNEL_HEADER); // or a fragment in a fragment
        };
    }

    private Verdict leave(Packet p, int type, long nowNs) {
        if (!Ip6Tunnel.trim(p, type)) return dropOut(Verdict.BAD_INNER);
        if (!isFrom(there, p)) return dropOut(Verdict.EXIT_SOURCE);
        if (!isTo(here, p)) return dropOut(Verdict.EXIT_DESTINATION);
        boolean isProbes = health.isAnswer(p);
        health.onHeard(isProbes, p, nowNs);
        if (isProbes) return Verdict.OK;
        packetsIn++;
        bytesIn += p.length();
        tun.send(tunId, p);
        return Verdict.OK;
    }

    // --- errors from the way, and from its end

    /// ICMPv6 of the far node: about the tunnel, or for programs that talk with it by its address.
    Verdict onIcmp6(Session from, int type, Packet p, long pathBack, long nowNs) {
        if (!OuterError.isIn(p, ownHi, ownLo, farHi, farLo))
            return cjdns.onContent(from, type, p, pathBack, nowNs);
        if (!OuterError.isIntact(p, ownHi, ownLo, farHi, farLo))
            return dropOut(Verdict.BAD_CHECKSUM);
        int error = OuterError.type(p);
        long mtu = OuterError.mtu(p);
        int around = OuterError.open(p);
        if (around < 0 || !isFrom(here, p) || !isTo(there, p)) return dropOut(Verdict.TUNNEL_ERROR);
        if (health.isProbe(p)) return Verdict.OK;
        switch (error) {
            case Icmp6.PACKET_TOO_BIG -> {
                long innerMtu = Math.min(mtu - around, settings.mtuBytes());
                if (innerMtu <= 0 || fitsAnyLink(p)) return dropOut(Verdict.TUNNEL_ERROR);
                errors.tooBig(p, (int) innerMtu, nowNs);
            }
            case Icmp6.DESTINATION_UNREACHABLE, Icmp6.TIME_EXCEEDED, Icmp6.PARAMETER_PROBLEM ->
                    errors.unreachable(p, nowNs);
            default -> {
                return dropOut(Verdict.TUNNEL_ERROR);
            }
        }
        return Verdict.OK;
    }

    /// Of IPv6 nobody may be told to send less than what every link must carry.
    private static boolean fitsAnyLink(Packet inner) {
        return Ip6Tunnel.typeOf(inner) == Ip6Tunnel.IP6
                && Ip6Header.SIZE + Ip6Header.payloadLength(inner) <= Ip6Header.MIN_MTU;
    }

    /// No path came in time for a packet that waited; the session has counted it.
    ///
    /// @param p a copy of what the session would have carried; it is used up
    /// @return false when it was no packet of this tunnel
    boolean onUndelivered(int contentType, Packet p, long nowNs) {
        int type = Ip6Tunnel.open(p, contentType);
        boolean isInner =
                (type == Ip6Tunnel.IP6 || type == Ip6Tunnel.IP4) && Ip6Tunnel.trim(p, type);
        if (!isInner || !isFrom(here, p) || !isTo(there, p)) return false;
        if (!health.isProbe(p)) errors.unreachable(p, nowNs);
        return true;
    }

    // --- addresses; of either kind

    private static boolean isFrom(AddressSet set, Packet p) {
        return Ip6Tunnel.typeOf(p) == Ip6Tunnel.IP4
                ? set.holds(Ip4Header.source(p))
                : set.holds(Ip6Header.sourceHi(p), Ip6Header.sourceLo(p));
    }

    private static boolean isTo(AddressSet set, Packet p) {
        return Ip6Tunnel.typeOf(p) == Ip6Tunnel.IP4
                ? set.holds(Ip4Header.destination(p))
                : set.holds(Ip6Header.destinationHi(p), Ip6Header.destinationLo(p));
    }

    private static boolean isToMany(Packet p) {
        return Ip6Tunnel.typeOf(p) == Ip6Tunnel.IP4
                ? Ip4Header.destination(p) >>> 28 == MULTICAST_4
                : Ip6Header.destinationHi(p) >>> 56 == MULTICAST;
    }

    private Verdict drop(Verdict why) {
        drops.count(why);
        return world.counters().count(why);
    }

    /// The session counts what it is told.
    private Verdict dropOut(Verdict why) {
        return drops.count(why);
    }

    // --- what people see

    TunnelStats stats() {
        return new TunnelStats(
                tunId,
                settings.far(),
                health.state(),
                health.sinceNs(),
                packetsIn,
                bytesIn,
                packetsOut,
                bytesOut,
                health.lastHeardNs(),
                health.roundTripNs(),
                health.probesOut(),
                health.probesIn(),
                drops.snapshot());
    }
}
