package boreas.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.Users;
import boreas.env.AllocatedBytes;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.Label;
import boreas.session.PathFinder;
import boreas.session.PathMetric;
import boreas.session.Session;
import boreas.session.Sessions;
import boreas.tun.TunPort;
import boreas.tun.TunStation;
import boreas.wire.Batch;
import boreas.wire.DataHeader;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The whole way through a tunnel, device to device, in place: the frame that one node sends is
/// taken by the other as it is.
class AllocationTest {
    private static final long PATH = Label.ofInterface(0);

    private static final class Side implements PathFinder, TunPort {
        final Crypto crypto = CryptoProviders.choose();
        final Batch own = new Batch(16);
        final Identity identity;
        final Sessions sessions;
        final Tunnels tunnels;
        final String name;
        final Ip6 behind;
        @Nullable Side other;
        long given;

        Side(long seed, String name) {
            this.name = name;
            behind = Site.ip6("fdd7:5938:e2e6:" + name + "::1");
            var random = new Random(seed);
            var world = new World(random::nextBytes, new Timers(), new Counters(), EventLog.SILENT);
            identity = Identity.generate(world.random(), crypto);
            var context = new CryptoAuthContext(identity, new Users(crypto), crypto, world);
            var packets = PacketSource.of(own);
            sessions = new Sessions(world, context, this::emit, packets, (_, _, _) -> {}, 0);
            var cjdns = new TunStation(world, identity.ip6(), sessions, this, packets, 1304, 0);
            tunnels =
                    new Tunnels(
                            world,
                            identity.publicKey(),
                            crypto,
                            sessions,
                            this,
                            packets,
                            cjdns,
                            (_, _, _) -> {});
            sessions.attach(this);
            sessions.attach(
                    DataHeader.ROUTING,
                    DataHeader.ROUTING,
                    (from, _, p, back, now) -> {
                        if (p.u8(0) != '?') return Verdict.OK;
                        p.putU8(0, '!');
                        return sessions.reply(from, p, back, now);
                    });
            tunnels.attach();
        }

        Ip6 endpoint() {
            return Site.ip6("fdd7:5938:e2e6:3::" + name);
        }

        void open(Side far) throws TunnelRefused {
            tunnels.open(
                    new TunnelSettings(
                            1,
                            far.identity.publicKey(),
                            endpoint(),
                            far.endpoint(),
                            Site.prefixes("fdd7:5938:e2e6:" + far.name + "::/64", "10.2.0.0/16"),
                            Site.prefixes("fdd7:5938:e2e6:" + name + "::/64", "10.1.0.0/16"),
                            1280,
                            4,
                            false),
                    0);
        }

        private Verdict emit(Packet frame, long nowNs) {
            var to = other;
            if (to == null) throw new AssertionError("nobody is there");
            // The switches between would leave the way back in the label.
            frame.putI64(0, Long.reverse(PATH));
            to.sessions.onFrame(frame, PATH, nowNs);
            return Verdict.OK;
        }

        @Override
        public void onPathWanted(Ip6 destination, long nowNs) {
            if (other != null)
                sessions.onPathFound(other.identity.publicKey(), 22, PATH, PathMetric.PEER, nowNs);
        }

        @Override
        public boolean writePing(Packet into, Session session, long label, long nowNs) {
            into.append(new byte[] {'?'});
            return true;
        }

        @Override
        public void send(int tunId, Packet p) {
            if (tunId == 1) given++;
        }

        @Override
        public void flush() {}
    }

    private final Side a = new Side(1, "a"), b = new Side(2, "b");
    private final Batch one = new Batch(1);
    private long nowNs;

    /// One packet each way, so that nobody has to wonder whether the other is there.
    private void exchange(int count) {
        for (int i = 0; i < count; i++) {
            nowNs += 100_000;
            send(a, b);
            send(b, a);
        }
    }

    private void send(Side from, Side to) {
        one.clear();
        var p = one.next();
        p.extend(100);
        Ip6Header.prepend(p, Ip6Header.UDP, 64);
        var source = from.behind;
        var destination = to.behind;
        Ip6Header.putSource(p, source.hi(), source.lo());
        Ip6Header.putDestination(p, destination.hi(), destination.lo());
        from.tunnels.onTun(1, one, nowNs);
    }

    private void clear() {
        a.own.clear();
        b.own.clear();
    }

    @Test
    void aPacketThroughATunnelAllocatesNothing() throws Exception {
        a.other = b;
        b.other = a;
        a.open(b);
        b.open(a);
        // Opens the session: the frames of a handshake go back and forth within the call.
        send(a, b);
        a.sessions.onPathFound(b.identity.publicKey(), 22, PATH, PathMetric.PEER, nowNs);
        clear();
        a.sessions.ask(b.identity.publicKey(), 22, PATH, question(a), nowNs);
        b.sessions.ask(a.identity.publicKey(), 22, PATH, question(b), nowNs);
        clear();
        exchange(20_000);
        long given = b.given;
        long before = AllocatedBytes.ofThisThread();
        exchange(20_000);
        long allocated = AllocatedBytes.ofThisThread() - before;
        assertThat(b.given - given).isEqualTo(20_000);
        assertThat(allocated / 40_000).isZero();
    }

    private static Packet question(Side side) {
        return side.own.next().append(new byte[] {'?'});
    }
}
