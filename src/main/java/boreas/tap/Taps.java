package boreas.tap;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.Label;
import boreas.session.ContentTap;
import boreas.session.FramePort;
import boreas.session.PathMetric;
import boreas.session.Session;
import boreas.session.Sessions;
import boreas.switching.ControlTap;
import boreas.switching.OwnRouter;
import boreas.tun.MagicPort;
import boreas.tun.TunPort;
import boreas.tun.TunStation;
import boreas.wire.Batch;
import boreas.wire.ControlHeader;
import boreas.wire.DataHeader;
import boreas.wire.Icmp6;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;
import boreas.wire.RouteHeader;
import boreas.wire.SwitchHeader;
import boreas.wire.UdpHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All taps of a node. While there is none, neither sessions nor router know of this class.
///
/// A tap speaks from the port by which it is registered, and need not speak of the kind that it
/// listens to. What a tap sends is not shown to taps; what comes of it is.
public final class Taps implements MagicPort {
    public static final int TAPS_MAX = 64;

    /// Copies in one turn, for all taps together.
    static final int COPIES_PER_TURN = 128;

    /// The node's own port at [Ip6#HANDLER].
    static final int PORT = 1;

    private static final int TAIL = SwitchHeader.tailOf(SwitchHeader.PLAIN);

    private final World world;
    private final Sessions sessions;
    private final OwnRouter router;
    private final FramePort frames;
    private final TunPort tun;
    private final OwnAnswers answers;
    private final byte[] ownKey;
    private final Ip6 own;
    private final int ownVersion;

    /// In the order of registration. Few: they are looked through.
    private final List<Tap> taps = new ArrayList<>();

    /// Made for the first tap; most nodes never have one.
    private @Nullable Batch copies;

    /// @param frames the switch, for control frames
    public Taps(
            World world,
            Identity own,
            int ownVersion,
            Sessions sessions,
            OwnRouter router,
            FramePort frames,
            TunPort tun,
            OwnAnswers answers) {
        this.world = world;
        this.sessions = sessions;
        this.router = router;
        this.frames = frames;
        this.tun = tun;
        this.answers = answers;
        this.ownKey = own.publicKey().bytes();
        this.own = own.ip6();
        this.ownVersion = ownVersion;
    }

    // --- who there is

    public Tap.Registration register(Tap tap) {
        if (isRegistered(tap.udpPort())) return Tap.Registration.PORT_TAKEN;
        if (taps.size() == TAPS_MAX) return Tap.Registration.FULL;
        taps.add(tap);
        if (copies == null) copies = new Batch(COPIES_PER_TURN);
        watch();
        return Tap.Registration.DONE;
    }

    /// @return false when there is none
    public boolean unregister(int udpPort) {
        boolean wasThere = taps.removeIf(tap -> tap.udpPort() == udpPort);
        watch();
        return wasThere;
    }

    /// In the order of registration.
    public List<Tap> all() {
        return List.copyOf(taps);
    }

    private boolean isRegistered(int udpPort) {
        for (var tap : taps) if (tap.udpPort() == udpPort) return true;
        return false;
    }

    private boolean isWanted(int type) {
        for (var tap : taps) if (tap.contentType() == type) return true;
        return false;
    }

    /// Who carries nothing that anybody wants to see is not slowed down.
    private void watch() {
        router.watch(isWanted(Tap.CONTROL) ? new Router() : null);
        boolean isContentWanted = taps.stream().anyMatch(t -> t.contentType() != Tap.CONTROL);
        sessions.watch(isContentWanted ? new Talk() : null);
    }

    /// The copies of the turn have left.
    public void endTurn() {
        if (copies != null) copies.clear();
    }

    // --- what they see

    private final class Talk implements ContentTap {
        @Override
        public boolean onContentIn(
                Session from, int type, Packet content, long pathBack, int switchTail) {
            if (!isWanted(type)) return false;
            show(type, from, content, pathBack, switchTail, RouteHeader.INCOMING);
            return true;
        }

        @Override
        public void onContentOut(Session to, int type, Packet content, long path) {
            if (!isWanted(type)) return;
            int flags = type == DataHeader.ROUTING ? RouteHeader.PATHFINDER : 0;
            show(type, to, content, path, TAIL, flags);
        }
    }

    private final class Router implements ControlTap {
        @Override
        public boolean onControlIn(Packet p, long pathBack, int switchTail) {
            int flags = RouteHeader.CONTROL | RouteHeader.INCOMING;
            show(Tap.CONTROL, null, p, pathBack, switchTail, flags);
            return true;
        }

        @Override
        public void onControlOut(Packet p, long path) {
            show(Tap.CONTROL, null, p, path, TAIL, RouteHeader.CONTROL);
        }
    }

    private void show(
            int type, @Nullable Session other, Packet content, long path, int tail, int flags) {
        for (int i = 0; i < taps.size(); i++) {
            if (taps.get(i).contentType() != type) continue;
            var p = copyOf(content);
            if (p == null) return;
            if (other == null) {
                RouteHeader.prepend(p, path, tail, 0, flags);
            } else {
                var address = other.address();
                DataHeader.prepend(p, type);
                RouteHeader.prepend(p, path, tail, other.version(), flags);
                RouteHeader.putNode(p, other.key().bytes(), address.hi(), address.lo());
            }
            hand(p, taps.get(i).udpPort());
        }
    }

    private @Nullable Packet copyOf(Packet content) {
        if (copies == null || copies.isFull()) {
            count(Verdict.NO_ROOM);
            return null;
        }
        var p = copies.next();
        p.extend(content.length());
        p.copyFrom(content, 0, 0, content.length());
        return p;
    }

    private void hand(Packet p, int udpPort) {
        UdpHeader.prepend(p, PORT, udpPort);
        Ip6Header.prepend(p, Ip6Header.UDP, TunStation.HOP_LIMIT);
        Ip6Header.putSource(p, Ip6.HANDLER.hi(), Ip6.HANDLER.lo());
        Ip6Header.putDestination(p, own.hi(), own.lo());
        UdpHeader.seal(p);
        tun.send(TunStation.CJDNS, p);
    }

    // --- what they say

    @Override
    public Verdict onPacket(Packet p, long nowNs) {
        // The kernel says that nobody listens where a copy went.
        if (Icmp6.isIn(p) && Icmp6.type(p) == Icmp6.DESTINATION_UNREACHABLE)
            return Verdict.DEAF_TAP;
        if (!UdpHeader.fits(p)) return Verdict.BAD_TAP_MESSAGE;
        if (UdpHeader.destinationPort(p) != PORT || !isRegistered(UdpHeader.sourcePort(p)))
            return Verdict.UNREGISTERED_TAP;
        p.dropFront(Ip6Header.SIZE + UdpHeader.SIZE);
        if (!RouteHeader.fits(p)) return Verdict.BAD_TAP_MESSAGE;
        return RouteHeader.isControl(p) ? onControl(p, nowNs) : onContent(p, nowNs);
    }

    private Verdict onControl(Packet p, long nowNs) {
        if (RouteHeader.hasKey(p) || RouteHeader.addressHi(p) != 0 || RouteHeader.addressLo(p) != 0)
            return Verdict.BAD_TAP_MESSAGE;
        long path = RouteHeader.label(p);
        p.dropFront(RouteHeader.SIZE);
        if (path == 0 || p.length() < ControlHeader.MIN_FRAME) return Verdict.BAD_TAP_MESSAGE;
        SwitchHeader.prependControl(p, path, SwitchHeader.PLAIN);
        // Counted there.
        var _ = frames.send(p, nowNs);
        return Verdict.OK;
    }

    private Verdict onContent(Packet p, long nowNs) {
        if (p.length() < RouteHeader.SIZE + DataHeader.SIZE) return Verdict.BAD_TAP_MESSAGE;
        long hi = RouteHeader.addressHi(p), lo = RouteHeader.addressLo(p);
        long label = RouteHeader.label(p);
        int version = RouteHeader.version(p);
        var key =
                RouteHeader.hasKey(p)
                        ? PublicKey.of(p.get(RouteHeader.KEY, PublicKey.BYTES), 0)
                        : null;
        if (key != null && !(key.isNodeKey() && key.ip6().equals(new Ip6(hi, lo))))
            return Verdict.BAD_TAP_MESSAGE;
        p.dropFront(RouteHeader.SIZE);
        int type = DataHeader.contentType(p);
        p.dropFront(DataHeader.SIZE);
        if (hi == own.hi() && lo == own.lo()) return onOwn(p, type, nowNs);
        if (!new Ip6(hi, lo).isCjdns()) return Verdict.BAD_TAP_MESSAGE;
        // What becomes of it in the session is counted there.
        if (type != DataHeader.ROUTING) sessions.sendUnseen(hi, lo, type, p, nowNs);
        if (key == null || label == 0 || version == 0)
            return type == DataHeader.ROUTING ? Verdict.BAD_TAP_MESSAGE : Verdict.OK;
        if (type == DataHeader.ROUTING) sessions.askUnseen(key, version, label, p, nowNs);
        // It may be waiting for just that.
        else sessions.onPathFound(key, version, label, PathMetric.NO_INFORMATION, nowNs);
        return Verdict.OK;
    }

    /// A question to this very node. The answer comes as if another had given it.
    private Verdict onOwn(Packet p, int type, long nowNs) {
        if (type != DataHeader.ROUTING) return Verdict.BAD_TAP_MESSAGE;
        var answer = answers.answer(p.toArray(), nowNs);
        if (answer == null) return Verdict.BAD_TAP_MESSAGE;
        for (var tap : taps) {
            if (tap.contentType() != type || copies == null || copies.isFull()) continue;
            var reply = copies.next().append(answer);
            DataHeader.prepend(reply, type);
            RouteHeader.prepend(reply, Label.SELF, TAIL, ownVersion, RouteHeader.INCOMING);
            RouteHeader.putNode(reply, ownKey, own.hi(), own.lo());
            hand(reply, tap.udpPort());
        }
        return Verdict.OK;
    }

    private void count(Verdict verdict) {
        world.counters().count(verdict);
    }
}
