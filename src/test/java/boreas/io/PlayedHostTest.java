package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.env.Counters;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class PlayedHostTest {
    private static final Ip6 HERE = new Ip6(0xfc00_0000_0000_0001L, 1);
    private static final Ip6 THERE = new Ip6(0xfc00_0000_0000_0002L, 2);

    private final Counters counters = new Counters();
    private final Batch batch = new Batch(64);

    @Test
    void whatItSaysIsWhatAKernelSays() throws Exception {
        try (var host = new PlayedHost(counters);
                var device = host.device()) {
            assertThat(host.sayTcp(HERE, THERE, 0, 40 * 1232, 1232)).isTrue();
            assertThat(host.sayTcp(HERE, THERE, 1, 0, 1232)).isTrue();
            assertThat(host.sayUdp(HERE, THERE, 100)).isTrue();
            assertThat(host.sayReset(HERE, THERE)).isTrue();
            assertThat(host.sayPing(HERE, THERE, 56)).isTrue();
            assertThat(device.receive(batch)).isTrue();
            assertThat(batch.size()).isEqualTo(44);
            for (int i = 0; i < batch.size(); i++) {
                var p = batch.get(i);
                assertThat(new Ip6(p.i64(8), p.i64(16))).isEqualTo(HERE);
                assertThat(new Ip6(p.i64(24), p.i64(32))).isEqualTo(THERE);
                assertThat(isChecked(p.toArray())).isTrue();
            }
        }
        assertThat(counters.snapshot()).isEmpty();
    }

    @Test
    void hearsWhatTheNodeGives() throws Exception {
        try (var host = new PlayedHost(counters);
                var device = host.device()) {
            for (int i = 0; i < 3; i++) device.lend(packet());
            device.flush();
            assertThat(host.hear()).isEqualTo(3 * 50);
            assertThat(host.hear()).isZero();
        }
    }

    private static Packet packet() {
        var p = new Packet(Arena.ofAuto().allocate(Packet.CAPACITY, 8)).append(new byte[50]);
        p.putU8(0, 6 << 4);
        return p;
    }

    private static boolean isChecked(byte[] p) {
        long pseudo = TcpPackets.pseudo(p) - 6 + p[6];
        return TcpPackets.sum(p, 40, p.length, pseudo) == 0xffff;
    }
}
