package boreas.session;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.env.EventLog.Level;
import boreas.env.TokenBucket;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.switching.SelfPort;
import boreas.switching.SwitchErrorListener;
import boreas.wire.CryptoAuthHeader;
import boreas.wire.DataHeader;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import boreas.wire.SwitchErrorCode;
import boreas.wire.SwitchHeader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All end-to-end sessions of a node: finds the session for each frame and for each destination.
///
/// A frame that the switch has for its own router comes in by [#onFrame]. A user's packet goes out
/// by [#send]; when it must wait for a path or a key, its bytes are kept for a while. Routing
/// messages go out by [#ask] and [#reply], whatever state the session is in, since they are what
/// opens it.
public final class Sessions implements SelfPort, SwitchErrorListener {
    /// A packet waits so long for a path or a key.
    public static final long HOLD_NS = HeldPackets.HOLD_NS;

    /// Handshakes of strangers that may cost a key agreement (some 40 us each).
    private static final int STRANGERS_BURST = 256;

    private static final int STRANGERS_PER_SECOND = 128;

    /// A session that was of use to anybody so recently does not make room for a stranger.
    private static final long SETTLED_NS = 10_000_000_000L;

    private static final Comparator<Session> LEAST_USE =
            Comparator.comparing(Session::wasEstablished).thenComparing(Session::lastActiveNs);

    private static final int FIRST_WORD = SwitchHeader.SIZE;
    private static final int NONCE_MAX_HANDSHAKE = 3;

    private final World world;
    private final CryptoAuthContext context;
    private final FramePort frames;
    private final PacketSource packets;
    private final SessionTable table;
    private final SessionsByLabel byLabel = new SessionsByLabel();
    private final HeldPackets held;
    private final DecryptErrors errors;
    private final UnknownHandles unknownHandles;
    private final TokenBucket strangers;
    private final @Nullable ContentHandler[] handlers =
            new @Nullable ContentHandler[DataHeader.IP_TUNNEL + 1];
    private PathFinder pathFinder = PathFinder.NONE;
    private long handshakes;
    private UndeliveredHandler undelivered = (_, _, _, _) -> {};
    private @Nullable ContentTap tap;

    /// What a program that looks on sends just now: it is not shown.
    private @Nullable Packet unseen;

    /// Of the frame that is being delivered, for who looks on.
    private int switchTail;

    /// @param frames the switch, for frames that this node sends
    /// @param packets of the turn
    /// @param keyPings asks the node at the end of a path for its key
    public Sessions(
            World world,
            CryptoAuthContext context,
            FramePort frames,
            PacketSource packets,
            KeyPings keyPings,
            long nowNs) {
        this.world = world;
        this.context = context;
        this.frames = frames;
        this.packets = packets;
        this.table = new SessionTable(world.random());
        this.held =
                new HeldPackets(
                        world.counters(),
                        world.timers(),
                        (to, h, at) -> undelivered.onUndelivered(to, h.type(), h.content(), at));
        this.errors = new DecryptErrors(nowNs);
        this.unknownHandles = new UnknownHandles(keyPings, this::onKeyFound, nowNs);
        this.strangers = new TokenBucket(STRANGERS_BURST, STRANGERS_PER_SECOND, nowNs);
    }

    // --- who is above

    /// Tells who finds paths.
    public void attach(PathFinder pathFinder) {
        this.pathFinder = pathFinder;
    }

    /// Tells who gets content of the types `from` to `to`.
    public void attach(int from, int to, ContentHandler handler) {
        for (int type = from; type <= to; type++) handlers[type] = handler;
    }

    /// Tells who learns of packets that waited in vain.
    public void attach(UndeliveredHandler handler) {
        undelivered = handler;
    }

    /// Tells who looks on; null: nobody.
    public void watch(@Nullable ContentTap tap) {
        this.tap = tap;
    }

    // --- a frame's way in

    /// A frame for this node's router that is no control frame.
    ///
    /// @param p the window begins at the switch header, as the switch left it
    /// @param pathBack the way by which it came, from here to its sender
    @Override
    public void onFrame(Packet p, long pathBack, long nowNs) {
        count(receive(p, pathBack, nowNs));
    }

    Verdict receive(Packet p, long pathBack, long nowNs) {
        if (!SwitchHeader.hasPayloadWord(p)) return Verdict.RUNT;
        if (tap != null) switchTail = SwitchHeader.tail(p);
        int word = SwitchHeader.payloadWord(p);
        return word >= 0 && word <= NONCE_MAX_HANDSHAKE
                ? onHandshake(p, word, pathBack, nowNs)
                : onData(p, word, pathBack, nowNs);
    }

    private Verdict onData(Packet p, int handle, long pathBack, long nowNs) {
        int nonceAt = FIRST_WORD + 4;
        if (p.length() < nonceAt + CryptoAuthHeader.DATA_SIZE) return Verdict.RUNT;
        long nonce = p.u32(nonceAt);
        if (nonce <= NONCE_MAX_HANDSHAKE) return Verdict.BAD_HANDLE;
        var session = table.byHandle(handle);
        if (session == null) {
            unknownHandles.onPacket(pathBack, nowNs);
            return Verdict.UNKNOWN_HANDLE;
        }
        return receive(session, p, nonceAt, false, pathBack, nowNs);
    }

    private Verdict onHandshake(Packet p, int nonce, long pathBack, long nowNs) {
        if (p.length() < FIRST_WORD + CryptoAuthHeader.HANDSHAKE_SIZE + 4) return Verdict.RUNT;
        var key =
                PublicKey.of(
                        p.get(FIRST_WORD + CryptoAuthHeader.PERMANENT_KEY, PublicKey.BYTES), 0);
        if (!key.isNodeKey()) return Verdict.NOT_A_NODE_KEY;
        if (key.equals(context.identity().publicKey())) return Verdict.OWN_KEY;
        boolean isKey = nonce >= CryptoAuthHeader.KEY;
        var address = key.ip6();
        var session = table.byAddress(address.hi(), address.lo());
        if (session != null) return receive(session, p, FIRST_WORD, isKey, pathBack, nowNs);
        if (isKey) return Verdict.STRAY_KEY;
        return onStranger(key, p, pathBack, nowNs);
    }

    /// A hello of somebody new. Nothing is remembered of one that does not open, nor does it take
    /// anybody's place.
    private Verdict onStranger(PublicKey key, Packet p, long pathBack, long nowNs) {
        if (!strangers.take(nowNs)) return Verdict.HANDSHAKE_RATE;
        var session = new Session(this, context, key, table.takeHandle(), nowNs);
        var verdict = openPacket(session, p, FIRST_WORD, pathBack, nowNs);
        if (verdict == Verdict.OK && !hasRoom(nowNs)) verdict = Verdict.HANDSHAKE_RATE;
        if (verdict != Verdict.OK) {
            session.end();
            return verdict;
        }
        table.add(session);
        return session.deliver(p, false, pathBack, nowNs);
    }

    private Verdict receive(
            Session session, Packet p, int cryptoAt, boolean isKey, long pathBack, long nowNs) {
        var verdict = openPacket(session, p, cryptoAt, pathBack, nowNs);
        return verdict == Verdict.OK ? session.deliver(p, isKey, pathBack, nowNs) : verdict;
    }

    /// Opens a packet, or tells its sender that it did not.
    private Verdict openPacket(Session session, Packet p, int cryptoAt, long pathBack, long nowNs) {
        errors.note(p);
        p.dropFront(cryptoAt);
        var verdict = session.openPacket(p, nowNs);
        if (errors.write(p, pathBack, verdict, session.state(), nowNs)) emit(p, nowNs);
        return verdict;
    }

    Verdict deliver(Session from, int type, Packet content, long pathBack, long nowNs) {
        if (tap == null) return handle(from, type, content, pathBack, nowNs);
        boolean isSeen = tap.onContentIn(from, type, content, pathBack, switchTail);
        var verdict = handle(from, type, content, pathBack, nowNs);
        // What nobody here expected is what a program that looks on has asked for.
        boolean isForeign = verdict == Verdict.UNKNOWN_CONTENT || verdict == Verdict.UNASKED;
        return isSeen && isForeign ? Verdict.OK : verdict;
    }

    private Verdict handle(Session from, int type, Packet content, long pathBack, long nowNs) {
        var handler = type < handlers.length ? handlers[type] : null;
        if (handler == null) return Verdict.UNKNOWN_CONTENT;
        return handler.onContent(from, type, content, pathBack, nowNs);
    }

    /// What a session is about to send.
    void onContentOut(Session to, int type, Packet content, long label) {
        if (tap != null && content != unseen) tap.onContentOut(to, type, content, label);
    }

    /// The key of somebody who sent us data for a session that we do not have.
    private void onKeyFound(PublicKey key, int version, long label, long nowNs) {
        if (!key.isNodeKey() || key.equals(context.identity().publicKey())) return;
        var session = obtain(key, nowNs);
        if (session == null) return;
        session.setVersion(version);
        session.upkeep().onPath(label, PathMetric.PING_REPLY, nowNs);
        session.upkeep().open(nowNs);
    }

    // --- a packet's way out

    /// A user's packet to a destination. When there is no path or no key yet, the bytes are kept
    /// and both are sought; the verdict is then [Verdict#OK] too.
    ///
    /// @param content the window holds what follows the data header; needs the usual head room
    public Verdict send(long hi, long lo, int type, Packet content, long nowNs) {
        var session = table.byAddress(hi, lo);
        if (session != null && session.isReady(nowNs)) {
            return count(session.sendUser(type, content, nowNs));
        }
        var destination = new Ip6(hi, lo);
        held.hold(destination, type, content, content == unseen, nowNs);
        if (session == null) {
            pathFinder.onPathWanted(destination, nowNs);
        } else {
            session.upkeep().onUse(nowNs);
            session.upkeep().open(nowNs);
        }
        return Verdict.OK;
    }

    /// The same for a program that looks on: it does not see what it sends, however long that
    /// waits.
    public Verdict sendUnseen(long hi, long lo, int type, Packet content, long nowNs) {
        unseen = content;
        var verdict = send(hi, lo, type, content, nowNs);
        unseen = null;
        return verdict;
    }

    /// A routing message that asks a node for something, by a path to it. Makes a session when
    /// there is none.
    public Verdict ask(PublicKey key, int version, long label, Packet body, long nowNs) {
        var session = obtain(key, nowNs);
        if (session == null) return count(Verdict.NO_ROOM);
        if (version != 0 && session.version() == 0) session.setVersion(version);
        if (!session.upkeep().paths().has(label))
            session.upkeep().onPath(label, PathMetric.NO_INFORMATION, nowNs);
        return count(session.ask(body, label, nowNs));
    }

    /// The same for a program that looks on.
    public Verdict askUnseen(PublicKey key, int version, long label, Packet body, long nowNs) {
        unseen = body;
        var verdict = ask(key, version, label, body, nowNs);
        unseen = null;
        return verdict;
    }

    /// A routing message that answers one which is being delivered.
    public Verdict reply(Session to, Packet body, long pathBack, long nowNs) {
        return count(to.reply(body, pathBack, nowNs));
    }

    /// Sends what waited for this session.
    ///
    /// @return whether anything was sent
    boolean flush(Session session, long nowNs) {
        if (!session.isReady(nowNs)) return false;
        var waiting = held.take(session.address());
        if (waiting == null) return false;
        var p = packets.take();
        if (p == null) {
            count(Verdict.NO_ROOM);
            return false;
        }
        p.append(waiting.content());
        unseen = waiting.isUnseen() ? p : null;
        var verdict = count(session.sendUser(waiting.type(), p, nowNs));
        unseen = null;
        return verdict == Verdict.OK;
    }

    Verdict emit(Packet frame, long nowNs) {
        return frames.send(frame, nowNs);
    }

    /// An empty packet with a ping for a session, null when there cannot be one now.
    @Nullable Packet ping(Session session, long label, long nowNs) {
        var p = packets.take();
        if (p == null) {
            count(Verdict.NO_ROOM);
            return null;
        }
        return pathFinder.writePing(p, session, label, nowNs) ? p : null;
    }

    // --- what the pathfinder and the links tell

    /// A path to a node, good or ([PathMetric#DEAD]) gone. Remembered when there is a session, or
    /// somebody waits for one.
    public void onPathFound(PublicKey key, int version, long label, int metric, long nowNs) {
        var address = key.ip6();
        var session = table.byAddress(address.hi(), address.lo());
        if (session == null) {
            if (metric == PathMetric.DEAD || !held.isHolding(address)) return;
            session = obtain(key, nowNs);
            if (session == null) return;
        }
        if (session.version() == 0) session.setVersion(version);
        session.upkeep().onPath(label, metric, nowNs);
    }

    /// A neighbour is there, or there again.
    ///
    /// @param label the one-hop path to it
    public void onPeerUp(long label, long nowNs) {
        for (var session : all()) {
            if (session.upkeep().usesPathThrough(label)) session.upkeep().onWayGood(nowNs);
            session.upkeep().onLinkUp(label, nowNs);
        }
    }

    /// A neighbour has probably restarted: the session with it is made anew at once, and whoever is
    /// talked to through it is asked whether the path still works.
    ///
    /// @param label the one-hop path to the neighbour
    public void onPeerRenewed(PublicKey peer, long label, long nowNs) {
        for (var session : all()) {
            if (session.key().equals(peer)) session.upkeep().openAgain(nowNs);
            else if (session.upkeep().usesPathThrough(label)) session.upkeep().onDoubt(nowNs);
        }
    }

    /// A neighbour is gone, and with it all paths that begin with this one.
    public void onPathGone(long label, long nowNs) {
        for (var session : all()) session.upkeep().onPathGone(label, nowNs);
    }

    /// The host slept, and nobody knows what became of the others meanwhile: whoever is talked to
    /// is asked whether the path still works.
    public void onSlept(long nowNs) {
        for (var session : all()) session.upkeep().onDoubt(nowNs);
    }

    /// A switch or the far end reports that it could not forward or open a packet of ours. It may
    /// be a lie, so it is a reason to look, no more.
    @Override
    public void onSwitchError(long path, int code, Packet cause, long nowNs) {
        boolean isPathBad = code != SwitchErrorCode.AUTHENTICATION;
        byLabel.forEach(path, session -> session.upkeep().onRefused(path, isPathBad, nowNs));
    }

    // --- the table

    /// The session with an address, null when there is none.
    public @Nullable Session find(Ip6 address) {
        return table.byAddress(address.hi(), address.lo());
    }

    /// Forgets the keys of a session; the next packet begins a new handshake.
    ///
    /// @return false when there is none
    public boolean reset(Ip6 address) {
        var session = find(address);
        if (session != null) session.reset();
        return session != null;
    }

    private @Nullable Session obtain(PublicKey key, long nowNs) {
        var session = find(key.ip6());
        return session != null ? session : create(key, nowNs);
    }

    /// Null when the table is full of sessions that somebody needs.
    private @Nullable Session create(PublicKey key, long nowNs) {
        if (!hasRoom(nowNs)) return null;
        var session = new Session(this, context, key, table.takeHandle(), nowNs);
        table.add(session);
        return session;
    }

    /// When the table is full, the session that was of no use for longest makes room: of those
    /// whose other end has never proven to be there, which anybody can make, or if there is none,
    /// of all.
    private boolean hasRoom(long nowNs) {
        if (!table.isFull()) return true;
        var worst = Collections.min(all(), LEAST_USE);
        if (nowNs - worst.lastActiveNs() < SETTLED_NS) return false;
        forget(worst);
        return true;
    }

    void forget(Session session) {
        session.end();
        table.remove(session);
    }

    private List<Session> all() {
        var all = new ArrayList<Session>(table.size());
        table.forEach(all::add);
        return all;
    }

    public int size() {
        return table.size();
    }

    public List<SessionStats> stats(long nowNs) {
        return all().stream().map(s -> s.stats(nowNs)).toList();
    }

    // --- for the sessions

    boolean isHolding(Ip6 destination) {
        return held.isHolding(destination);
    }

    SessionsByLabel byLabel() {
        return byLabel;
    }

    PathFinder pathFinder() {
        return pathFinder;
    }

    World world() {
        return world;
    }

    Verdict count(Verdict verdict) {
        return world.counters().count(verdict);
    }

    void countHandshake() {
        handshakes++;
    }

    /// How often a key was proven end to end, renewals among them.
    public long handshakes() {
        return handshakes;
    }

    boolean isLogging() {
        return world.log().isOn(Level.DEBUG);
    }

    void log(Level level, String text) {
        world.log().event(level, "session", text);
    }
}
