package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.env.Counters;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldPacketsTest {
    private static final long SECOND = 1_000_000_000L;

    private final Counters counters = new Counters();
    private final Timers timers = new Timers();
    private final List<Ip6> expired = new ArrayList<>();
    private final HeldPackets held =
            new HeldPackets(counters, timers, (to, packet, now) -> expired.add(to));

    private static Ip6 to(int n) {
        return new Ip6(0xfc00L << 48, n);
    }

    private static Packet packet(int n) {
        return new Batch(1).next().append(new byte[] {(byte) n});
    }

    private int taken(int n) {
        var h = held.take(to(n));
        return h == null ? -1 : h.content()[0];
    }

    @Test
    void aPacketIsHandedOverOnce() {
        held.hold(to(1), 17, packet(9), false, 0);
        assertThat(taken(1)).isEqualTo(9);
        assertThat(taken(1)).isEqualTo(-1);
    }

    @Test
    void theBytesSurviveTheirTurn() {
        var p = packet(5);
        held.hold(to(1), 17, p, false, 0);
        p.putU8(0, 77);
        assertThat(taken(1)).isEqualTo(5);
    }

    @Test
    void ofOneDestinationTheNewestIsKept() {
        held.hold(to(1), 17, packet(1), false, 0);
        held.hold(to(1), 17, packet(2), false, 0);
        assertThat(held.size()).isEqualTo(1);
        assertThat(taken(1)).isEqualTo(2);
        assertThat(counters.of(Verdict.HELD_PACKET_REPLACED)).isEqualTo(1);
    }

    @Test
    void thirtyDestinationsAtMostAndTheOldestMakesRoom() {
        for (int i = 0; i < 35; i++) held.hold(to(i), 17, packet(i), false, i);
        assertThat(held.size()).isEqualTo(HeldPackets.DESTINATIONS_MAX);
        assertThat(taken(4)).isEqualTo(-1);
        assertThat(taken(5)).isEqualTo(5);
        assertThat(counters.of(Verdict.HELD_PACKET_REPLACED)).isEqualTo(5);
    }

    @Test
    void afterTenSecondsAPacketIsGivenUp() {
        held.hold(to(1), 17, packet(1), false, 0);
        held.hold(to(2), 17, packet(2), false, 3 * SECOND);
        timers.runUntil(9 * SECOND);
        assertThat(expired).isEmpty();
        timers.runUntil(10 * SECOND);
        assertThat(expired).containsExactly(to(1));
        timers.runUntil(13 * SECOND);
        assertThat(expired).containsExactly(to(1), to(2));
        assertThat(counters.of(Verdict.HELD_PACKET_EXPIRED)).isEqualTo(2);
        assertThat(timers.nextDeadlineNs()).isEqualTo(Timers.NEVER);
    }

    @Test
    void aNewerPacketWaitsItsOwnTime() {
        held.hold(to(1), 17, packet(1), false, 0);
        held.hold(to(1), 17, packet(2), false, 6 * SECOND);
        timers.runUntil(15 * SECOND);
        assertThat(expired).isEmpty();
        timers.runUntil(16 * SECOND);
        assertThat(expired).hasSize(1);
    }
}
