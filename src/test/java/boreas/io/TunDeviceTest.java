package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.Errno;
import boreas.host.HostChange;
import boreas.host.HostOutcome;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class TunDeviceTest {
    private static final Ip6 OWN = ip("fc12:3456:789a:bcde:f012:3456:789a:bcde");
    private static final Ip6 OTHER = ip("fcaa:aaaa:aaaa:aaaa:aaaa:aaaa:aaaa:aaaa");
    private static final int MTU = 1304;

    private final Counters counters = new Counters();
    private final HostNetwork host = new HostNetwork();

    @Test
    void refusesALongNameInTheWordsOfGenuineNodes() {
        assertThatThrownBy(() -> TunDevice.open("a234567890123456", counters))
                .isInstanceOf(DeviceException.class)
                .hasMessage("tunnel name too big, limit is [15] characters");
    }

    @Test
    void saysWhatToDoWithoutTheDriver() {
        assertThatThrownBy(() -> TunDevice.open(null, "/dev/no-such-tun", counters))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("there is no /dev/no-such-tun")
                .hasMessageContaining("modprobe tun")
                .hasMessageContaining("mknod /dev/no-such-tun c 10 200");
        assertThatThrownBy(() -> TunDevice.open(null, "/dev/null", counters))
                .isInstanceOf(DeviceException.class)
                .hasMessage("/dev/null is not the tun driver");
    }

    @Test
    void getsTheNameAskedForOrTheKernelsChoice() throws Exception {
        inNamespace(() -> {
            try (var named = TunDevice.open("bt-named", counters);
                    var first = TunDevice.open(null, counters);
                    var second = TunDevice.open(null, counters)) {
                assertThat(named.name()).isEqualTo("bt-named");
                assertThat(first.name()).isEqualTo("tun0");
                assertThat(second.name()).isEqualTo("tun1");
            }
            return null;
        });
    }

    @Test
    void saysWhyADeviceCannotBeHad() throws Exception {
        inNamespace(() -> {
            try (var _ = TunDevice.open("bt-busy", counters)) {
                assertThatThrownBy(() -> TunDevice.open("bt-busy", counters))
                        .isInstanceOf(DeviceException.class)
                        .hasMessage("tun device bt-busy is in use by another process");
            }
            assertThatThrownBy(() -> TunDevice.open("lo", counters))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("exists and is no tun device");
            return null;
        });
    }

    @Test
    void carriesPacketsBetweenTheHostAndTheCore() throws Exception {
        inNamespace(() -> {
            try (var tun = TunDevice.open("bt-tun", counters)) {
                setUp(tun);
                assertThat(ipShow("bt-tun"))
                        .contains("mtu 1304")
                        .contains("LOWER_UP")
                        .contains("inet6 " + OWN.compressedText() + "/8 scope global");
                try (var socket =
                        new DatagramSocket(new InetSocketAddress(OWN.toInetAddress(), 0))) {
                    var sent = packetFromHost(tun, socket, new byte[] {1, 2, 3});
                    assertThat(sent.u8(0) >>> 4).isEqualTo(6);
                    assertThat(sent.length()).isEqualTo(40 + 8 + 3);
                    assertThat(new Ip6(sent.i64(8), sent.i64(16))).isEqualTo(OWN);
                    assertThat(new Ip6(sent.i64(24), sent.i64(32))).isEqualTo(OTHER);

                    // The same packet with its directions turned is the answer; the
                    // checksum does not mind the order.
                    swap(sent, 8, 24, 16);
                    swap(sent, 40, 42, 2);
                    assertThat(tun.send(sent)).isEqualTo(Verdict.OK);
                    var answer = new DatagramPacket(new byte[100], 100);
                    socket.setSoTimeout(10_000);
                    socket.receive(answer);
                    assertThat(answer.getLength()).isEqualTo(3);
                    assertThat(answer.getData()).startsWith(1, 2, 3);
                }
            }
            return null;
        });
    }

    @Test
    void countsWhatTheHostDoesNotTake() throws Exception {
        inNamespace(() -> {
            try (var tun = TunDevice.open("bt-tun", counters)) {
                var p = new Packet(Arena.ofAuto().allocate(Packet.CAPACITY, 8));
                p.append(new byte[40]).putU8(0, 0x60);
                assertThat(tun.send(p)).isEqualTo(Verdict.SEND_FAILED); // not up
                assertThat(tun.lastSendErrno()).isEqualTo(Errno.EIO);
                setUp(tun);
                p.putU8(0, 0);
                assertThat(tun.send(p)).isEqualTo(Verdict.SEND_FAILED); // no IP at all
                assertThat(tun.lastSendErrno()).isEqualTo(Errno.EINVAL);
                assertThat(counters.of(Verdict.SEND_FAILED)).isEqualTo(2);
            }
            return null;
        });
    }

    @Test
    void changesTheNetworkAsOftenAsAsked() throws Exception {
        inNamespace(() -> {
            try (var _ = TunDevice.open("bt-tun", counters)) {
                var route = Ip6Prefix.parse("fd00:1234::/32");
                for (int i = 0; i < 2; i++) {
                    for (var c : HostChange.forOwnTun("bt-tun", OWN, MTU))
                        assertThat(host.apply(c)).isEqualTo(HostOutcome.DONE);
                    assertThat(host.apply(new HostChange.AddRoute("bt-tun", route, 300)))
                            .isEqualTo(HostOutcome.DONE);
                }
                assertThat(addresses()).contains("fc123456789abcdef0123456789abcde");
                assertThat(routes())
                        .contains("fc000000000000000000000000000000 08")
                        .contains("fd001234000000000000000000000000 20");
                for (int i = 0; i < 2; i++) {
                    assertThat(host.apply(new HostChange.RemoveRoute("bt-tun", route, 300)))
                            .isEqualTo(HostOutcome.DONE);
                    assertThat(host.apply(new HostChange.RemoveAddress("bt-tun", OWN, 8)))
                            .isEqualTo(HostOutcome.DONE);
                }
                assertThat(addresses()).doesNotContain("fc12");
                assertThat(routes()).doesNotContain("fd001234");
            }
            assertThat(host.apply(new HostChange.RemoveAddress("bt-tun", OWN, 8)))
                    .isEqualTo(HostOutcome.DONE);
            return null;
        });
    }

    @Test
    void saysWhyTheNetworkCannotBeChanged() throws Exception {
        inNamespace(() -> {
            assertThat(host.apply(new HostChange.LinkUp("bt-none")))
                    .isEqualTo(
                            new HostOutcome.Refused(
                                    "cannot set bt-none up: ENODEV, no such device", false));
            try (var _ = TunDevice.open("bt-tun", counters)) {
                var refused = host.apply(new HostChange.SetMtu("bt-tun", 20));
                assertThat(refused)
                        .isEqualTo(
                                new HostOutcome.Refused(
                                        "cannot set MTU 20 on bt-tun: mtu less than"
                                                + " device minimum",
                                        false));
                Files.writeString(Path.of("/proc/sys/net/ipv6/conf/bt-tun/disable_ipv6"), "1");
                assertThat(host.apply(new HostChange.AddAddress("bt-tun", OWN, 8)))
                        .asString()
                        .contains("is IPv6 off?")
                        .contains("net.ipv6.conf.bt-tun.disable_ipv6");
            }
            return null;
        });
    }

    /// Reads until the host's datagram appears; the kernel speaks by itself when a device comes up.
    private static Packet packetFromHost(TunDevice tun, DatagramSocket socket, byte[] bytes)
            throws Exception {
        socket.send(
                new DatagramPacket(
                        bytes, bytes.length, new InetSocketAddress(OTHER.toInetAddress(), 4000)));
        var batch = new Batch(8);
        assertThat(tun.receive(batch)).isTrue();
        for (int i = 0; i < batch.size(); i++)
            if (batch.get(i).u8(6) == 17) return batch.get(i); // next header: UDP
        throw new AssertionError("no datagram among " + batch.size() + " packets");
    }

    private void setUp(TunDevice tun) {
        for (var change : HostChange.forOwnTun(tun.name(), OWN, MTU))
            assertThat(host.apply(change)).isEqualTo(HostOutcome.DONE);
    }

    private static void swap(Packet p, int a, int b, int length) {
        var old = p.get(a, length);
        p.put(a, p.get(b, length));
        p.put(b, old);
    }

    private static String ipShow(String device) throws Exception {
        var ip = new ProcessBuilder("ip", "-6", "addr", "show", "dev", device).start();
        try (var out = ip.inputReader()) {
            return String.join("\n", out.readAllLines());
        }
    }

    private static String addresses() throws Exception {
        return Files.readString(Path.of("/proc/thread-self/net/if_inet6"));
    }

    private static String routes() throws Exception {
        return Files.readString(Path.of("/proc/thread-self/net/ipv6_route"));
    }

    private static void inNamespace(Callable<Void> body) throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "this machine has no /dev/net/tun");
        NetworkNamespace.in(body);
    }

    private static Ip6 ip(String text) {
        try {
            return Ip6.parse(text);
        } catch (boreas.address.AddressException e) {
            throw new AssertionError(e);
        }
    }
}
