package boreas.daemon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.crypto.CryptoProviders;
import boreas.cryptoauth.Credentials;
import boreas.env.Clock;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.World;
import boreas.io.DataLoop;
import boreas.io.DeviceException;
import boreas.io.PlayedHost;
import boreas.io.UdpSocket;
import boreas.link.PeerSettings;
import boreas.node.Node;
import boreas.node.NodeCommand;
import boreas.node.Outside;
import boreas.tun.TunStation;
import java.util.concurrent.locks.LockSupport;

/// Two nodes under load, joined by loopback, with hosts that are played ([PlayedHost]): bulk both
/// ways, packets one by one, small datagrams, pings. For the build alone.
///
/// What a JVM learns here it keeps in its cache, and compiles the packet's way for all of that at
/// once. Else what it had compiled under a download was thrown away when the first small datagrams
/// came, and made again: measured at 100 ms of processor time in the seconds after (ADR 15).
public final class LoadRehearsal {
    private static final int ROUNDS = 240;
    private static final int STREAM_BYTES = 40 * 1232, SEGMENT_BYTES = 1232;
    private static final int BURST = 8, DATAGRAM_BYTES = 100;

    /// As much as a super-packet holds, with or without a last segment that is shorter.
    private static final int FULL_STREAM_BYTES = 52 * 1232, TAIL_BYTES = 401;

    private static final int FULL_STREAMS = 4;

    /// More than a turn queues of super-packets, and than a batch has room for.
    private static final int PAIRS = 24, MANY_ACKS = 80;

    /// A genuine node sends them singly, and so close. Enough for the loop to wait for more of
    /// them.
    private static final int SINGLES = 40;

    private static final long SINGLES_GAP_NS = 20_000;

    private static final int ECHO_BYTES = 64;

    /// Pings each way in a round. What C2 makes of them is in the code that the first data flow
    /// asks for, and not thrown away by the first ping after it.
    private static final int RALLY = 24;

    /// Longer than a turn's lull.
    private static final long PAUSE_NS = 600_000;

    private static final long HOLD_NS = 150_000;

    /// Longer than a queue may stand, in one round of so many.
    private static final long STAND_NS = 6_000_000;

    private static final int STANDING = 16;

    private static final Ip6 ALL_ROUTERS = new Ip6(0xff02L << 48, 2);

    /// So many acknowledgements for a super-packet.
    private static final int ACKS = 20;

    /// For one thing to be heard.
    private static final long PATIENCE_NS = 20_000_000;

    /// A handshake and the search for a path take a second at most on a busy machine; where nothing
    /// was heard in so long nothing will be: there is no loopback, perhaps.
    private static final long FIRST_PATIENCE_NS = 4_000_000_000L;

    /// Of the whole, wherever it has got to: some 5 s more than it takes.
    private static final long LIMIT_NS = 12_000_000_000L;

    private static final long LOOK_NS = 50_000;
    private static final Ip6 LOOPBACK = new Ip6(0, 0xffff_7f00_0001L);
    private static final String PASSWORD = "rehearsal";

    private LoadRehearsal() {}

    /// To be called by a node that starts, for what was learnt to be of use: with the compiling of
    /// a method the JVM waits until each class is initialized that the method met in the rehearsal.
    /// Those that only the rehearsal has would keep it waiting for good.
    public static void recall() {
        var _ = Errand.NONE;
    }

    /// Ends by itself, after some 7 s.
    public static void play() throws DeviceException {
        var _ = play(ROUNDS, FIRST_PATIENCE_NS, true);
    }

    /// @param firstPatienceNs it ends when nothing was heard in so long
    /// @param isLetIn false: the one does not know the other's password, and nothing is heard
    /// @return rounds in which everything was heard
    static int play(int rounds, long firstPatienceNs, boolean isLetIn) throws DeviceException {
        try (var home = new End();
                var away = new End()) {
            if (isLetIn) away.letIn();
            home.call(away);
            home.thread.start();
            away.thread.start();
            long sinceNs = home.clock.nanoTime();
            int heard = 0;
            for (int i = 0; i < rounds; i++) {
                long limitNs = heard == 0 ? firstPatienceNs : LIMIT_NS;
                if (i > 0 && home.clock.nanoTime() - sinceNs > limitNs) break;
                boolean isHeard = stream(home, away);
                isHeard &= datagrams(home, away);
                isHeard &= stream(away, home);
                isHeard &= datagrams(away, home);
                isHeard &= singles(home, away);
                isHeard &= singles(away, home);
                isHeard &= rally(home, away);
                isHeard &= medley(home, away, PAIRS * i / rounds);
                isHeard &= medley(away, home, PAIRS * i / rounds);
                isHeard &= sundries(home, away, i);
                isHeard &= sundries(away, home, i);
                if (isHeard) heard++;
            }
            return heard;
        }
    }

    private static boolean stream(End from, End to) {
        from.host.sayTcp(from.ip6(), to.ip6(), 0, STREAM_BYTES, SEGMENT_BYTES);
        boolean isHeard = to.hears(STREAM_BYTES);
        for (int i = 0; i < ACKS; i++) to.host.sayTcp(to.ip6(), from.ip6(), 0, 0, SEGMENT_BYTES);
        return isHeard && from.hears(ACKS);
    }

    private static boolean datagrams(End from, End to) {
        from.host.sayPing(from.ip6(), to.ip6(), ECHO_BYTES);
        boolean isHeard = to.hears(ECHO_BYTES);
        for (int i = 0; i < BURST; i++) from.host.sayUdp(from.ip6(), to.ip6(), DATAGRAM_BYTES);
        return isHeard && to.hears(BURST * DATAGRAM_BYTES);
    }

    private static boolean singles(End from, End to) {
        for (int i = 0; i < SINGLES; i++) {
            from.host.sayTcp(from.ip6(), to.ip6(), 0, SEGMENT_BYTES, SEGMENT_BYTES);
            long sinceNs = from.clock.nanoTime();
            while (from.clock.nanoTime() - sinceNs < SINGLES_GAP_NS) Thread.onSpinWait();
        }
        return to.hears((long) SINGLES * SEGMENT_BYTES);
    }

    /// Pings that have the nodes to themselves, and what answers them.
    private static boolean rally(End from, End to) {
        boolean isHeard = true;
        for (int i = 0; i < RALLY && isHeard; i++) {
            from.host.sayPing(from.ip6(), to.ip6(), ECHO_BYTES);
            isHeard = to.hears(ECHO_BYTES);
            to.host.sayPing(to.ip6(), from.ip6(), ECHO_BYTES);
            isHeard &= from.hears(ECHO_BYTES);
        }
        return isHeard;
    }

    /// More than a turn takes of all kinds at once: many short super-packets of two streams, a
    /// single one behind them, other protocols between those of a stream, one that was lost.
    ///
    /// @param pairs of packets; not the same in each round, since what is made when it is first
    ///   needed shall be made late too
    private static boolean medley(End from, End to, int pairs) {
        from.hold();
        to.hold();
        var host = from.host;
        for (int i = 0; i < pairs; i++)
            host.sayTcp(from.ip6(), to.ip6(), i & 1, 2 * SEGMENT_BYTES, SEGMENT_BYTES);
        host.sayTcp(from.ip6(), to.ip6(), 0, TAIL_BYTES, SEGMENT_BYTES);
        host.sayPing(from.ip6(), to.ip6(), ECHO_BYTES);
        for (int i = 0; i < 2; i++) {
            host.sayTcp(from.ip6(), to.ip6(), 0, SEGMENT_BYTES, SEGMENT_BYTES);
            host.skipTcp(0, SEGMENT_BYTES);
            host.sayUdp(from.ip6(), to.ip6(), DATAGRAM_BYTES);
        }
        boolean isHeard = to.hears((2L * pairs + 2) * SEGMENT_BYTES);
        from.hold();
        for (int i = 0; i < MANY_ACKS; i++)
            to.host.sayTcp(to.ip6(), from.ip6(), 0, 0, SEGMENT_BYTES);
        return isHeard && from.hears(MANY_ACKS);
    }

    /// What comes between: more than a batch holds, two streams at once, the shortest packets and
    /// odd ones, what is not for the other side at all, and something for the loop's thread to do.
    /// A branch that was never taken is left out of the compiled code, and the first packet that
    /// takes it throws that code away.
    private static boolean sundries(End from, End to, int round) {
        from.hold();
        to.hold();
        var host = from.host;
        for (int i = 0; i < FULL_STREAMS; i++) {
            int bytes = FULL_STREAM_BYTES + (i >> 1) * TAIL_BYTES;
            host.sayTcp(from.ip6(), to.ip6(), i & round & 1, bytes, SEGMENT_BYTES);
        }
        if (round % STANDING == 0) {
            LockSupport.parkNanos(LOOK_NS);
            from.stand();
        }
        boolean isHeard = to.hears((long) FULL_STREAMS * FULL_STREAM_BYTES);
        to.hold();
        for (int i = 0; i < ACKS; i++)
            to.host.sayTcp(to.ip6(), from.ip6(), i & 1, 0, SEGMENT_BYTES);
        isHeard &= from.hears(ACKS);
        from.hold();
        to.hold();
        host.sayReset(from.ip6(), to.ip6());
        host.sayPing(from.ip6(), ALL_ROUTERS, 8);
        host.sayPing(from.ip6(), from.ip6(), ECHO_BYTES);
        for (int i = 0; i < BURST; i++)
            host.sayUdp(from.ip6(), to.ip6(), (i & 1) * (DATAGRAM_BYTES + i));
        isHeard &= to.hears(BURST / 2 * DATAGRAM_BYTES);
        LockSupport.parkNanos(PAUSE_NS);
        host.sayPing(from.ip6(), to.ip6(), 1);
        return isHeard && to.hears(1);
    }

    /// Something for the loop to do. Of several types, so that the JVM expects any; of lambdas the
    /// cache would keep none.
    private enum Errand implements DataLoop.Command {
        NONE {
            @Override
            public void run(long nowNs) {}
        },
        /// Takes a while: what comes meanwhile comes together.
        HOLD {
            @Override
            public void run(long nowNs) {
                LockSupport.parkNanos(HOLD_NS);
            }
        },
        /// Takes so long that what waits is old.
        STAND {
            @Override
            public void run(long nowNs) {
                LockSupport.parkNanos(STAND_NS);
            }
        }
    }

    /// A node, its loop and its host.
    private static final class End implements AutoCloseable {
        private final Clock clock = SystemClock.INSTANCE;
        private final Counters counters = new Counters();
        private final DataLoop loop = new DataLoop(clock, counters);
        private final PlayedHost host = new PlayedHost(counters);
        private final UdpSocket socket = UdpSocket.open(LinkAddress.udp(LOOPBACK, 0), 0, counters);
        private final Identity identity;
        private final Node node;
        private final Thread thread;

        private End() throws DeviceException {
            var crypto = CryptoProviders.choose();
            var random = new SystemRandom();
            var log = EventLog.SILENT;
            identity = Identity.generate(random, crypto);
            var world = new World(random, new Timers(), counters, log);
            node = LoopCore.node(identity, world, crypto, loop, Outside.NOTHING, clock.nanoTime());
            loop.addLink(socket);
            loop.addTun(TunStation.CJDNS, host.device());
            tell(new NodeCommand.AddPort(socket.local()));
            var changes = new NetworkChanges(clock, node, log);
            var core = new LoopCore(node, log, null, changes, _ -> loop.stop());
            thread = Thread.ofPlatform().name("data").unstarted(() -> loop.run(core));
        }

        private void tell(NodeCommand<?> command) {
            var _ = node.onCommand(command, clock.nanoTime());
        }

        private void letIn() {
            tell(new NodeCommand.AddPassword(PASSWORD.getBytes(US_ASCII), null, null));
        }

        private void call(End other) {
            var to = new PeerEndpoint.Numeric(other.socket.local());
            var with = Credentials.of(null, PASSWORD);
            var key = other.identity.publicKey();
            tell(new NodeCommand.Connect(new PeerSettings(0, to, key, with, null, 0)));
        }

        private void hold() {
            var _ = loop.submit(Errand.NONE);
            var _ = loop.submit(Errand.HOLD);
        }

        private void stand() {
            var _ = loop.submit(Errand.STAND);
        }

        private Ip6 ip6() {
            return identity.ip6();
        }

        /// Waits until the host has got so many bytes; headers count, so some may still be on their
        /// way.
        private boolean hears(long bytes) {
            long sinceNs = clock.nanoTime();
            long heard = 0;
            while (true) {
                heard += host.hear();
                if (heard >= bytes) return true;
                if (clock.nanoTime() - sinceNs > PATIENCE_NS) return false;
                LockSupport.parkNanos(LOOK_NS);
            }
        }

        @Override
        public void close() {
            loop.stop();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return; // the process ends, and with it what the loop still uses
            }
            loop.close();
            host.close();
        }
    }
}
