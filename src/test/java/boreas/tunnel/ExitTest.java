package boreas.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.env.Verdict;
import boreas.wire.Ip6Header;
import boreas.wire.TunnelVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Out of the session onto a device. The far end is a genuine node with a tunnel of the kernel:
/// what its kernel makes is written to its cjdns device.
class ExitTest {
    private static final int MINE_4 = 0xc0a80507, THEIRS_4 = 0x0a010203;
    private static final byte[] LIMIT_FRAGMENT = {44, 0, 4, 1, 4, 1, 1, 0};
    private static final byte[] LIMIT_6 = {41, 0, 4, 1, 4, 1, 1, 0};

    private final Site vps3 = Site.vps3();
    private final Site genuine = Site.home();
    private final Ip6 theirs = genuine.endpoint;
    private final Ip6 mine = Site.ip6("fdd7:5938:e2e6:4e::1");

    ExitTest() {
        Site.meet(vps3, genuine);
        vps3.openTo(genuine);
    }

    private void assertDropped(int type, byte[] content, Verdict why) {
        long before = vps3.count(why);
        genuine.writeOuter(type, content);
        assertThat(vps3.taken(1)).isEmpty();
        assertThat(vps3.taken(0)).isEmpty();
        assertThat(vps3.count(why)).isEqualTo(before + 1);
    }

    private static List<TunnelVectors.Vector> parts(String name) {
        return Objects.requireNonNull(TunnelVectors.fragmented().get(name), name);
    }

    private static byte[] and(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    void opensWhatAnotherImplementationWraps() {
        long bytes = 0;
        int packets = 0;
        for (var v : TunnelVectors.of("wrap")) {
            if (v.bytes().length > 1264) continue; // the kernel would fragment it
            genuine.writeOuter(v.number(), v.bytes());
            assertThat(vps3.taken(1)).as(v.name()).containsExactly(v.inner());
            packets++;
            bytes += v.inner().length;
        }
        assertThat(vps3.stats().packetsIn()).isEqualTo(packets);
        assertThat(vps3.stats().bytesIn()).isEqualTo(bytes);
        assertThat(vps3.stats().lastHeardNs()).isEqualTo(vps3.nowNs);
        assertThat(vps3.taken(0)).isEmpty();
    }

    @Test
    void makesFragmentsWholeInAnyOrder() {
        var random = new Random(1);
        for (var parts : TunnelVectors.fragmented().values())
            for (int i = 0; i < 6; i++) {
                var order = new ArrayList<>(parts);
                Collections.shuffle(order, random);
                for (var part : order) genuine.writeOuter(part.number(), part.bytes());
                assertThat(vps3.taken(1))
                        .as(parts.getFirst().name())
                        .containsExactly(parts.getFirst().inner());
            }
        assertThat(vps3.world.counters().snapshot()).isEmpty();
    }

    @Test
    void aLostFragmentCostsThatPacketOnly() {
        for (var parts : TunnelVectors.fragmented().values())
            genuine.writeOuter(parts.getFirst().number(), parts.getFirst().bytes());
        vps3.run(6_000_000_000L);
        assertThat(vps3.taken(1)).isEmpty();
        int lost = TunnelVectors.fragmented().size();
        assertThat(vps3.count(Verdict.FRAGMENT_EXPIRED)).isEqualTo(lost);
        for (var parts : TunnelVectors.fragmented().values())
            genuine.writeOuter(parts.getLast().number(), parts.getLast().bytes());
        assertThat(vps3.taken(1)).as("too late").isEmpty();
    }

    @Test
    void fragmentsThatOverlapGiveNothing() {
        var parts = parts("big6-plain");
        genuine.writeOuter(44, parts.getFirst().bytes());
        genuine.writeOuter(44, parts.getFirst().bytes());
        for (var part : parts) genuine.writeOuter(44, part.bytes());
        assertThat(vps3.taken(1)).isEmpty();
        assertThat(vps3.count(Verdict.FRAGMENT_OVERLAP)).isPositive();
        assertThat(vps3.stats().drops().get(Verdict.FRAGMENT_OVERLAP))
                .as("of this tunnel")
                .isEqualTo(vps3.count(Verdict.FRAGMENT_OVERLAP));
    }

    @Test
    void aFloodOfFragmentsKeepsNobodyElseOut() {
        var part = parts("big6-plain").getFirst().bytes();
        for (int id = 0; id < 5000; id++) {
            byte[] forged = part.clone();
            forged[4] = (byte) (id >> 8);
            forged[5] = (byte) id;
            genuine.writeOuter(44, forged);
        }
        var whole = parts("udp4-plain");
        for (var v : whole) genuine.writeOuter(44, v.bytes());
        assertThat(vps3.taken(1)).containsExactly(whole.getFirst().inner());
    }

    @Test
    void aFragmentInAFragmentIsRefused() {
        byte[] inner = and(new byte[] {41, 0, 0, 0, 0, 0, 0, 1}, Inner.udp6(theirs, mine, 60));
        byte[] behind = and(new byte[] {60, 0, 0, 0, 0, 0, 0, 2}, LIMIT_FRAGMENT);
        assertDropped(44, and(behind, inner), Verdict.BAD_TUNNEL_HEADER);
    }

    @Test
    void nothingCutIsWrittenToTheDevice() {
        byte[] six = Inner.udp6(theirs, mine, 60);
        byte[] four = Inner.udp4(MINE_4, THEIRS_4, 40, true);
        for (int n = 0; n < six.length; n++)
            assertDropped(41, Arrays.copyOf(six, n), Verdict.BAD_INNER);
        for (int n = 0; n < four.length; n++)
            assertDropped(4, Arrays.copyOf(four, n), Verdict.BAD_INNER);
        byte[] limited = and(LIMIT_6, six);
        for (int n = 0; n < limited.length; n++)
            assertDropped(
                    60,
                    Arrays.copyOf(limited, n),
                    n < 8 ? Verdict.BAD_TUNNEL_HEADER : Verdict.BAD_INNER);
        for (int n = 0; n < 8; n++) assertDropped(44, new byte[n], Verdict.BAD_TUNNEL_HEADER);
        assertDropped(41, four, Verdict.BAD_INNER);
        assertDropped(4, six, Verdict.BAD_INNER);
    }

    @Test
    void whatIsBehindThePacketIsCutOff() {
        byte[] six = Inner.udp6(theirs, mine, 60);
        genuine.writeOuter(41, Arrays.copyOf(six, 80));
        assertThat(vps3.taken(1)).containsExactly(six);
    }

    @Test
    void nothingGetsOutWithAnAddressThatIsNotThatSites() {
        for (var forged :
                new String[] {
                    "::1",
                    "fe80::1",
                    "2001:db8::1",
                    "fdd7:5938:e2e6:4e::9",
                    "fdd7:5938:e2e6:3::6c8c",
                    "fdd7:5938:e2e6:1234::1",
                    "::ffff:192.168.5.7"
                }) assertDropped(41, Inner.udp6(Site.ip6(forged), mine, 60), Verdict.EXIT_SOURCE);
        assertDropped(41, Inner.udp6(genuine.identity.ip6(), mine, 60), Verdict.EXIT_SOURCE);
        assertDropped(4, Inner.udp4(0x7f000001, THEIRS_4, 60, true), Verdict.EXIT_SOURCE);
        assertDropped(4, Inner.udp4(THEIRS_4, THEIRS_4, 60, true), Verdict.EXIT_SOURCE);
        assertThat(vps3.stats().drops()).containsOnlyKeys(Verdict.EXIT_SOURCE);
        assertThat(vps3.stats().lastHeardNs()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void nothingGetsOutForAnotherSite() {
        for (var stray :
                new String[] {"::1", "ff02::1", "2001:db8::1", "fdd7:5938:e2e6:6c8d::2", "fc00::1"})
            assertDropped(41, Inner.udp6(theirs, Site.ip6(stray), 60), Verdict.EXIT_DESTINATION);
        assertDropped(41, Inner.udp6(theirs, vps3.identity.ip6(), 60), Verdict.EXIT_DESTINATION);
        assertDropped(4, Inner.udp4(MINE_4, 0x0a020203, 60, true), Verdict.EXIT_DESTINATION);
        assertDropped(4, Inner.udp4(MINE_4, 0xffffffff, 60, true), Verdict.EXIT_DESTINATION);
    }

    @Test
    void fromAnotherKeyTheSameGoesToTheCjdnsDeviceAsEver() {
        var vps3 = Site.vps3();
        var stranger = Site.stranger();
        Site.meet(vps3, stranger);
        vps3.openTo(genuine);
        for (int type : new int[] {4, 41, 44, 60, 58, 17}) {
            byte[] content = and(LIMIT_6, Inner.udp6(theirs, mine, 60));
            stranger.writeOuter(type, content);
            assertThat(vps3.given).hasSize(1);
            var p = Inner.packet(vps3.taken(0).getFirst());
            assertThat(Ip6Header.nextHeader(p)).isEqualTo(type);
            assertThat(p.get(40, content.length)).isEqualTo(content);
        }
        assertThat(vps3.world.counters().snapshot()).isEmpty();
        assertThat(vps3.stats().packetsIn()).isZero();
    }

    @Test
    void whatTheFarNodeSendsThatIsNoTunnelledPacketGoesToTheCjdnsDeviceUntouched() {
        byte[] options = {17, 0, 1, 4, 0, 0, 0, 0, 1, 2, 3, 4};
        byte[] fragment = {17, 0, 0, 1, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8};
        byte[] echo = {(byte) 128, 0, 1, 2, 3, 4, 5, 6};
        record Case(int type, byte[] content) {}
        for (var c :
                List.of(
                        new Case(60, options),
                        new Case(44, fragment),
                        new Case(58, echo),
                        new Case(17, echo),
                        new Case(58, new byte[0]))) {
            genuine.writeOuter(c.type, c.content);
            assertThat(vps3.given).hasSize(1);
            var p = Inner.packet(vps3.taken(0).getFirst());
            assertThat(Ip6Header.nextHeader(p)).isEqualTo(c.type);
            assertThat(p.get(40, c.content.length)).isEqualTo(c.content);
        }
    }

    @Test
    void closingATunnelFreesWhatWaitsInIt() {
        var part = parts("big6-plain").getFirst();
        genuine.writeOuter(part.number(), part.bytes());
        assertThat(vps3.tunnels.close(1)).isTrue();
        vps3.run(30_000_000_000L);
        assertThat(vps3.count(Verdict.FRAGMENT_EXPIRED)).isZero();
        genuine.writeOuter(41, Inner.udp6(theirs, mine, 60));
        assertThat(vps3.taken(0)).hasSize(1);
        assertThat(vps3.events).isEmpty();
    }

    @Test
    void whatIsForATunnelGoesToTheCjdnsDeviceWhileItIsClosed() {
        byte[] packet = Inner.udp6(theirs, mine, 60);
        for (int i = 0; i < 2; i++) {
            genuine.writeOuter(41, packet);
            assertThat(vps3.taken(1)).containsExactly(packet);
            vps3.tunnels.close(1);
            genuine.writeOuter(41, packet);
            assertThat(vps3.taken(0)).hasSize(1);
            vps3.openTo(genuine);
        }
    }
}
