package boreas.session;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.Users;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.RandomSource;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.Label;
import boreas.wire.Batch;
import boreas.wire.DataHeader;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/// A node that has nothing but sessions. Its pathfinder knows the [SessionWorld]; its pings and
/// their answers are a word and the time.
final class TestNode {
    static final Crypto CRYPTO = CryptoProviders.choose();
    static final int UDP = 17;

    /// Keys are dear: node 1 is the same in all tests.
    private static final Map<Integer, Identity> IDENTITIES = new ConcurrentHashMap<>();

    /// Content that came.
    record Received(Ip6 from, int type, String text) {}

    final SessionWorld net;
    final int number;
    final Identity identity;
    final List<Received> received = new ArrayList<>();
    final List<String> undelivered = new ArrayList<>();
    final List<Ip6> wanted = new ArrayList<>();
    final List<String> replayable = new ArrayList<>();
    final List<Verdict> verdicts = new ArrayList<>();
    final Batch batch = new Batch(64);
    boolean knowsPaths = true;
    boolean asksKeys = true;
    boolean isOn = true;
    Runnable whenWanted = () -> {};
    int keyPings;
    long seed;
    World world;
    Sessions sessions;

    TestNode(SessionWorld net, int number) {
        this.net = net;
        this.number = number;
        this.seed = number * 1000L;
        this.identity =
                IDENTITIES.computeIfAbsent(number, n -> Identity.generate(random(n), CRYPTO));
        this.world = world();
        this.sessions = sessions();
    }

    static RandomSource random(long seed) {
        var r = new Random(seed);
        return r::nextBytes;
    }

    private World world() {
        return new World(random(seed++), new Timers(), new Counters(), EventLog.SILENT);
    }

    CryptoAuthContext context() {
        return new CryptoAuthContext(identity, new Users(CRYPTO), CRYPTO, world);
    }

    private Sessions sessions() {
        var made =
                new Sessions(
                        world,
                        context(),
                        (frame, _) -> net.send(this, frame),
                        PacketSource.of(batch),
                        this::askKey,
                        net.nowNs);
        made.attach(0, 255, this::onUserContent);
        made.attach(DataHeader.ROUTING, DataHeader.ROUTING, this::onRouting);
        made.attach(new Finder());
        made.attach((to, type, content, _) -> undelivered.add(type + " " + text(content)));
        return made;
    }

    /// Forgets everything but the key.
    void restart() {
        world = world();
        sessions = sessions();
    }

    Ip6 ip6() {
        return identity.ip6();
    }

    // --- out

    /// A user's packet.
    Verdict send(TestNode to, String text) {
        return send(to.ip6(), text);
    }

    Verdict send(Ip6 to, String text) {
        var verdict = sessions.send(to.hi(), to.lo(), UDP, packet(text), net.nowNs);
        batch.clear();
        return verdict;
    }

    /// A user's packets, evenly spaced.
    void stream(TestNode to, long everyNs, long forNs) {
        for (long t = 0; t < forNs; t += everyNs) net.at(net.nowNs + t, () -> send(to, "stream"));
    }

    Packet packet(String text) {
        return batch.next().append(text.getBytes(StandardCharsets.UTF_8));
    }

    Session sessionWith(TestNode other) {
        var session = sessions.find(other.ip6());
        if (session == null) throw new AssertionError(this + " has no session with " + other);
        return session;
    }

    SessionStats stats(TestNode other) {
        return sessionWith(other).stats(net.nowNs);
    }

    // --- in

    void onFrame(Frame f) {
        if (!isOn) return;
        var p = batch.next().append(f.bytes());
        // As a switch leaves it: the way back, reversed, on top.
        p.putI64(0, Long.reverse(f.pathBack()));
        p.putU8(9, 0x48);
        p.putU16(10, 0xffff);
        verdicts.add(world.counters().count(sessions.receive(p, f.pathBack(), net.nowNs)));
        batch.clear();
    }

    private Verdict onUserContent(Session from, int type, Packet p, long pathBack, long nowNs) {
        received.add(new Received(from.address(), type, text(p.toArray())));
        return Verdict.OK;
    }

    private Verdict onRouting(Session from, int type, Packet p, long pathBack, long nowNs) {
        String what = text(p.get(0, 4));
        if (from.isReplayable()) replayable.add(what);
        if (what.equals("ping")) {
            if (from.upkeep().paths().isProven(pathBack))
                sessions.onPathFound(from.key(), 22, pathBack, PathMetric.FOUND, nowNs);
            p.put(0, "pong".getBytes(StandardCharsets.UTF_8));
            sessions.reply(from, p, pathBack, nowNs);
        } else if (what.equals("pong")) {
            from.onAnswered(p.i64(12), nowNs - p.i64(4), nowNs);
        }
        return Verdict.OK;
    }

    private void askKey(long label, KeyPings.Answer then, long nowNs) {
        keyPings++;
        var other = net.atEnd(this, label);
        if (!asksKeys || other == null) return;
        long delay = net.delayNs(this, label);
        net.at(
                nowNs + 2 * delay,
                () -> {
                    then.onKey(other.identity.publicKey(), 22, label, net.nowNs);
                    batch.clear();
                });
    }

    private final class Finder implements PathFinder {
        @Override
        public void onPathWanted(Ip6 destination, long nowNs) {
            wanted.add(destination);
            whenWanted.run();
            if (!knowsPaths) return;
            for (var node : net.nodes)
                if (node.ip6().equals(destination))
                    for (long label : net.labels(TestNode.this, node)) find(node, label);
        }

        @Override
        public boolean writePing(Packet into, Session session, long label, long nowNs) {
            into.append("ping".getBytes(StandardCharsets.UTF_8));
            into.extend(16);
            into.putI64(4, nowNs);
            into.putI64(12, label);
            return true;
        }
    }

    /// Asks a node that nobody has ever heard of, by a path that leads nowhere.
    void askSomebody(byte[] key) {
        sessions.ask(PublicKey.of(key, 0), 22, 0x1b, packet("ping????????????????"), net.nowNs);
        batch.clear();
    }

    void find(TestNode node, long label) {
        sessions.onPathFound(
                node.identity.publicKey(),
                22,
                label,
                PathMetric.found(Label.bits(label) / 4L * PathMetric.COST_OF_HOP),
                net.nowNs);
        batch.clear();
    }

    // --- time

    long nextDeadlineNs() {
        return isOn ? world.timers().nextDeadlineNs() : Long.MAX_VALUE;
    }

    void onDeadline() {
        if (isOn) world.timers().runUntil(net.nowNs);
        batch.clear();
    }

    List<String> texts() {
        return received.stream().map(Received::text).toList();
    }

    long count(Verdict verdict) {
        return world.counters().of(verdict);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return Character.toString('A' + number - 1);
    }
}
