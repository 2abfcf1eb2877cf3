package boreas.tunnel;

import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import boreas.address.PublicKey;
import boreas.crypto.Crypto;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.session.ContentHandler;
import boreas.session.Session;
import boreas.session.Sessions;
import boreas.session.UndeliveredHandler;
import boreas.tun.TunPort;
import boreas.tun.TunStation;
import boreas.wire.Batch;
import boreas.wire.Ip6Header;
import boreas.wire.Ip6Tunnel;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All tunnels of a node: finds the tunnel for each packet of a device, and for what a session
/// carried by the key of its other end.
///
/// While there are any, handler of the content types 4, 41, 44, 60 and 58. What comes from a node
/// that no tunnel leads to is passed on to the cjdns device untouched.
public final class Tunnels implements ContentHandler, UndeliveredHandler {
    private static final int TUN_ID_MAX = 0xffff;

    /// What an Ethernet carries; the links of nodes carry less, and a little more than
    /// [Ip6Header#MIN_MTU].
    static final int MTU_MAX = 1500;

    private static final int LIMIT_MAX = 255;

    private final World world;
    private final PublicKey own;
    private final Crypto crypto;
    private final Sessions sessions;
    private final TunPort tun;
    private final PacketSource packets;
    private final TunStation cjdns;
    private final TunnelEvents events;

    /// In the order of opening. A site has few: they are looked through.
    private Tunnel[] open = {};

    /// @param own key of this node
    /// @param packets of the turn
    /// @param cjdns gets all that belongs to no tunnel
    public Tunnels(
            World world,
            PublicKey own,
            Crypto crypto,
            Sessions sessions,
            TunPort tun,
            PacketSource packets,
            TunStation cjdns,
            TunnelEvents events) {
        this.world = world;
        this.own = own;
        this.crypto = crypto;
        this.sessions = sessions;
        this.tun = tun;
        this.packets = packets;
        this.cjdns = cjdns;
        this.events = events;
    }

    // --- which there are

    /// Tells the sessions who gets what could not be delivered.
    public void attach() {
        sessions.attach(this);
    }

    /// Content that may belong to tunnels comes here only while there are any: a ping of a node
    /// without them goes the way of all other packets, which a data flow has had compiled.
    private void listen() {
        ContentHandler handler = open.length == 0 ? cjdns : this;
        for (int type :
                new int[] {
                    Ip6Tunnel.IP4,
                    Ip6Tunnel.IP6,
                    Ip6Tunnel.FRAGMENT,
                    Ip6Tunnel.OPTIONS,
                    Ip6Header.ICMP6
                }) sessions.attach(type, type, handler);
    }

    /// @throws TunnelRefused with a sentence for the operator
    public void open(TunnelSettings settings, long nowNs) throws TunnelRefused {
        check(settings);
        var tunnel =
                new Tunnel(
                        world, settings, own.ip6(), sessions, tun, packets, cjdns, events, nowNs);
        open = Arrays.copyOf(open, open.length + 1);
        open[open.length - 1] = tunnel;
        listen();
    }

    /// Forgets a tunnel, with all that waits for it. @return false when there is none
    public boolean close(int tunId) {
        var tunnel = byTun(tunId);
        if (tunnel == null) return false;
        tunnel.close();
        open = Arrays.stream(open).filter(t -> t != tunnel).toArray(Tunnel[]::new);
        listen();
        return true;
    }

    public List<TunnelStats> stats() {
        return Arrays.stream(open).map(Tunnel::stats).toList();
    }

    // --- a packet's way

    /// What the device of a site gave; each packet's window begins at its IP header.
    public void onTun(int tunId, Batch batch, long nowNs) {
        var tunnel = byTun(tunId);
        for (int i = 0; i < batch.size(); i++)
            if (tunnel != null) tunnel.enter(batch.get(i), nowNs);
            else world.counters().count(Verdict.UNKNOWN_TUN);
    }

    @Override
    public Verdict onContent(Session from, int type, Packet content, long pathBack, long nowNs) {
        var address = from.address();
        var tunnel = byFar(address.hi(), address.lo());
        if (tunnel == null || !tunnel.far().equals(from.key()))
            return cjdns.onContent(from, type, content, pathBack, nowNs);
        return type == Ip6Header.ICMP6
                ? tunnel.onIcmp6(from, type, content, pathBack, nowNs)
                : tunnel.exit(from, type, content, pathBack, nowNs);
    }

    @Override
    public void onUndelivered(Ip6 destination, int type, byte[] content, long nowNs) {
        var tunnel = byFar(destination.hi(), destination.lo());
        var p = tunnel == null ? null : packets.take();
        if (tunnel != null && p == null) world.counters().count(Verdict.NO_ROOM);
        if (tunnel == null || p == null || !tunnel.onUndelivered(type, p.append(content), nowNs))
            cjdns.onUndelivered(destination, type, content, nowNs);
    }

    private @Nullable Tunnel byTun(int tunId) {
        for (var t : open) if (t.tunId() == tunId) return t;
        return null;
    }

    private @Nullable Tunnel byFar(long hi, long lo) {
        for (var t : open) if (t.leadsTo(hi, lo)) return t;
        return null;
    }

    // --- what is refused

    private void check(TunnelSettings s) throws TunnelRefused {
        if (s.tunId() < 1 || s.tunId() > TUN_ID_MAX)
            throw refused(s, "its number must be 1 to " + TUN_ID_MAX);
        if (s.mtuBytes() < Ip6Header.MIN_MTU || s.mtuBytes() > MTU_MAX)
            throw refused(
                    s,
                    "an MTU of %d was asked for, it must be %d to %d"
                            .formatted(s.mtuBytes(), Ip6Header.MIN_MTU, MTU_MAX));
        if (s.encapsulationLimit() < TunnelSettings.NO_LIMIT || s.encapsulationLimit() > LIMIT_MAX)
            throw refused(
                    s,
                    "an encapsulation limit of %d was asked for, it must be 0 to %d, or %d for none"
                            .formatted(s.encapsulationLimit(), LIMIT_MAX, TunnelSettings.NO_LIMIT));
        checkKey(s);
        checkAddresses(s);
    }

    private void checkKey(TunnelSettings s) throws TunnelRefused {
        if (s.far().equals(own)) throw refused(s, "its key is this node's own");
        if (!s.far().isNodeKey())
            throw refused(s, "its key's address is not in fc00::/8, so no node can have it");
        if (isOfSmallOrder(s.far()))
            throw refused(
                    s, "its key is of small order: everybody could open what is sealed for it");
        for (var other : open) {
            if (other.tunId() == s.tunId())
                throw refused(s, "there is a tunnel of this number already; close that first");
            if (other.far().equals(s.far()))
                throw refused(s, "tunnel " + other.tunId() + " leads to the same node");
        }
    }

    /// Whether the key agrees with every private key on nothing but zeros. Any private key will do
    /// to find out.
    private boolean isOfSmallOrder(PublicKey key) {
        int any = 0;
        for (byte b : crypto.x25519(new byte[Crypto.KEY_BYTES], key.bytes())) any |= b;
        return any == 0;
    }

    private static void checkAddresses(TunnelSettings s) throws TunnelRefused {
        var near = s.here();
        var far = s.there();
        for (var range : near) checkRange(s, range);
        for (var range : far) {
            checkRange(s, range);
            for (var here : near)
                if (here.meets(range))
                    throw refused(s, range + " there and " + here + " here have common addresses");
        }
    }

    private static void checkRange(TunnelSettings s, IpPrefix range) throws TunnelRefused {
        if (range.meets(Ip6Prefix.CJDNS))
            throw refused(s, range + " has addresses of fc00::/8, which are the nodes' own");
    }

    private static TunnelRefused refused(TunnelSettings s, String why) {
        return new TunnelRefused("tunnel %d to %s: %s".formatted(s.tunId(), s.far(), why));
    }
}
