package boreas.path.dht;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.crypto.CryptoProviders;
import boreas.env.Verdict;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import boreas.wire.Ip6Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whole nodes that know nothing but their neighbours find each other.
class DiscoveryTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final int UDP = 17;

    private final SimWorld world = new SimWorld(3, CryptoProviders.choose());
    private final List<Long> arrivalsNs = new ArrayList<>();
    private final List<SimHost> hosts = new ArrayList<>();

    private SimHost host(String name) {
        var host = world.addHost(name);
        hosts.add(host);
        return host;
    }

    private SimHost[] line(int length) {
        var line = new SimHost[length];
        for (int i = 0; i < length; i++) {
            line[i] = host("n" + i);
            if (i > 0) line[i - 1].letIn(line[i]);
        }
        return line;
    }

    private void startAll() {
        hosts.forEach(SimHost::start);
    }

    private static byte[] packet(Ip6 from, Ip6 to) {
        var p = new byte[Ip6Header.SIZE + 16];
        p[0] = 0x60;
        p[5] = 16;
        p[6] = UDP;
        from.copyTo(p, 8);
        to.copyTo(p, 24);
        return p;
    }

    private void stream(SimHost from, SimHost to, long everyNs, long forNs) {
        to.listen(p -> {
            if (p[6] == UDP) arrivalsNs.add(world.nowNs());
        });
        byte[] p = packet(from.ip6(), to.ip6());
        for (long t = 0; t < forNs; t += everyNs)
            world.after(t, () -> from.writeTun(Arrays.copyOf(p, p.length)));
    }

    /// The longest time without an arrival.
    private long longestGapMs(long sinceNs, long untilNs) {
        long last = sinceNs, longest = 0;
        for (long at : arrivalsNs) {
            if (at < sinceNs) continue;
            longest = Math.max(longest, at - last);
            last = at;
        }
        return Math.max(longest, untilNs - last) / MS;
    }

    @Test
    void aNodeBehindAnotherIsFoundByTheFirstPacket() {
        var line = line(3);
        startAll();
        world.run(2 * SECOND);
        stream(line[0], line[2], 100 * MS, SECOND);
        world.run(SECOND);
        assertThat(arrivalsNs).hasSizeGreaterThan(7);
    }

    @Test
    void aNodeAtTheEndOfALongLineIsFound() {
        var line = line(7);
        startAll();
        world.run(2 * SECOND);
        stream(line[0], line[6], 100 * MS, 4 * SECOND);
        world.run(4 * SECOND);
        assertThat(arrivalsNs).hasSizeGreaterThan(15);
    }

    @Test
    void whoComesLaterIsFoundWhileThePacketWaits() {
        var line = line(3);
        line[0].start();
        line[1].start();
        world.run(2 * SECOND);
        stream(line[0], line[2], 20 * SECOND, SECOND);
        world.run(3 * SECOND);
        line[2].start();
        world.run(5 * SECOND);
        assertThat(arrivalsNs).hasSize(1);
    }

    @Test
    void inASquareTrafficGoesTheOtherWayWhenTheFarLinkIsCut() {
        var a = host("a");
        var b = host("b");
        var c = host("c");
        var d = host("d");
        b.letIn(a);
        d.letIn(a);
        b.letIn(c);
        d.letIn(c);
        startAll();
        world.run(2 * SECOND);
        stream(a, c, 50 * MS, 30 * SECOND);
        world.run(10 * SECOND);
        boolean isByB =
                a.snapshot().sessions().stream()
                        .anyMatch(s ->
                                s.address().key().equals(c.identity().publicKey())
                                        && isVia(a, b, s.address().label()));
        long cutNs = world.nowNs();
        world.cut(isByB ? b : d, c);
        world.run(10 * SECOND);
        assertThat(longestGapMs(cutNs, world.nowNs())).isLessThan(1_500);
    }

    private static boolean isVia(SimHost a, SimHost b, long label) {
        return a.snapshot().peers().stream()
                .filter(p -> p.address().key().equals(b.identity().publicKey()))
                .anyMatch(p -> boreas.label.Label.routesThrough(label, p.address().label()));
    }

    @Test
    void anIdleNodeIsQuiet() {
        var line = line(3);
        startAll();
        world.run(30 * SECOND);
        long before = line[1].snapshot().datagramsIn();
        world.run(120 * SECOND);
        long perSecond = (line[1].snapshot().datagramsIn() - before) / 120;
        assertThat(perSecond).as("pings of two links included").isLessThan(3);
    }

    @Test
    void aSearchForNobodyEnds() {
        var line = line(3);
        startAll();
        world.run(SECOND);
        line[0].writeTun(packet(line[0].ip6(), new Ip6(0xfc12L << 48, 77)));
        world.run(11 * SECOND);
        assertThat(line[0].snapshot().drops()).containsEntry(Verdict.HELD_PACKET_EXPIRED, 1L);
    }
}
