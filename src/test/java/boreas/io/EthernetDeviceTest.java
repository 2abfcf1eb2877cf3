package boreas.io;

import static boreas.io.NetworkNamespace.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.wire.Batch;
import boreas.wire.EthernetHeader;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// A veth pair inside a namespace: what is sent on one end arrives at the other.
class EthernetDeviceTest {
    private static final long MAC_A = 0x02_00_00_00_00_0aL, MAC_B = 0x02_00_00_00_00_0bL;

    private static final int IFF_RUNNING = 0x40; // linux/if.h

    private final Counters counters = new Counters();
    private final Batch batch = new Batch(32);

    @Test
    void carriesAPacketToAMacAndTellsWhoSentIt() throws Exception {
        onVethPair((a, b) -> {
            assertThat(a.send(packet(MAC_B, 100))).isEqualTo(Verdict.OK);
            await(b, 1);
            assertThat(batch.size()).isEqualTo(1);
            var p = batch.get(0);
            assertThat(p.length()).isEqualTo(100);
            assertThat(p.linkLo).isEqualTo(MAC_A);
            assertThat(p.linkHi).isZero();
            assertThat(p.linkUdpPort).isZero();
            assertThat(p.isBroadcast).isFalse();
            assertThat(EthernetHeader.fits(p)).isTrue();
        });
    }

    @Test
    void carriesABroadcastToEverybodyAndMarksItAsOne() throws Exception {
        onVethPair((a, b) -> {
            var p = packet(0, 62);
            p.isBroadcast = true;
            assertThat(a.send(p)).isEqualTo(Verdict.OK);
            await(b, 1);
            assertThat(batch.size()).isEqualTo(1);
            assertThat(batch.get(0).isBroadcast).isTrue();
            assertThat(batch.get(0).linkLo).isEqualTo(MAC_A);
        });
    }

    @Test
    void doesNotHearItself() throws Exception {
        onVethPair((a, b) -> {
            var p = packet(MAC_B, 100);
            a.send(p);
            p.isBroadcast = true;
            a.send(p);
            await(b, 2);
            assertThat(batch.size()).isEqualTo(2);
            batch.clear();
            a.receive(batch);
            assertThat(batch.size()).isZero();
            assertThat(counters.of(Verdict.FOREIGN_FRAME)).isZero();
        });
    }

    @Test
    void countsAFrameForAnotherHost() throws Exception {
        onVethPair((a, b) -> {
            a.send(packet(0x02_00_00_00_00_0cL, 100));
            await(b, 1);
            assertThat(batch.size()).isZero();
            assertThat(counters.of(Verdict.FOREIGN_FRAME)).isEqualTo(1);
        });
    }

    @Test
    void countsAFrameThatWasSentToAGroup() throws Exception {
        onVethPair((a, b) -> {
            a.send(packet(0x01_00_5e_00_00_01L, 100));
            await(b, 1);
            assertThat(batch.size()).isZero();
            assertThat(counters.of(Verdict.FOREIGN_FRAME)).isEqualTo(1);
        });
    }

    @Test
    void carriesTheLongestFrameAndCountsALongerOne() throws Exception {
        onVethPair((a, b) -> {
            assertThat(a.mtuBytes()).isEqualTo(1500);
            assertThat(a.send(packet(MAC_B, 1501))).isEqualTo(Verdict.OVERSIZE);
            assertThat(a.send(packet(MAC_B, 1500))).isEqualTo(Verdict.OK);
            await(b, 1);
            assertThat(batch.size()).isEqualTo(1);
            assertThat(batch.get(0).length()).isEqualTo(1500);
            assertThat(counters.of(Verdict.OVERSIZE)).isEqualTo(1);
        });
    }

    @Test
    void countsAFrameLongerThanAnyNodeReads() throws Exception {
        onVethPair((a, b) -> {
            ip("link set va mtu 4000");
            ip("link set vb mtu 4000");
            a.setMtuBytes(4000);
            assertThat(a.send(packet(MAC_B, EthernetDevice.FRAME_MAX_BYTES + 1)))
                    .isEqualTo(Verdict.OK);
            assertThat(a.send(packet(MAC_B, EthernetDevice.FRAME_MAX_BYTES))).isEqualTo(Verdict.OK);
            await(b, 2);
            assertThat(batch.size()).isEqualTo(1);
            assertThat(counters.of(Verdict.OVERSIZE)).isEqualTo(1);
        });
    }

    @Test
    void goesOnAfterTheDeviceWasSwitchedOffAndOn() throws Exception {
        onVethPair((a, b) -> {
            ip("link set vb down");
            assertThat(b.receive(batch)).isTrue();
            assertThat(b.receive(batch)).isTrue();
            ip("link set vb up");
            awaitCarrier();
            assertThat(a.send(packet(MAC_B, 100))).isEqualTo(Verdict.OK);
            await(b, 1);
            assertThat(batch.size()).isEqualTo(1);
        });
    }

    @Test
    void countsWhatADeletedDeviceCannotSend() throws Exception {
        onVethPair((a, _) -> {
            ip("link del va");
            assertThat(a.receive(batch)).isTrue();
            assertThat(a.send(packet(MAC_B, 100))).isEqualTo(Verdict.SEND_FAILED);
            assertThat(a.lastSendErrno()).isNotZero();
        });
    }

    @Test
    void aKeptSocketTakesTheDeviceThatComesAgain() throws Exception {
        NetworkNamespace.in(() -> {
            try (var socket = EthernetSocket.open()) {
                for (int i = 0; i < 3; i++) {
                    makePair();
                    try (var a = socket.bind(device("va"), counters);
                            var b = EthernetDevice.open(device("vb"), counters)) {
                        b.send(packet(MAC_A, 60));
                        batch.clear();
                        await(a, 1);
                        assertThat(batch.size()).isEqualTo(1);
                        a.send(packet(MAC_B, 60));
                        await(b, 1);
                        assertThat(batch.size()).isEqualTo(2);
                    }
                    ip("link del va");
                }
            }
            return null;
        });
    }

    @Test
    void saysWhichDeviceIsNotThere() throws Exception {
        NetworkNamespace.in(() -> {
            makePair();
            var a = device("va");
            ip("link del va");
            assertThat(NetworkDevices.find("va")).isNull();
            assertThatThrownBy(() -> EthernetDevice.open(a, counters).close())
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("device va: ENODEV");
            return null;
        });
    }

    private void await(EthernetDevice device, int frames) {
        Arrival.await(
                device,
                batch,
                () -> counters.of(Verdict.FOREIGN_FRAME) + counters.of(Verdict.OVERSIZE),
                frames);
    }

    private interface Scenario {
        void on(EthernetDevice a, EthernetDevice b) throws Exception;
    }

    private void onVethPair(Scenario scenario) throws Exception {
        NetworkNamespace.in(() -> {
            makePair();
            try (var a = EthernetDevice.open(device("va"), counters);
                    var b = EthernetDevice.open(device("vb"), counters)) {
                scenario.on(a, b);
            }
            return null;
        });
    }

    private static NetworkDevice device(String name) {
        return Objects.requireNonNull(NetworkDevices.find(name));
    }

    private static void makePair() throws Exception {
        ip(
                "link add va address 02:00:00:00:00:0a type veth peer name vb address 02:00:00:00:00:0b");
        ip("link set va up");
        ip("link set vb up");
        awaitCarrier();
    }

    /// A device that was switched on loses what it is given until the kernel has seen its carrier,
    /// which on a busy machine is a moment later.
    private static void awaitCarrier() {
        long endNs = System.nanoTime() + 10_000_000_000L;
        while ((device("va").flags() & device("vb").flags() & IFF_RUNNING) == 0) {
            assertThat(System.nanoTime() - endNs).as("carrier of va and vb").isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Packet packet(long mac, int length) {
        var p = new Packet(Arena.ofAuto().allocate(Packet.CAPACITY, 8));
        p.append(new byte[length - EthernetHeader.SIZE]);
        EthernetHeader.prepend(p);
        p.linkLo = mac;
        return p;
    }
}
