package boreas.tun;

import boreas.address.Ip6;
import boreas.env.TokenBucket;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.session.ContentHandler;
import boreas.session.Session;
import boreas.session.Sessions;
import boreas.session.UndeliveredHandler;
import boreas.wire.Batch;
import boreas.wire.DataHeader;
import boreas.wire.Icmp6;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import org.jspecify.annotations.Nullable;

/// The cjdns device: packets between programs of this machine and other nodes.
///
/// On the way out the IPv6 header is removed, as both its addresses follow from the session; its
/// next header becomes the content type, whatever it is. On the way in a header is built again:
/// traffic class, flow label and hop limit are not those of the sender. Checksums of upper layers
/// stay right, since the addresses are the same. Source: cjdns protocol, data header; vectors:
/// `session.json`.
public final class TunStation implements ContentHandler, UndeliveredHandler {
    /// The device of the cjdns network; others belong to remote sites.
    public static final int CJDNS = 0;

    /// Genuine nodes hand out this one always.
    public static final int HOP_LIMIT = 42;

    private static final int FC = 0xfc;
    private static final int MULTICAST = 0xff;

    /// Errors to programs, as RFC 4443, 2.4 (f) asks for.
    private static final int ERRORS_BURST = 16;

    private static final int ERRORS_PER_SECOND = 10;

    private final World world;
    private final long ownHi, ownLo;
    private final Sessions sessions;
    private final TunPort tun;
    private final PacketSource packets;
    private final TokenBucket errors;
    private MagicPort magic = (_, _) -> Verdict.UNREGISTERED_TAP;
    private int mtuBytes;

    /// @param mtuBytes largest IPv6 packet that a path carries, at least 1280
    public TunStation(
            World world,
            Ip6 own,
            Sessions sessions,
            TunPort tun,
            PacketSource packets,
            int mtuBytes,
            long nowNs) {
        this.world = world;
        this.ownHi = own.hi();
        this.ownLo = own.lo();
        this.sessions = sessions;
        this.tun = tun;
        this.packets = packets;
        this.errors = new TokenBucket(ERRORS_BURST, ERRORS_PER_SECOND, nowNs);
        setMtu(mtuBytes);
    }

    public void setMtu(int mtuBytes) {
        if (mtuBytes < Ip6Header.MIN_MTU)
            throw new IllegalArgumentException(
                    "MTU " + mtuBytes + ": IPv6 needs " + Ip6Header.MIN_MTU);
        this.mtuBytes = mtuBytes;
    }

    /// Tells who gets what programs send to [Ip6#HANDLER].
    public void attach(MagicPort magic) {
        this.magic = magic;
    }

    // --- out: from programs

    /// What the device gave; each packet's window begins at its IPv6 header.
    public void onTun(Batch batch, long nowNs) {
        for (int i = 0; i < batch.size(); i++) onTun(batch.get(i), nowNs);
    }

    /// One packet of a program. What the session does with it is counted there.
    public Verdict onTun(Packet p, long nowNs) {
        if (!Ip6Header.fits(p)) return count(Verdict.NOT_IP6);
        long hi = Ip6Header.destinationHi(p);
        if (hi >>> 56 == MULTICAST) return Verdict.BAD_DESTINATION; // every interface sends some
        if (hi >>> 56 != FC) return count(Verdict.BAD_DESTINATION);
        if (Ip6Header.sourceHi(p) != ownHi || Ip6Header.sourceLo(p) != ownLo)
            return count(Verdict.BAD_SOURCE);
        long lo = Ip6Header.destinationLo(p);
        int size = Ip6Header.SIZE + Ip6Header.payloadLength(p);
        p.truncate(size);
        if (hi == ownHi && lo == ownLo) {
            tun.send(CJDNS, p);
            return Verdict.OK;
        }
        if (size > mtuBytes) {
            tellTooBig(p, nowNs);
            return count(Verdict.TOO_BIG);
        }
        if (hi == Ip6.HANDLER.hi() && lo == Ip6.HANDLER.lo())
            return count(magic.onPacket(p, nowNs));
        int type = Ip6Header.nextHeader(p);
        p.dropFront(Ip6Header.SIZE);
        return sessions.send(hi, lo, type, p, nowNs);
    }

    // --- in: from other nodes

    @Override
    public Verdict onContent(Session from, int type, Packet content, long pathBack, long nowNs) {
        if (!DataHeader.isIp6(type)) return Verdict.UNKNOWN_CONTENT;
        var source = from.address();
        prependHeader(content, type, source.hi(), source.lo(), ownHi, ownLo);
        tun.send(CJDNS, content);
        return Verdict.OK;
    }

    static void prependHeader(
            Packet content, int type, long fromHi, long fromLo, long toHi, long toLo) {
        Ip6Header.prepend(content, type, HOP_LIMIT);
        Ip6Header.putSource(content, fromHi, fromLo);
        Ip6Header.putDestination(content, toHi, toLo);
    }

    // --- errors, to programs of this machine only

    /// The error comes from this node itself: it is the router that could not forward.
    private void tellTooBig(Packet cause, long nowNs) {
        if (!Icmp6.deservesError(cause)) return;
        var p = packetForError(nowNs);
        if (p == null) return;
        Icmp6.writePacketTooBig(p, cause, mtuBytes, ownHi, ownLo);
        tun.send(CJDNS, p);
    }

    @Override
    public void onUndelivered(Ip6 destination, int type, byte[] content, long nowNs) {
        if (!DataHeader.isIp6(type)) return;
        var cause = packetForError(nowNs);
        var p = cause == null ? null : packets.take();
        if (cause == null || p == null) return;
        cause.append(content);
        prependHeader(cause, type, ownHi, ownLo, destination.hi(), destination.lo());
        if (!Icmp6.deservesError(cause)) return;
        Icmp6.writeUnreachable(p, cause, Icmp6.ADDRESS_UNREACHABLE, ownHi, ownLo);
        tun.send(CJDNS, p);
    }

    private @Nullable Packet packetForError(long nowNs) {
        if (!errors.take(nowNs)) return null;
        var p = packets.take();
        if (p == null) count(Verdict.NO_ROOM);
        return p;
    }

    private Verdict count(Verdict verdict) {
        return world.counters().count(verdict);
    }
}
