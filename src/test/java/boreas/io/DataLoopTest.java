package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.LinkAddress;
import boreas.env.AllocatedBytes;
import boreas.env.Counters;
import boreas.env.SetClock;
import boreas.env.Verdict;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Turns by hand, with a clock by hand; a turn that has nothing to do would wait, so each test
/// gives it something.
class DataLoopTest {
    private final Counters counters = new Counters();
    private final SetClock clock = new SetClock();
    private final RecordingCore core = new RecordingCore();
    private DataLoop loop;

    @BeforeEach
    void open() throws DeviceException {
        loop = new DataLoop(clock, counters);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void handsABatchOfOnePortToTheCore() throws Exception {
        var a = socket();
        var b = socket();
        int portA = loop.addLink(a);
        int portB = loop.addLink(b);
        for (int i = 0; i < 3; i++) loop.send(packet(portA, b.local()));
        loop.flush();
        clock.nowNs = 77;
        loop.turn(core);
        assertThat(core.events).containsExactly("3 datagrams from port " + portB + " at 77");
    }

    @Test
    void takesABoundedBatchFromEachDeviceInTurn() throws Exception {
        var a = socket();
        var b = socket();
        int portA = loop.addLink(a);
        int portB = loop.addLink(b);
        for (int i = 0; i < DataLoop.BATCH_PACKETS + 5; i++) loop.send(packet(portA, b.local()));
        loop.send(packet(portB, a.local()));
        loop.flush();
        loop.turn(core);
        assertThat(core.events)
                .containsExactlyInAnyOrder(
                        DataLoop.BATCH_PACKETS + " datagrams from port " + portB + " at 0",
                        "1 datagrams from port " + portA + " at 0");
        core.events.clear();
        loop.turn(core);
        assertThat(core.events).containsExactly("5 datagrams from port " + portB + " at 0");
    }

    @Test
    void runsADeadlineThatHasComeAndNoOther() {
        core.deadlineNs = 50;
        clock.nowNs = 50;
        loop.turn(core);
        assertThat(core.events).containsExactly("deadline at 50");
        core.deadlineNs = 51;
        loop.submit(now -> core.events.add("command at " + now));
        loop.turn(core);
        assertThat(core.events).containsExactly("deadline at 50", "command at 50");
    }

    @Test
    void runsCommandsInTheirOrderBeforePackets() throws Exception {
        var a = socket();
        int port = loop.addLink(a);
        loop.send(packet(port, a.local()));
        loop.flush();
        loop.submit(_ -> core.events.add("first"));
        loop.submit(_ -> core.events.add("second"));
        loop.turn(core);
        assertThat(core.events)
                .containsExactly("first", "second", "1 datagrams from port " + port + " at 0");
    }

    @Test
    void runsSoManyCommandsATurnAndTheRestInTheNext() {
        for (int i = 0; i <= DataLoop.COMMANDS_PER_TURN; i++) loop.submit(_ -> core.count++);
        loop.turn(core);
        assertThat(core.count).isEqualTo(DataLoop.COMMANDS_PER_TURN);
        loop.turn(core);
        assertThat(core.count).isEqualTo(DataLoop.COMMANDS_PER_TURN + 1);
    }

    @Test
    void refusesCommandsWhenTooManyWait() {
        for (int i = 0; i < DataLoop.COMMANDS_WAITING_MAX; i++)
            assertThat(loop.submit(_ -> {})).isTrue();
        assertThat(loop.submit(_ -> {})).isFalse();
        loop.turn(core);
        assertThat(loop.submit(_ -> {})).isTrue();
    }

    @Test
    void goesOnAfterAFault() throws Exception {
        var a = socket();
        int port = loop.addLink(a);
        core.toThrow = new IllegalStateException("broken");
        loop.send(packet(port, a.local()));
        loop.flush();
        core.deadlineNs = 0;
        loop.submit(_ -> {
            throw new AssertionError("wrong");
        });
        loop.turn(core);
        assertThat(core.events).containsExactly("fault: wrong", "fault: broken", "fault: broken");
    }

    @Test
    void forgetsADeviceThatACommandOfTheSameTurnRemoved() throws Exception {
        var a = socket();
        int port = loop.addLink(a);
        loop.send(packet(port, a.local()));
        loop.flush();
        loop.submit(_ -> loop.removeLink(port));
        loop.turn(core);
        assertThat(core.events).isEmpty();
        loop.send(packet(port, a.local()));
        assertThat(counters.of(Verdict.SEND_FAILED)).isEqualTo(1);
        assertThat(loop.addLink(socket())).isNotEqualTo(port);
    }

    @Test
    void countsPacketsForAPortOrDeviceThatIsNotThere() throws Exception {
        loop.send(packet(3, LinkAddress.parse("127.0.0.1:9")));
        loop.send(-1, packet(0, LinkAddress.parse("127.0.0.1:9")));
        assertThat(counters.of(Verdict.SEND_FAILED)).isEqualTo(2);
    }

    @Test
    void wakesForACommandOfAnotherThreadAndStops() throws Exception {
        var ran = new CountDownLatch(1);
        var thread = Thread.ofPlatform().start(() -> loop.run(core));
        loop.submit(_ -> ran.countDown());
        ran.await();
        loop.stop();
        thread.join();
    }

    @Test
    void allocatesNothingForAPacket() throws Exception {
        var a = socket();
        var packet = packet(loop.addLink(a), a.local());
        var quiet = new QuietCore();
        int packets = 8192;
        long perPacket = Long.MAX_VALUE;
        // The first rounds run in the interpreter, which allocates for native calls; the smallest
        // object would be 16 bytes.
        for (int round = 0; round < 30 && perPacket >= 8; round++) {
            long before = AllocatedBytes.ofThisThread();
            for (int i = 0; i < packets; i += DataLoop.BATCH_PACKETS) {
                for (int k = 0; k < DataLoop.BATCH_PACKETS; k++) loop.send(packet);
                loop.flush();
                loop.turn(quiet);
            }
            perPacket = (AllocatedBytes.ofThisThread() - before) / packets;
        }
        assertThat(perPacket).isLessThan(8);
        assertThat(quiet.count).isPositive().isEqualTo(quiet.count / packets * packets);
    }

    @Test
    void tellsOfADeletedTunDeviceOnce() throws Exception {
        NetworkNamespace.in(() -> {
            int tunId = 3;
            loop.addTun(tunId, TunDevice.open("bt-gone", counters));
            delete("bt-gone");
            loop.turn(core);
            assertThat(core.events).containsExactly("lost tun " + tunId + ": tun bt-gone");
            core.deadlineNs = 0;
            loop.turn(core);
            assertThat(core.events).hasSize(2).last().isEqualTo("deadline at 0");
            core.deadlineNs = Long.MAX_VALUE;
            var again = core.lost;
            if (again == null) throw new AssertionError("no device");
            again.makeAgain();
            loop.addTun(tunId, again);
            ip("link", "set", "bt-gone", "up");
            ip("address", "add", "192.0.2.2/24", "dev", "bt-gone");
            new ProcessBuilder("ping", "-c", "1", "-W", "1", "192.0.2.1").start().waitFor();
            loop.turn(core);
            assertThat(core.events).hasSize(3).last().asString().contains("tun " + tunId);
            return null;
        });
    }

    @Test
    void doesNotReadTunDevicesWhileALinkHasNoRoomButNotForLong() throws Exception {
        NetworkNamespace.in(() -> {
            var line = new SlowLine();
            var socket = UdpSocket.open(LinkAddress.parse("10.0.0.1:0"), 0, counters);
            line.makeSmall(socket);
            int port = loop.addLink(socket);
            loop.addTun(0, TunDevice.open("bt-rest", counters));
            ip("link", "set", "bt-rest", "up");
            ip("address", "add", "192.0.2.2/24", "dev", "bt-rest");
            while (!socket.isBlocked()) {
                loop.send(packet(port, line.farEnd()));
                loop.flush();
            }
            clock.nowNs = 10;
            ping();
            loop.turn(core); // what was there is read, and then no more
            assertThat(core.events).isNotEmpty().allMatch(e -> e.contains("tun 0 at 10"));
            core.events.clear();
            ping();
            core.deadlineNs = 20;
            clock.nowNs = 20;
            loop.turn(core);
            assertThat(core.events).containsExactly("deadline at 20");
            core.events.clear();
            long over = 10 + BackPressure.PAUSE_NS;
            clock.nowNs = over;
            loop.turn(core); // the pause is over
            loop.turn(core);
            assertThat(core.events).hasSize(1).first().asString().contains("tun 0 at " + over);
            core.events.clear();

            line.open();
            ping();
            clock.nowNs = over + 1;
            loop.turn(core);
            loop.turn(core);
            assertThat(core.events).hasSize(1).first().asString().contains("tun 0");
            assertThat(socket.isBlocked()).isFalse();
            return null;
        });
    }

    private static void ping() throws Exception {
        new ProcessBuilder("ping", "-c", "1", "-W", "1", "192.0.2.1").start().waitFor();
    }

    private static void ip(String... words) throws Exception {
        var line = new ArrayList<>(List.of("ip"));
        line.addAll(List.of(words));
        assertThat(new ProcessBuilder(line).inheritIO().start().waitFor()).isZero();
    }

    private static void delete(String device) throws Exception {
        ip("link", "del", device);
    }

    private UdpSocket socket() throws Exception {
        return UdpSocket.open(LinkAddress.parse("127.0.0.1:0"), 0, counters);
    }

    private static Packet packet(int port, LinkAddress to) {
        var p = new Packet(Arena.ofAuto().allocate(Packet.CAPACITY, 8)).append(new byte[20]);
        p.port = port;
        p.linkHi = to.hi();
        p.linkLo = to.lo();
        p.linkUdpPort = to.udpPort();
        return p;
    }

    private static final class QuietCore implements Core {
        int count;

        @Override
        public void onDatagrams(int port, Batch packets, long nowNs) {
            count += packets.size();
        }

        @Override
        public void onTun(int tunId, Batch packets, long nowNs) {}

        @Override
        public long nextDeadlineNs() {
            return Long.MAX_VALUE;
        }

        @Override
        public void onDeadline(long nowNs) {}

        @Override
        public void onTunLost(int tunId, TunDevice device, long nowNs) {}

        @Override
        public void onFault(Throwable fault, long nowNs) {}
    }

    static final class RecordingCore implements Core {
        final List<String> events = new ArrayList<>();
        long deadlineNs = Long.MAX_VALUE;
        int count;
        @Nullable RuntimeException toThrow;
        @Nullable TunDevice lost;

        @Override
        public void onDatagrams(int port, Batch packets, long nowNs) {
            if (toThrow != null) throw toThrow;
            for (int i = 0; i < packets.size(); i++)
                assertThat(packets.get(i).port).isEqualTo(port);
            events.add(packets.size() + " datagrams from port " + port + " at " + nowNs);
        }

        @Override
        public void onTun(int tunId, Batch packets, long nowNs) {
            events.add(packets.size() + " packets from tun " + tunId + " at " + nowNs);
        }

        @Override
        public long nextDeadlineNs() {
            return deadlineNs;
        }

        @Override
        public void onDeadline(long nowNs) {
            deadlineNs = Long.MAX_VALUE;
            if (toThrow != null) throw toThrow;
            events.add("deadline at " + nowNs);
        }

        @Override
        public void onTunLost(int tunId, TunDevice device, long nowNs) {
            lost = device;
            events.add("lost tun " + tunId + ": " + device);
        }

        @Override
        public void onFault(Throwable fault, long nowNs) {
            events.add("fault: " + fault.getMessage());
        }
    }
}
