package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.AddressException;
import boreas.address.LinkAddress;
import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Loopback delivers before sendto(2) returns, so nothing here waits.
class UdpSocketTest {
    private final Counters counters = new Counters();
    private final Batch received = new Batch(4);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
    void carriesADatagramAndTheSendersAddress(String loopback) throws Exception {
        try (var a = open(loopback);
                var b = open(loopback)) {
            assertThat(a.local().udpPort()).isPositive();
            assertThat(a.send(packet(b.local(), new byte[] {1, 2, 3}))).isEqualTo(Verdict.OK);
            assertThat(b.receive(received)).isTrue();
            assertThat(received.size()).isEqualTo(1);
            var p = received.get(0);
            assertThat(p.toArray()).containsExactly(1, 2, 3);
            assertThat(p.headroom()).isEqualTo(Packet.HEADROOM);
            assertThat(LinkAddress.of(p.linkHi, p.linkLo, p.linkUdpPort)).isEqualTo(a.local());
            // and straight back
            assertThat(b.send(p)).isEqualTo(Verdict.OK);
            received.clear();
            a.receive(received);
            assertThat(received.get(0).toArray()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void showsAnIp4SenderAsMappedAddress() throws Exception {
        try (var a = open("127.0.0.1:0");
                var b = open("127.0.0.1:0")) {
            a.send(packet(b.local(), new byte[1]));
            b.receive(received);
            assertThat(received.get(0).linkHi).isZero();
            assertThat(received.get(0).linkLo).isEqualTo(0xffff_7f00_0001L);
        }
    }

    @Test
    void fillsABatchAndLeavesTheRestForTheNext() throws Exception {
        try (var a = open("127.0.0.1:0");
                var b = open("127.0.0.1:0")) {
            for (byte i = 0; i < 6; i++) a.send(packet(b.local(), new byte[] {i}));
            b.receive(received);
            assertThat(received.size()).isEqualTo(4);
            assertThat(received.get(3).u8(0)).isEqualTo(3);
            received.clear();
            b.receive(received);
            assertThat(received.size()).isEqualTo(2);
            assertThat(received.get(0).u8(0)).isEqualTo(4);
            received.clear();
            b.receive(received);
            assertThat(received.size()).isZero();
        }
    }

    @Test
    void takesTheLongestDatagramAndCountsALongerOne() throws Exception {
        try (var a = open("127.0.0.1:0");
                var b = open("127.0.0.1:0")) {
            var bytes = new byte[DatagramDescriptor.DATAGRAM_MAX_BYTES + 1];
            Arrays.fill(bytes, (byte) 7);
            var longest = Arrays.copyOf(bytes, DatagramDescriptor.DATAGRAM_MAX_BYTES);
            a.send(packet(b.local(), bytes));
            a.send(packet(b.local(), longest));
            a.send(packet(b.local(), new byte[0]));
            b.receive(received);
            assertThat(received.size()).isEqualTo(2);
            assertThat(received.get(0).toArray()).isEqualTo(longest);
            assertThat(received.get(1).length()).isZero();
            assertThat(counters.of(Verdict.OVERSIZE)).isEqualTo(1);
        }
    }

    @Test
    void doesNotLetRubbishHoldTheLoop() throws Exception {
        try (var a = open("127.0.0.1:0");
                var b = open("127.0.0.1:0")) {
            for (int i = 0; i < 5; i++)
                a.send(packet(b.local(), new byte[DatagramDescriptor.DATAGRAM_MAX_BYTES + 1]));
            b.receive(received);
            assertThat(received.size()).isZero();
            assertThat(counters.of(Verdict.OVERSIZE)).isEqualTo(4);
        }
    }

    @Test
    void countsWhatTheKernelRefuses() throws Exception {
        try (var a = open("127.0.0.1:0");
                var six = open("[::1]:0")) {
            // Bound to the loopback, so that nothing outside is reachable.
            assertThat(a.send(packet(LinkAddress.parse("192.0.2.1:9"), new byte[1])))
                    .isEqualTo(Verdict.SEND_FAILED);
            assertThat(a.lastSendErrno()).isEqualTo(Errno.EINVAL);
            assertThat(a.send(packet(six.local(), new byte[1]))).isEqualTo(Verdict.SEND_FAILED);
            assertThat(a.lastSendErrno()).isEqualTo(Errno.EAFNOSUPPORT);
            assertThat(six.send(packet(a.local(), new byte[1]))).isEqualTo(Verdict.SEND_FAILED);
            assertThat(counters.of(Verdict.SEND_FAILED)).isEqualTo(3);
        }
    }

    @Test
    void survivesAnswersFromAClosedPort() throws Exception {
        try (var a = open("127.0.0.1:0")) {
            LinkAddress closed;
            try (var b = open("127.0.0.1:0")) {
                closed = b.local();
            }
            for (int i = 0; i < 3; i++) {
                a.send(packet(closed, new byte[1]));
                assertThat(a.receive(received)).isTrue();
            }
            assertThat(received.size()).isZero();
        }
    }

    @Test
    void keepsTheScopeOfALinkLocalAddress() {
        var address = new SocketAddress(false);
        address.set(0xfe80_0000_0000_0000L, 1, 5);
        assertThat(address.hi()).isEqualTo(0xfe80_0000_0000_0000L);
        address.set(0xfe80_0000_0007_0000L, 1, 5);
        assertThat(address.hi()).isEqualTo(0xfe80_0000_0007_0000L);
        assertThat(address.memory().get(ValueLayout.JAVA_INT, 24)).isEqualTo(7);
        address.set(0x2001_0db8_0007_0000L, 1, 5);
        assertThat(address.hi()).isEqualTo(0x2001_0db8_0007_0000L);
        assertThat(address.memory().get(ValueLayout.JAVA_INT, 24)).isZero();
    }

    @Test
    void setsTheClassOfService() throws Exception {
        try (var four = UdpSocket.open(LinkAddress.parse("127.0.0.1:0"), 46, counters);
                var six = UdpSocket.open(LinkAddress.parse("[::1]:0"), 46, counters)) {
            assertThat(LibC.getsockopt(four.fd(), Linux.IPPROTO_IP, Linux.IP_TOS)).isEqualTo(184);
            assertThat(LibC.getsockopt(six.fd(), Linux.IPPROTO_IPV6, Linux.IPV6_TCLASS))
                    .isEqualTo(184);
        }
    }

    @Test
    void asksForALargeReceiveBuffer() throws Exception {
        try (var a = open("127.0.0.1:0")) {
            assertThat(a.receiveBufferBytes())
                    .isBetween(1, DatagramDescriptor.RECEIVE_BUFFER_BYTES);
        }
    }

    @Test
    void anAddressMayComeLater() throws Exception {
        for (var later : List.of("192.0.2.1:0", "[2001:db8::7]:0"))
            try (var socket = UdpSocket.openAhead(LinkAddress.parse(later), 0, counters)) {
                assertThat(socket.local().ip()).isEqualTo(LinkAddress.parse(later).ip());
                assertThatThrownBy(() -> UdpSocket.openAhead(socket.local(), 0, counters))
                        .as("a port that is taken")
                        .isInstanceOf(DeviceException.class)
                        .hasMessageContaining("EADDRINUSE");
            }
    }

    @Test
    void saysWhyItCannotBind() {
        assertThatThrownBy(() -> open("192.0.2.1:5000"))
                .isInstanceOf(DeviceException.class)
                .hasMessage(
                        "cannot bind 192.0.2.1:5000: EADDRNOTAVAIL, not an address of this"
                                + " machine");
        assertThatThrownBy(() -> UdpSocket.open(LinkAddress.parse("127.0.0.1:0"), 64, counters))
                .isInstanceOf(DeviceException.class)
                .hasMessage("dscp must be from 0 to 63, not 64");
        assertThatThrownBy(() -> open("01:02:03:04:05:06"))
                .isInstanceOf(DeviceException.class)
                .hasMessage("cannot bind a UDP socket to 01:02:03:04:05:06");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
    void refusesAPortThatAnotherSocketHas(String loopback) throws Exception {
        try (var first = open(loopback)) {
            assertThatThrownBy(() -> UdpSocket.open(first.local(), 0, counters))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("EADDRINUSE");
        }
    }

    private UdpSocket open(String bind) throws AddressException, DeviceException {
        return UdpSocket.open(LinkAddress.parse(bind), 0, counters);
    }

    private static Packet packet(LinkAddress to, byte[] bytes) {
        var p = new Packet(Arena.ofAuto().allocate(Packet.CAPACITY, 8)).append(bytes);
        p.linkHi = to.hi();
        p.linkLo = to.lo();
        p.linkUdpPort = to.udpPort();
        return p;
    }
}
