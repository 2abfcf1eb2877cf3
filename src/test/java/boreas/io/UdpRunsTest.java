package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.LinkAddress;
import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.Errno;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a turn sends by one socket arrives as the datagrams that it was, whether the other end
/// takes runs apart ([UdpInbox]) or has the kernel do it, as every other program.
class UdpRunsTest {
    private static final int BATCH = 16;

    private final Counters counters = new Counters();
    private final List<String> notices = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
    void aRunArrivesDatagramByDatagramInABatch(String loopback) throws Exception {
        try (var a = open(loopback);
                var b = open(loopback)) {
            int packets = 40;
            for (int i = 0; i < packets; i++) a.lend(packet(b.local(), i, i < 39 ? 1300 : 77));
            a.flush();
            var batch = new Batch(BATCH);
            var got = new ArrayList<byte[]>();
            do {
                batch.clear();
                b.receive(batch);
                for (int i = 0; i < batch.size(); i++) {
                    var p = batch.get(i);
                    assertThat(LinkAddress.of(p.linkHi, p.linkLo, p.linkUdpPort))
                            .isEqualTo(a.local());
                    assertThat(p.headroom()).isEqualTo(Packet.HEADROOM);
                    got.add(p.toArray());
                }
            } while (b.isHolding());
            assertThat(got).hasSize(packets);
            for (int i = 0; i < packets; i++)
                assertThat(got.get(i)).isEqualTo(bytes(i, i < 39 ? 1300 : 77));
        }
    }

    /// Others wait meanwhile: a turn takes what one message brought, and not the next one as well.
    @Test
    void whatIsHeldComesAloneAndNoFurtherMessageIsAskedFor() throws Exception {
        try (var a = open("127.0.0.1:0");
                var b = open("127.0.0.1:0")) {
            int run = 2 * BATCH + BATCH / 2, messages = 4;
            for (int message = 0; message < messages; message++) {
                for (int i = 0; i < run; i++) a.lend(packet(b.local(), i, 1000));
                a.flush();
            }
            var batch = new Batch(BATCH);
            int got = 0;
            do {
                batch.clear();
                b.receive(batch);
                got += batch.size();
            } while (b.isHolding());
            assertThat(got).isPositive().isLessThanOrEqualTo(run);
        }
    }

    @Test
    void nothingIsSentBeforeTheEndOfTheTurn() throws Exception {
        try (var a = open("127.0.0.1:0");
                var b = open("127.0.0.1:0")) {
            a.lend(packet(b.local(), 0, 100));
            var batch = new Batch(BATCH);
            b.receive(batch);
            assertThat(batch.size()).isZero();
            a.flush();
            b.receive(batch);
            assertThat(batch.size()).isEqualTo(1);
            a.flush();
            b.receive(batch);
            assertThat(batch.size()).isEqualTo(1);
        }
    }

    @Test
    void ordinaryProgramsGetOrdinaryDatagramsInOrderForEachDestination() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        try (var a = open("127.0.0.1:0");
                var one = plain();
                var two = plain();
                var three = plain()) {
            var sockets = List.of(one, two, three);
            for (int round = 0; round < 30; round++) {
                var sent = new ArrayList<List<byte[]>>();
                for (var _ : sockets) sent.add(new ArrayList<>());
                int usual = 1 + random.nextInt(1400);
                for (int i = random.nextInt(100); i > 0; i--) {
                    int to = random.nextInt(3);
                    int length =
                            switch (random.nextInt(8)) {
                                case 0 -> random.nextInt(1400);
                                case 1 -> random.nextInt(2);
                                default -> usual;
                            };
                    sent.get(to).add(bytes(random.nextInt(), length));
                    a.lend(packet(local(sockets.get(to)), sent.get(to).getLast()));
                }
                a.flush();
                for (int to = 0; to < 3; to++)
                    for (var expected : sent.get(to))
                        assertThat(receive(sockets.get(to))).as("seed " + seed).isEqualTo(expected);
            }
        }
        assertThat(counters.snapshot()).isEmpty();
    }

    @Test
    void moreThanATurnCanSendIsSentAllTheSame() throws Exception {
        try (var a = open("127.0.0.1:0");
                var b = open("127.0.0.1:0")) {
            int packets = UdpOutbox.PACKETS_MAX + 1;
            for (int i = 0; i < packets; i++) a.lend(packet(b.local(), i, 64));
            a.flush();
            var batch = new Batch(packets);
            b.receive(batch);
            assertThat(batch.size()).isEqualTo(packets);
            for (int i = 0; i < packets; i++)
                assertThat(batch.get(i).toArray()).isEqualTo(bytes(i, 64));
        }
    }

    @Test
    void whereTheKernelRefusesRunsThePacketsGoSinglyAndNothingIsLost() throws Exception {
        NetworkNamespace.in(() -> {
            // A path on which these datagrams are fragments.
            NetworkNamespace.ip("link set lo mtu 1000 up");
            try (var a = open("127.0.0.1:0");
                    var b = plain()) {
                a.onNotice(notices::add);
                for (int turn = 0; turn < 3; turn++) {
                    for (int i = 0; i < 20; i++) a.lend(packet(local(b), i, 1300));
                    for (int i = 20; i < 40; i++) a.lend(packet(local(b), i, 500));
                    a.flush();
                    for (int i = 0; i < 40; i++)
                        assertThat(receive(b)).isEqualTo(bytes(i, i < 20 ? 1300 : 500));
                }
                assertThat(notices).hasSize(1);
                assertThat(notices.getFirst())
                        .startsWith("UDP " + a.local())
                        .contains("1300 bytes for " + local(b));
                NetworkNamespace.ip("link set lo mtu 65536 up");
                a.onDevicesChanged();
                for (int i = 0; i < 20; i++) a.lend(packet(local(b), i, 1300));
                a.flush();
                for (int i = 0; i < 20; i++) assertThat(receive(b)).isEqualTo(bytes(i, 1300));
                assertThat(notices).hasSize(1);
            }
            return null;
        });
        assertThat(counters.snapshot()).isEmpty();
    }

    @Test
    void whatTheKernelRefusesForOtherReasonsIsCountedPacketByPacket() throws Exception {
        try (var a = open("127.0.0.1:0");
                var six = open("[::1]:0")) {
            a.onNotice(notices::add);
            // Bound to the loopback, so that nothing outside is reachable.
            for (int i = 0; i < 5; i++) a.lend(packet(LinkAddress.parse("192.0.2.1:9"), i, 100));
            a.lend(packet(six.local(), 5, 100));
            a.flush();
            assertThat(counters.of(Verdict.SEND_FAILED)).isEqualTo(6);
            assertThat(a.lastSendErrno()).isEqualTo(Errno.EAFNOSUPPORT);
            assertThat(notices).isEmpty();
        }
    }

    /// While the far end's MAC is asked for, datagrams stay in the socket's buffer.
    @Test
    void whatTheKernelHasNoRoomForIsHeldAndGoesFirst() throws Exception {
        NetworkNamespace.in(() -> {
            var line = new SlowLine();
            try (var a = open("10.0.0.1:0")) {
                line.makeSmall(a);
                int sent = 0;
                while (!a.isBlocked()) {
                    a.lend(packet(line.farEnd(), sent++, 1000));
                    a.flush();
                }
                for (int i = 1; i < UdpOutbox.HELD_MAX; i++)
                    a.lend(packet(line.farEnd(), sent++, 1000));
                a.flush();
                assertThat(a.isBlocked()).isTrue();
                assertThat(counters.snapshot()).isEmpty();

                a.lend(packet(line.farEnd(), 0, 1000));
                a.flush();
                assertThat(counters.of(Verdict.LINK_FULL)).isEqualTo(1);

                line.open();
                a.flush();
                assertThat(a.isBlocked()).isFalse();
                assertThat(line.sentBytes()).isGreaterThan(sent * 1000L);
            }
            return null;
        });
    }

    @Test
    void aFewRefusalsAreRememberedAndTheOldestForgotten() {
        var limits = new SegmentationLimits();
        int max = SegmentationLimits.DESTINATIONS_MAX;
        for (int i = 0; i <= max; i++) assertThat(limits.lower(0, i, 1, 1000)).isFalse();
        assertThat(limits.of(0, 0, 1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(limits.of(0, 1, 1)).isEqualTo(1000);
        assertThat(limits.lower(0, max, 1, 0)).isTrue();
        assertThat(limits.of(0, max, 1)).isZero();
        limits.forget();
        assertThat(limits.of(0, max, 1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(limits.isAnyAllowed()).isTrue();
        limits.allowNone();
        assertThat(limits.isAnyAllowed()).isFalse();
        assertThat(limits.of(0, 5, 5)).isZero();
    }

    private UdpSocket open(String bind) throws Exception {
        return UdpSocket.open(LinkAddress.parse(bind), 0, counters);
    }

    private static DatagramSocket plain() throws Exception {
        var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static LinkAddress local(DatagramSocket socket) throws Exception {
        return LinkAddress.parse("127.0.0.1:" + socket.getLocalPort());
    }

    private static byte[] receive(DatagramSocket socket) throws Exception {
        var p = new DatagramPacket(new byte[4000], 4000);
        socket.receive(p);
        return Arrays.copyOf(p.getData(), p.getLength());
    }

    private static byte[] bytes(int seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Packet packet(LinkAddress to, int seed, int length) {
        return packet(to, bytes(seed, length));
    }

    private static Packet packet(LinkAddress to, byte[] bytes) {
        var p = new Packet(Arena.ofAuto().allocate(Packet.CAPACITY, 8)).append(bytes);
        p.linkHi = to.hi();
        p.linkLo = to.lo();
        p.linkUdpPort = to.udpPort();
        return p;
    }
}
