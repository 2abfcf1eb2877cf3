package boreas.tap;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.env.Verdict;
import boreas.vectors.Vectors;
import boreas.wire.Batch;
import boreas.wire.DataHeader;
import boreas.wire.Icmp6;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;
import boreas.wire.RouteHeader;
import boreas.wire.UdpHeader;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TapsTest {
    private static final int PORT = 4000;
    private final Rig node = new Rig(Rig.identity(1));
    private final Ip6 other = Rig.identity(2).ip6();

    private static Packet content(int bytes) {
        return new Batch(1).next().append(new byte[bytes]);
    }

    /// A whole packet of a program, from behind the UDP header.
    private Packet sent(int fromPort, int toPort, Packet payload) {
        UdpHeader.prepend(payload, fromPort, toPort);
        Ip6Header.prepend(payload, Ip6Header.UDP, 64);
        Ip6Header.putSource(payload, node.own.ip6().hi(), node.own.ip6().lo());
        Ip6Header.putDestination(payload, Ip6.HANDLER.hi(), Ip6.HANDLER.lo());
        UdpHeader.seal(payload);
        return payload;
    }

    private Packet udpContentFor(Ip6 to) {
        return udpContentFor(to, 12 + RouteHeader.SIZE + DataHeader.SIZE);
    }

    private Verdict receive(Packet p) {
        return node.tun.onTun(p, Rig.NOW_NS);
    }

    private void register(int port, int type) {
        assertThat(node.taps.register(new Tap(port, type))).isEqualTo(Tap.Registration.DONE);
    }

    @Test
    void agreesWithWhatGenuineNodesHandOutAndTake() throws IOException {
        Vectors.run(new TapVectors());
    }

    @Test
    void aPortIsRegisteredOnce() {
        register(PORT, DataHeader.ROUTING);
        assertThat(node.taps.register(new Tap(PORT, Tap.CONTROL)))
                .isEqualTo(Tap.Registration.PORT_TAKEN);
        register(PORT + 1, DataHeader.ROUTING);
        assertThat(node.taps.all())
                .containsExactly(
                        new Tap(PORT, DataHeader.ROUTING), new Tap(PORT + 1, DataHeader.ROUTING));
        assertThat(node.taps.unregister(PORT)).isTrue();
        assertThat(node.taps.unregister(PORT)).isFalse();
        assertThat(node.taps.all()).hasSize(1);
    }

    @Test
    void thereIsRoomForSoManyAndNoMore() {
        for (int i = 0; i < Taps.TAPS_MAX; i++) register(PORT + i, 0);
        assertThat(node.taps.register(new Tap(1, 0))).isEqualTo(Tap.Registration.FULL);
        assertThat(node.taps.unregister(PORT + 7)).isTrue();
        register(1, 0);
    }

    @Test
    void whoIsNotRegisteredIsNotHeard() {
        assertThat(receive(sent(PORT, Taps.PORT, udpContentFor(other))))
                .isEqualTo(Verdict.UNREGISTERED_TAP);
        register(PORT, Tap.CONTROL);
        assertThat(receive(sent(PORT + 1, Taps.PORT, udpContentFor(other))))
                .isEqualTo(Verdict.UNREGISTERED_TAP);
        assertThat(receive(sent(PORT, Taps.PORT + 1, udpContentFor(other))))
                .isEqualTo(Verdict.UNREGISTERED_TAP);
        assertThat(receive(sent(PORT, Taps.PORT, udpContentFor(other)))).isEqualTo(Verdict.OK);
        assertThat(node.wanted).containsExactly(other);
        assertThat(node.counters.of(Verdict.UNREGISTERED_TAP)).isEqualTo(3);
    }

    @Test
    void nobodyElsesAddressIsHeardAtTheMagicOne() {
        register(PORT, Tap.CONTROL);
        var p = sent(PORT, Taps.PORT, udpContentFor(other));
        Ip6Header.putSource(p, other.hi(), other.lo());
        UdpHeader.seal(p);
        assertThat(receive(p)).isEqualTo(Verdict.BAD_SOURCE);
    }

    @Test
    void aMessageThatIsCutOffAnywhereIsDropped() {
        register(PORT, Tap.CONTROL);
        int whole = RouteHeader.SIZE + DataHeader.SIZE;
        for (int length = 0; length < whole; length++) {
            var p = udpContentFor(other);
            p.truncate(length);
            assertThat(receive(sent(PORT, Taps.PORT, p)))
                    .as(length + " bytes")
                    .isEqualTo(Verdict.BAD_TAP_MESSAGE);
        }
        assertThat(node.wanted).isEmpty();
    }

    @Test
    void aWrongChecksumOrLengthIsNoMessage() {
        register(PORT, Tap.CONTROL);
        for (int at = Ip6Header.SIZE; at < Ip6Header.SIZE + UdpHeader.SIZE + 60; at++) {
            var p = sent(PORT, Taps.PORT, udpContentFor(other));
            p.putU8(at, p.u8(at) ^ 1);
            assertThat(receive(p)).as("byte " + at).isEqualTo(Verdict.BAD_TAP_MESSAGE);
        }
    }

    @Test
    void nobodyOutsideTheNetworkIsSentTo() {
        register(PORT, Tap.CONTROL);
        var outside = new Ip6(0x2001_0db8L << 32, 1);
        assertThat(receive(sent(PORT, Taps.PORT, udpContentFor(outside))))
                .isEqualTo(Verdict.BAD_TAP_MESSAGE);
    }

    @Test
    void aKeyMustBeThatOfTheAddress() {
        register(PORT, Tap.CONTROL);
        var p = udpContentFor(other);
        RouteHeader.putNode(p, Rig.identity(3).publicKey().bytes(), other.hi(), other.lo());
        assertThat(receive(sent(PORT, Taps.PORT, p))).isEqualTo(Verdict.BAD_TAP_MESSAGE);
    }

    @Test
    void aControlFrameHasNeitherKeyNorAddress() {
        register(PORT, Tap.CONTROL);
        for (var address : new Ip6[] {new Ip6(0, 0), other}) {
            var p = content(16);
            RouteHeader.prepend(p, 0x13, 0, 0, RouteHeader.CONTROL);
            RouteHeader.putNode(p, new byte[32], address.hi(), address.lo());
            assertThat(receive(sent(PORT, Taps.PORT, p)))
                    .isEqualTo(address.equals(other) ? Verdict.BAD_TAP_MESSAGE : Verdict.OK);
        }
        assertThat(node.frames).hasSize(1);
    }

    @Test
    void whatAProgramAsksTheNodeItselfIsAnsweredToWhoeverListens() {
        register(PORT, DataHeader.ROUTING);
        register(PORT + 1, DataHeader.ROUTING);
        register(PORT + 2, Ip6Header.UDP);
        var p = content(3);
        DataHeader.prepend(p, DataHeader.ROUTING);
        RouteHeader.prepend(p, 1, 0, 22, 0);
        var own = node.own;
        RouteHeader.putNode(p, own.publicKey().bytes(), own.ip6().hi(), own.ip6().lo());
        assertThat(receive(sent(PORT, Taps.PORT, p))).isEqualTo(Verdict.OK);
        assertThat(node.given).hasSize(2);
        var answer = node.given.getFirst();
        assertThat(UdpHeader.destinationPort(answer)).isEqualTo(PORT);
        answer.dropFront(Ip6Header.SIZE + UdpHeader.SIZE + RouteHeader.SIZE + DataHeader.SIZE);
        assertThat(answer.toArray()).isEqualTo(Rig.ANSWER);
    }

    @Test
    void rubbishForTheMagicAddressIsDropped() {
        register(PORT, DataHeader.ROUTING);
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (i % 2 == 0) {
                receive(sent(PORT, Taps.PORT, new Batch(1).next().append(bytes)));
                continue;
            }
            var p = new Batch(1).next().append(bytes);
            Ip6Header.prepend(p, random.nextInt(256), 64);
            Ip6Header.putSource(p, node.own.ip6().hi(), node.own.ip6().lo());
            Ip6Header.putDestination(p, Ip6.HANDLER.hi(), Ip6.HANDLER.lo());
            receive(p);
        }
        assertThat(node.given).isEmpty();
    }

    @Test
    void whatIsLongerThanAnyPacketOfAProgramMayBeIsRefusedLikeThese() {
        register(PORT, Tap.CONTROL);
        int most = Rig.MTU_BYTES - Ip6Header.SIZE - UdpHeader.SIZE;
        assertThat(receive(sent(PORT, Taps.PORT, udpContentFor(other, most))))
                .isEqualTo(Verdict.OK);
        assertThat(node.wanted).containsExactly(other);
        assertThat(receive(sent(PORT, Taps.PORT, udpContentFor(other, most + 1))))
                .isEqualTo(Verdict.TOO_BIG);
        assertThat(node.wanted).hasSize(1);
        var told = node.given.getLast();
        assertThat(Icmp6.type(told)).isEqualTo(Icmp6.PACKET_TOO_BIG);
    }

    /// @param length of the message, with its headers
    private Packet udpContentFor(Ip6 to, int length) {
        var p = content(length - RouteHeader.SIZE - DataHeader.SIZE);
        DataHeader.prepend(p, Ip6Header.UDP);
        RouteHeader.prepend(p, 0, 0, 0, 0);
        RouteHeader.putNode(p, new byte[32], to.hi(), to.lo());
        return p;
    }

    @Test
    void aProgramThatEndedWithoutAWordIsNoticed() {
        register(PORT, DataHeader.ROUTING);
        var p = content(60);
        p.putU8(0, 1);
        p.putU8(1, 4);
        Ip6Header.prepend(p, Ip6Header.ICMP6, 64);
        Ip6Header.putSource(p, node.own.ip6().hi(), node.own.ip6().lo());
        Ip6Header.putDestination(p, Ip6.HANDLER.hi(), Ip6.HANDLER.lo());
        assertThat(receive(p)).isEqualTo(Verdict.DEAF_TAP);
    }
}
