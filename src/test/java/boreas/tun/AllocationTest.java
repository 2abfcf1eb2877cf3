package boreas.tun;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
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
import boreas.wire.Batch;
import boreas.wire.DataHeader;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The whole inside way, tun to tun, in place: the frame that one node sends is taken by the other
/// as it is.
class AllocationTest {
    private static final long PATH = Label.ofInterface(0);
    private static final int PAYLOAD = 100;

    private static final class Side implements PathFinder, TunPort {
        final Crypto crypto = CryptoProviders.choose();
        final Batch own = new Batch(16);
        final Identity identity;
        final Sessions sessions;
        final TunStation tun;
        @Nullable Side other;
        long given;

        Side(long seed) {
            var random = new Random(seed);
            var world = new World(random::nextBytes, new Timers(), new Counters(), EventLog.SILENT);
            identity = Identity.generate(world.random(), crypto);
            var context = new CryptoAuthContext(identity, new Users(crypto), crypto, world);
            var packets = PacketSource.of(own);
            sessions = new Sessions(world, context, this::emit, packets, (_, _, _) -> {}, 0);
            tun = new TunStation(world, identity.ip6(), sessions, this, packets, 1304, 0);
            sessions.attach(this);
            sessions.attach(0, 255, tun);
            sessions.attach(
                    DataHeader.ROUTING,
                    DataHeader.ROUTING,
                    (from, _, p, back, now) -> {
                        if (p.u8(0) != '?') return Verdict.OK;
                        p.putU8(0, '!');
                        return sessions.reply(from, p, back, now);
                    });
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
        public void onPathWanted(boreas.address.Ip6 destination, long nowNs) {
            if (other != null)
                sessions.onPathFound(other.identity.publicKey(), 22, PATH, PathMetric.PEER, nowNs);
        }

        @Override
        public boolean writePing(Packet into, Session session, long label, long nowNs) {
            into.append(new byte[] {'?'});
            return true;
        }

        @Override
        public void send(int tunId, Packet packet) {
            given++;
        }

        @Override
        public void flush() {}
    }

    private final Side a = new Side(1), b = new Side(2);
    private final Packet packet = new Batch(1).next();
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
        packet.clear();
        packet.extend(PAYLOAD);
        Ip6Header.prepend(packet, Ip6Header.UDP, 64);
        var source = from.identity.ip6();
        var destination = to.identity.ip6();
        Ip6Header.putSource(packet, source.hi(), source.lo());
        Ip6Header.putDestination(packet, destination.hi(), destination.lo());
        from.tun.onTun(packet, nowNs);
    }

    private void runTimers() {
        for (var side : new Side[] {a, b}) {
            side.sessions.stats(nowNs);
            side.own.clear();
        }
    }

    @Test
    void aPacketOnItsWayAllocatesNothing() {
        a.other = b;
        b.other = a;
        // Opens the session: the frames of a handshake go back and forth within the call.
        send(a, b);
        a.sessions.onPathFound(b.identity.publicKey(), 22, PATH, PathMetric.PEER, nowNs);
        runTimers();
        a.sessions.ask(b.identity.publicKey(), 22, PATH, question(a), nowNs);
        b.sessions.ask(a.identity.publicKey(), 22, PATH, question(b), nowNs);
        runTimers();
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
