package boreas.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.mutation.Mutations;
import boreas.wire.Icmp6;
import boreas.wire.Ip4Header;
import boreas.wire.Ip6Header;
import boreas.wire.Ip6Tunnel;
import boreas.wire.Packet;
import boreas.wire.TunnelVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever a device or a far node gives, nothing throws, and nothing passes but what may: the test
/// reads the addresses for itself.
class MutationTest {
    private static final int[] TYPES = {4, 41, 44, 60, 58, 17, 0, 255};

    private final Site home = Site.home();
    private final Site vps3 = Site.vps3();
    private long passed;

    @Test
    void nothingThrowsAndNothingForgedPasses() {
        feed();
        assertThat(passed).as("some must pass, or nothing was tested").isPositive();
    }

    @Test
    @Tag("soak")
    void norInALongRun() {
        feed();
    }

    private void feed() {
        Site.meet(home, vps3);
        home.openTo(vps3, 4);
        vps3.openTo(home);
        new Mutations(corpus()).feed(this::take);
    }

    private List<byte[]> corpus() {
        var corpus = new ArrayList<byte[]>();
        for (var kind : new String[] {"wrap", "part", "error"})
            for (var v : TunnelVectors.of(kind)) {
                corpus.add(v.bytes());
                corpus.add(v.inner());
            }
        var outer = Inner.packet(Inner.udp6(home.endpoint, vps3.endpoint, 100));
        Ip6Header.prepend(outer, Ip6Tunnel.IP6, 42);
        var near = home.identity.ip6();
        var far = vps3.identity.ip6();
        Ip6Header.putSource(outer, near.hi(), near.lo());
        Ip6Header.putDestination(outer, far.hi(), far.lo());
        var error = Inner.packet(new byte[0]);
        Icmp6.writeUnreachable(error, outer, 4, far.hi(), far.lo());
        error.dropFront(Ip6Header.SIZE);
        corpus.add(error.toArray());
        return corpus;
    }

    private void take(byte[] bytes, Random random) {
        var from = random.nextBoolean() ? home : vps3;
        var to = from == home ? vps3 : home;
        home.given.clear();
        vps3.given.clear();
        if (random.nextBoolean()) from.write(1, bytes);
        else if (bytes.length <= 1264) from.writeOuter(TYPES[random.nextInt(8)], bytes);
        for (var g : to.given) if (g.tunId() == 1) assertMayPass(g.bytes(), from, to);
        for (var g : from.given) if (g.tunId() == 1) assertIsError(g.bytes());
        if (random.nextInt(64) == 0) home.run(random.nextInt(20_000_000));
    }

    private void assertMayPass(byte[] bytes, Site from, Site to) {
        var p = Inner.packet(bytes);
        if (Ip6Header.fits(p)) {
            var source = new Ip6(Ip6Header.sourceHi(p), Ip6Header.sourceLo(p));
            var destination = new Ip6(Ip6Header.destinationHi(p), Ip6Header.destinationLo(p));
            assertThat(from.has(source)).isTrue();
            assertThat(to.has(destination)).isTrue();
            if (isErrorOfANode(p)) return;
        } else {
            assertThat(Ip4Header.fits(p)).isTrue();
            assertThat(from.has(Ip6.mapped(Ip4Header.source(p)))).isTrue();
            assertThat(to.has(Ip6.mapped(Ip4Header.destination(p)))).isTrue();
        }
        passed++;
    }

    /// It is written to the device of the one who learns of it, with the other's address.
    private static boolean isErrorOfANode(Packet p) {
        return Icmp6.isIn(p) && !Icmp6.isEcho(p) && Icmp6.isIntact(p);
    }

    private static void assertIsError(byte[] bytes) {
        var p = Inner.packet(bytes);
        if (Ip6Header.fits(p)) assertThat(Icmp6.isIntact(p)).isTrue();
        else assertThat(Ip4Header.protocol(p)).isEqualTo(1);
    }
}
