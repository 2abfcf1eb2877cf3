package boreas.io;

import static boreas.io.NetworkNamespace.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.LinkAddress;
import boreas.env.Counters;
import boreas.env.SetClock;
import boreas.env.Verdict;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Two devices with networks of their own inside a namespace. A broadcast that is sent there is
/// heard by the sending host itself, which is all that these tests need.
class BeaconSocketTest {
    private static final int PORT = 64512;

    private final Counters counters = new Counters();
    private final Batch batch = new Batch(32);

    @Test
    void sendsToTheBroadcastAddressOfEachDevice() throws Exception {
        inTwoNetworks(() -> {
            try (var data = data("0.0.0.0:0");
                    var beacons = BeaconSocket.open(data, PORT, List.of("all"), counters);
                    var other = data("0.0.0.0:0");
                    var ear = BeaconSocket.open(other, PORT, List.of(), counters)) {
                assertThat(beacons.broadcastAddresses())
                        .map(LinkAddress::toString)
                        .containsExactly("10.9.1.255:64512", "10.9.2.127:64512");
                assertThat(beacons.send(beacon())).isEqualTo(Verdict.OK);
                await(ear, 2);
                assertThat(batch.size()).isEqualTo(2);
                beacons.receive(batch);
                assertThat(batch.size()).as("and not its own").isEqualTo(2);
                for (int i = 0; i < 2; i++) {
                    var p = batch.get(i);
                    assertThat(p.isBroadcast).isTrue();
                    assertThat(p.length()).isEqualTo(64);
                    assertThat(LinkAddress.of(p.linkHi, p.linkLo, p.linkUdpPort))
                            .hasToString(
                                    "10.9."
                                            + (i + 1)
                                            + (i == 0 ? ".7:" : ".5:")
                                            + data.local().udpPort());
                }
            }
        });
    }

    @Test
    void takesAddressesThatCameAfterItWasOpened() throws Exception {
        inTwoNetworks(() -> {
            try (var data = data("0.0.0.0:0");
                    var beacons = BeaconSocket.open(data, PORT, List.of("all"), counters)) {
                ip("address add 10.9.3.1/30 dev two");
                assertThat(beacons.broadcastAddresses()).hasSize(3);
                ip("link set one down");
                assertThat(beacons.broadcastAddresses())
                        .map(LinkAddress::toString)
                        .containsExactly("10.9.2.127:64512", "10.9.3.3:64512");
            }
        });
    }

    @Test
    void sendsOnlyWhereTheListSays() throws Exception {
        inTwoNetworks(() -> {
            try (var data = data("0.0.0.0:0");
                    var beacons = BeaconSocket.open(data, PORT, List.of("two"), counters)) {
                assertThat(only(beacons)).isEqualTo("10.9.2.127:64512");
                beacons.setDevices(List.of("10.9.1.255"));
                assertThat(only(beacons)).isEqualTo("10.9.1.255:64512");
                beacons.setDevices(List.of("10.9.1.255:64512", "eth7", "10.9.2.255"));
                assertThat(only(beacons)).isEqualTo("10.9.1.255:64512");
                beacons.setDevices(List.of());
                assertThat(beacons.broadcastAddresses()).isEmpty();
                assertThat(beacons.send(beacon())).isEqualTo(Verdict.OK);
            }
        });
    }

    @Test
    void aBoundAddressHearsAndSpeaksInItsOwnNetworkOnly() throws Exception {
        inTwoNetworks(() -> {
            try (var data = data("10.9.1.7:0");
                    var beacons = BeaconSocket.open(data, PORT, List.of("all"), counters);
                    var other = data("10.9.2.5:0");
                    var others = BeaconSocket.open(other, PORT, List.of("all"), counters)) {
                assertThat(only(beacons)).isEqualTo("10.9.1.255:64512");
                var third = data("10.9.1.7:0");
                try (var neighbours = BeaconSocket.open(third, PORT, List.of("all"), counters)) {
                    neighbours.send(beacon());
                }
                third.close();
                others.send(beacon());
                await(beacons, 2);
                assertThat(batch.size()).isEqualTo(1);
                assertThat((int) batch.get(0).linkLo).isEqualTo(0x0a090107);
                assertThat(counters.of(Verdict.BEACON_FROM_AFAR)).isEqualTo(1);
            }
        });
    }

    @Test
    void whoIsBeyondARouterIsNotHeard() throws Exception {
        inTwoNetworks(() -> {
            try (var data = data("0.0.0.0:0");
                    var beacons = BeaconSocket.open(data, PORT, List.of("all"), counters)) {
                var p = beacon();
                var to = LinkAddress.parse("10.9.1.7:" + PORT);
                p.linkHi = to.hi();
                p.linkLo = to.lo();
                p.linkUdpPort = to.udpPort();
                p.isBroadcast = false;
                ip("address add 192.0.2.1/32 dev lo");
                try (var far = data("192.0.2.1:0")) {
                    far.send(p);
                    // The network of one address that it came from goes before it is looked at.
                    ip("address del 192.0.2.1/32 dev lo");
                    await(beacons, 1);
                }
                assertThat(batch.size()).isZero();
                assertThat(counters.of(Verdict.BEACON_FROM_AFAR)).isEqualTo(1);
            }
        });
    }

    @Test
    void addressesThatChangeAreNoticedByOneThatOnlyHears() throws Exception {
        inTwoNetworks(() -> {
            try (var data = data("0.0.0.0:0");
                    var ear = BeaconSocket.open(data, PORT, List.of(), counters);
                    var other = data("0.0.0.0:0");
                    var mouth = BeaconSocket.open(other, PORT, List.of("two"), counters)) {
                mouth.send(beacon());
                await(ear, 1);
                assertThat(batch.size()).isEqualTo(1);
                // The network goes between the shout and the look at it.
                mouth.send(beacon());
                ip("address del 10.9.2.5/25 dev two");
                await(ear, 1);
                assertThat(batch.size()).isEqualTo(1);
                assertThat(counters.of(Verdict.BEACON_FROM_AFAR)).isEqualTo(1);
                ip("address add 10.9.4.1/24 dev two");
                mouth.send(beacon());
                await(ear, 1);
                assertThat(batch.size()).isEqualTo(2);
            }
        });
    }

    @Test
    void aTunnelToManyCarriesBeaconsUnlessItIsOurOwn() throws Exception {
        inTwoNetworks(() -> {
            try (var loop = new DataLoop(new SetClock(), counters)) {
                loop.addTun(0, TunDevice.open("tun8", counters));
                var data = data("0.0.0.0:0");
                var beacons = BeaconSocket.open(data, PORT, List.of("all"), counters);
                loop.addBeacons(loop.addLink(data), beacons);
                ip("tuntap add dev tun9 mode tun");
                for (var device : List.of("tun8", "tun9")) {
                    ip("link set " + device + " up");
                    ip("address add 10.9." + device.substring(3) + ".1/24 dev " + device);
                }
                assertThat(beacons.broadcastAddresses())
                        .map(LinkAddress::toString)
                        .contains("10.9.9.255:64512")
                        .doesNotContain("10.9.8.255:64512");
            }
        });
    }

    @Test
    void devicesWithABroadcastAddressAreListed() throws Exception {
        inTwoNetworks(() -> {
            ip("address add 10.9.5.1/32 dev one-far");
            assertThat(NetworkDevices.withBroadcastAddress())
                    .containsExactlyInAnyOrder("one", "two");
        });
    }

    @Test
    void twoNodesOfOneMachineHearEachOther() throws Exception {
        inTwoNetworks(() -> {
            try (var a = data("0.0.0.0:0");
                    var beaconsOfA = BeaconSocket.open(a, PORT, List.of("one"), counters);
                    var b = data("0.0.0.0:0");
                    var beaconsOfB = BeaconSocket.open(b, PORT, List.of("one"), counters)) {
                beaconsOfA.send(beacon());
                await(beaconsOfB, 1);
                assertThat(batch.size()).isEqualTo(1);
                batch.clear();
                beaconsOfB.send(beacon());
                await(beaconsOfA, 1);
                assertThat(batch.size()).isEqualTo(1);
            }
        });
    }

    @Test
    void aBroadcastWithoutABeaconSocketGoesNowhere() throws Exception {
        try (var data = data("127.0.0.1:0")) {
            var p = beacon();
            p.linkLo = data.local().lo();
            p.linkUdpPort = data.local().udpPort();
            assertThat(data.send(p)).isEqualTo(Verdict.SEND_FAILED);
            data.receive(batch);
            assertThat(batch.size()).isZero();
        }
    }

    @Test
    void theLoopCarriesBroadcastsUnderTheNumberOfThePort() throws Exception {
        inTwoNetworks(() -> {
            try (var loop = new DataLoop(new SetClock(), counters)) {
                var first = loop.addLink(data("0.0.0.0:0"));
                var data = data("0.0.0.0:0");
                int port = loop.addLink(data);
                loop.addBeacons(port, BeaconSocket.open(data, PORT, List.of("one"), counters));
                assertThat(loop.beacons(port)).isNotNull();
                assertThat(loop.beacons(first)).isNull();
                try (var other = data("0.0.0.0:0");
                        var others = BeaconSocket.open(other, PORT, List.of("one"), counters)) {
                    var p = beacon();
                    p.port = port;
                    loop.send(p);
                    await(others, 1);
                    assertThat(batch.size()).isEqualTo(1);
                    others.send(beacon());
                }
                var core = new DataLoopTest.RecordingCore();
                // A turn may find nothing but its own beacon, which it passes over.
                for (int i = 0; i < 3 && core.events.isEmpty(); i++) loop.turn(core);
                assertThat(core.events).containsExactly("1 datagrams from port " + port + " at 0");
                loop.removeLink(port);
                assertThat(loop.beacons(port)).isNull();
            }
        });
    }

    @Test
    void refusesTheDataPortAndIp6() throws Exception {
        try (var data = data("127.0.0.1:0");
                var ip6 = UdpSocket.open(LinkAddress.parse("[::1]:0"), 0, counters)) {
            int port = data.local().udpPort();
            assertThatThrownBy(() -> BeaconSocket.open(data, port, List.of(), counters).close())
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining(
                            "beaconPort " + port + " is the port of the socket itself");
            assertThatThrownBy(() -> BeaconSocket.open(ip6, PORT, List.of(), counters).close())
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("IPv6");
        }
    }

    private void await(BeaconSocket socket, int packets) {
        Arrival.await(socket, batch, () -> counters.of(Verdict.BEACON_FROM_AFAR), packets);
    }

    private interface Scenario {
        void run() throws Exception;
    }

    private static void inTwoNetworks(Scenario scenario) throws Exception {
        NetworkNamespace.in(() -> {
            ip("link set lo up");
            for (var device : List.of("one", "two")) {
                ip("link add " + device + " type veth peer name " + device + "-far");
                ip("link set " + device + " up");
                ip("link set " + device + "-far up");
            }
            ip("address add 10.9.1.7/24 dev one");
            ip("address add 10.9.2.5/25 dev two");
            scenario.run();
            return null;
        });
    }

    private UdpSocket data(String bind) throws Exception {
        return UdpSocket.open(LinkAddress.parse(bind), 0, counters);
    }

    private static String only(BeaconSocket beacons) {
        assertThat(beacons.broadcastAddresses()).hasSize(1);
        return beacons.broadcastAddresses().getFirst().toString();
    }

    private static Packet beacon() {
        var p = new Packet(Arena.ofAuto().allocate(Packet.CAPACITY, 8)).append(new byte[64]);
        p.isBroadcast = true;
        return p;
    }
}
