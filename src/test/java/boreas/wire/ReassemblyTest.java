package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReassemblyTest {
    private static final int UDP = 17;

    private final Timers timers = new Timers();
    private final Counters counters = new Counters();
    private final Counters ofOwner = new Counters();
    private final Reassembly reassembly =
            new Reassembly(new World(into -> {}, timers, counters, EventLog.SILENT), ofOwner);

    @Test
    void fragmentsOfAnotherImplementationBecomeWholeInAnyOrder() {
        var random = new Random(1);
        for (var parts : TunnelVectors.fragmented().values())
            for (int i = 0; i < 20; i++) {
                var order = new ArrayList<>(parts);
                Collections.shuffle(order, random);
                var p = feed(order);
                assertThat(p.toArray())
                        .as(parts.getFirst().name())
                        .isEqualTo(parts.getFirst().inner());
            }
        assertThat(counters.snapshot()).isEmpty();
        assertThat(reassembly.size()).isZero();
    }

    /// As the station of a site does it.
    private Packet feed(List<TunnelVectors.Vector> parts) {
        for (var v : parts) {
            var p = v.packet();
            assertThat(Ip6Tunnel.open(p, v.number())).isEqualTo(Ip6Tunnel.FRAGMENT);
            int next = reassembly.onFragment(1, 2, p, 0);
            if (next == Reassembly.PENDING) continue;
            int type = Ip6Tunnel.open(p, next);
            assertThat(Ip6Tunnel.trim(p, type)).isTrue();
            return p;
        }
        throw new AssertionError("never whole");
    }

    @Test
    void eachSplitOfAPacketBecomesWhole() {
        var random = new Random(2);
        for (int i = 0; i < 300; i++) {
            byte[] whole = new byte[9 + random.nextInt(Reassembly.BYTES_MAX - 8)];
            random.nextBytes(whole);
            var parts = new ArrayList<Packet>();
            for (int at = 0; at < whole.length; ) {
                int length = Math.min(8 * (1 + random.nextInt(200)), whole.length - at);
                boolean hasMore = at + length < whole.length;
                parts.add(part(whole, at, length, hasMore, i));
                at += length;
            }
            Collections.shuffle(parts, random);
            for (int k = 0; k < parts.size(); k++) {
                boolean isLast = k == parts.size() - 1;
                int next = reassembly.onFragment(i, 0, parts.get(k), i);
                assertThat(next).isEqualTo(isLast ? UDP : Reassembly.PENDING);
                if (isLast) assertThat(parts.get(k).toArray()).isEqualTo(whole);
            }
        }
        assertThat(counters.snapshot()).isEmpty();
    }

    @Test
    void aFragmentThatIsTheWholePassesByItself() {
        var p = part(new byte[20], 0, 20, false, 7);
        assertThat(reassembly.onFragment(1, 1, p, 0)).isEqualTo(UDP);
        assertThat(p.length()).isEqualTo(20);
        assertThat(reassembly.size()).isZero();
    }

    @Test
    void overlapsAreRefusedWithAllThatStillComes() {
        byte[] whole = new byte[32];
        for (int overlap : new int[] {0, 8, 16}) {
            int id = overlap;
            assertThat(take(whole, 0, 24, true, id)).isEqualTo(Reassembly.PENDING);
            assertThat(take(whole, overlap, 8, true, id)).isEqualTo(Reassembly.PENDING);
            assertThat(take(whole, 24, 8, false, id)).isEqualTo(Reassembly.PENDING);
        }
        assertThat(counters.of(Verdict.FRAGMENT_OVERLAP)).isEqualTo(6);
        timers.runUntil(Reassembly.PATIENCE_NS);
        assertThat(reassembly.size()).isZero();
        assertThat(counters.of(Verdict.FRAGMENT_EXPIRED)).as("they were counted before").isZero();
    }

    @Test
    void partsThatContradictEachOtherAreRefused() {
        byte[] whole = new byte[64];
        take(whole, 16, 8, false, 1);
        take(whole, 24, 8, true, 1); // behind the end
        take(whole, 32, 8, true, 2);
        take(whole, 16, 8, false, 2); // the end before what is there
        take(whole, 16, 8, false, 3);
        take(whole, 24, 8, false, 3); // another end
        assertThat(counters.of(Verdict.FRAGMENT_OVERLAP)).isEqualTo(3);
    }

    @Test
    void partsThatNoPacketHasAreDropped() {
        byte[] whole = new byte[Reassembly.BYTES_MAX + 16];
        take(whole, 0, 9, true, 1);
        take(whole, 8, 0, true, 1);
        take(whole, 8, 0, false, 1);
        take(whole, Reassembly.BYTES_MAX / 8 * 8, 16, false, 1);
        assertThat(counters.of(Verdict.FRAGMENT_MISFIT)).isEqualTo(4);
        var far = part(whole, 0, 8, false, 1);
        far.putU16(2, 0xfff8);
        assertThat(reassembly.onFragment(1, 1, far, 0)).isEqualTo(Reassembly.PENDING);
        assertThat(counters.of(Verdict.FRAGMENT_MISFIT)).isEqualTo(5);
        assertThat(reassembly.size()).isZero();
        for (int length = 0; length < FragmentHeader.SIZE; length++)
            reassembly.onFragment(1, 1, Packets.zeros(length), 0);
        assertThat(counters.of(Verdict.RUNT)).isEqualTo(FragmentHeader.SIZE);
    }

    @Test
    void sendersDoNotMix() {
        byte[] whole = new byte[16];
        reassembly.onFragment(1, 1, part(whole, 0, 8, true, 5), 0);
        assertThat(reassembly.onFragment(1, 2, part(whole, 8, 8, false, 5), 0))
                .isEqualTo(Reassembly.PENDING);
        assertThat(reassembly.onFragment(2, 1, part(whole, 8, 8, false, 5), 0))
                .isEqualTo(Reassembly.PENDING);
        assertThat(reassembly.onFragment(1, 1, part(whole, 8, 8, false, 6), 0))
                .isEqualTo(Reassembly.PENDING);
        assertThat(reassembly.onFragment(1, 1, part(whole, 8, 8, false, 5), 0)).isEqualTo(UDP);
    }

    @Test
    void whatDoesNotBecomeWholeInTimeIsGivenUp() {
        byte[] whole = new byte[16];
        reassembly.onFragment(1, 1, part(whole, 0, 8, true, 1), 0);
        reassembly.onFragment(1, 1, part(whole, 0, 8, true, 2), 1000);
        assertThat(timers.nextDeadlineNs()).isEqualTo(Reassembly.PATIENCE_NS);
        timers.runUntil(Reassembly.PATIENCE_NS);
        assertThat(reassembly.size()).isEqualTo(1);
        assertThat(timers.nextDeadlineNs()).isEqualTo(Reassembly.PATIENCE_NS + 1000);
        timers.runUntil(Reassembly.PATIENCE_NS + 1000);
        assertThat(reassembly.size()).isZero();
        assertThat(timers.nextDeadlineNs()).isEqualTo(Timers.NEVER);
        assertThat(counters.of(Verdict.FRAGMENT_EXPIRED)).isEqualTo(2);
    }

    @Test
    void aSenderWhoBeginsTooManyLosesHisOwnOldest() {
        byte[] whole = new byte[16];
        reassembly.onFragment(9, 9, part(whole, 0, 8, true, 1), 0);
        for (int i = 0; i <= Reassembly.PACKETS_OF_A_SENDER; i++)
            reassembly.onFragment(1, 1, part(whole, 0, 8, true, i), 1 + i);
        assertThat(reassembly.size()).isEqualTo(Reassembly.PACKETS_OF_A_SENDER + 1);
        assertThat(counters.of(Verdict.FRAGMENT_EXPIRED)).isEqualTo(1);
        assertThat(reassembly.onFragment(9, 9, part(whole, 8, 8, false, 1), 99)).isEqualTo(UDP);
        assertThat(reassembly.onFragment(1, 1, part(whole, 8, 8, false, 1), 99)).isEqualTo(UDP);
    }

    @Test
    void thereIsABoundForAllTogether() {
        byte[] whole = new byte[16];
        for (int i = 0; i < 1000; i++) reassembly.onFragment(i, 1, part(whole, 0, 8, true, i), i);
        assertThat(reassembly.size()).isEqualTo(Reassembly.PACKETS_MAX);
        assertThat(counters.of(Verdict.FRAGMENT_EXPIRED)).isEqualTo(1000 - Reassembly.PACKETS_MAX);
        assertThat(reassembly.onFragment(999, 1, part(whole, 8, 8, false, 999), 1000))
                .as("the newest are kept")
                .isEqualTo(UDP);
    }

    @AfterEach
    void theOwnerIsToldOfEachDrop() {
        assertThat(ofOwner.snapshot()).isEqualTo(counters.snapshot());
    }

    private int take(byte[] whole, int offset, int length, boolean hasMore, int id) {
        return reassembly.onFragment(1, 1, part(whole, offset, length, hasMore, id), 0);
    }

    private static Packet part(byte[] whole, int offset, int length, boolean hasMore, int id) {
        var p = Packets.of(Arrays.copyOfRange(whole, offset, offset + length));
        FragmentHeader.prepend(p, UDP, offset, hasMore, id);
        return p;
    }
}
