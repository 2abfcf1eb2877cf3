package boreas.io;

import static boreas.io.NetworkNamespace.ip;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Counters;
import boreas.env.SetClock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeviceWatchTest {
    @Test
    void tellsWhenADeviceComesChangesAndGoes() throws Exception {
        NetworkNamespace.in(() -> {
            var clock = new SetClock();
            var core = new DataLoopTest.RecordingCore();
            try (var loop = new DataLoop(clock, new Counters())) {
                var news = new int[1];
                loop.addWatch(DeviceWatch.open(), () -> news[0]++);
                for (var change :
                        List.of(
                                "link add one type veth peer name far",
                                "link set one up",
                                "link set one mtu 1400",
                                "link set one down",
                                "link del one")) {
                    int before = news[0];
                    ip(change);
                    // Not all of it need be told in one go; some is.
                    loop.turn(core);
                    assertThat(news[0]).as(change).isGreaterThan(before);
                    drain(loop, core);
                }
                assertThat(core.events).allMatch("deadline at 0"::equals);
            }
            return null;
        });
    }

    private static void drain(DataLoop loop, DataLoopTest.RecordingCore core) {
        core.deadlineNs = 0;
        loop.turn(core);
    }

    @Test
    void aDeviceIsDescribedAsTheKernelKnowsIt() throws Exception {
        NetworkNamespace.in(() -> {
            ip("link add one address 02:00:00:00:00:01 mtu 1400 type veth peer name far");
            var one = find("one");
            assertThat(one.isEthernet()).isTrue();
            assertThat(one.isUp()).isFalse();
            assertThat(one.mtuBytes()).isEqualTo(1400);
            assertThat(one.address()).hasToString("02:00:00:00:00:01");
            assertThat(one.belongsToAnother()).isFalse();
            ip("link set one up");
            assertThat(find("one").isUp()).isTrue();
            assertThat(find("one").index()).isEqualTo(one.index());
            ip("link add name br0 type bridge");
            ip("link set one master br0");
            assertThat(find("one").belongsToAnother()).isTrue();
            assertThat(find("br0").isEthernet()).isTrue();
            ip("link set one nomaster");
            assertThat(find("one").belongsToAnother()).isFalse();
            assertThat(find("lo").isEthernet()).isFalse();
            ip("tuntap add dev tun9 mode tun");
            ip("tuntap add dev tap9 mode tap");
            assertThat(find("tun9").isEthernet()).isFalse();
            assertThat(find("tap9").isEthernet()).isTrue();
            assertThat(NetworkDevices.find("two")).isNull();
            return null;
        });
    }

    @Test
    void manyDevicesAreAllListed() throws Exception {
        NetworkNamespace.in(() -> {
            int before = NetworkDevices.list().size();
            for (int i = 0; i < 30; i++) ip("link add a" + i + " type veth peer name b" + i);
            assertThat(NetworkDevices.list()).hasSize(before + 60);
            return null;
        });
    }

    private static NetworkDevice find(String name) {
        return Objects.requireNonNull(NetworkDevices.find(name));
    }
}
