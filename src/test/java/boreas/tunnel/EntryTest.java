package boreas.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.env.Verdict;
import boreas.wire.Icmp6;
import boreas.wire.InternetChecksum;
import boreas.wire.Ip6Header;
import boreas.wire.TunnelVectors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// From a device into the session; the other end is a genuine node, at whose device the outer
/// packet is seen.
class EntryTest {
    private static final int MINE_4 = 0xc0a80507, THEIRS_4 = 0x0a010203;

    private Site home = Site.home();
    private Site genuine = Site.vps3();
    private final Ip6 mine = home.endpoint;
    private final Ip6 theirs = Site.ip6("fdd7:5938:e2e6:4e::1");

    EntryTest() {
        Site.meet(home, genuine);
    }

    /// Content that arrived at the other end.
    private record Arrival(int type, byte[] content) {}

    private Arrival send(byte[] inner) {
        genuine.given.clear();
        home.write(1, inner);
        var arrived = genuine.taken(0);
        assertThat(arrived).hasSize(1);
        var p = Inner.packet(arrived.getFirst());
        assertThat(Ip6Header.sourceHi(p)).isEqualTo(home.identity.ip6().hi());
        int type = Ip6Header.nextHeader(p);
        p.dropFront(Ip6Header.SIZE);
        return new Arrival(type, p.toArray());
    }

    private void beginWithoutSession() {
        home = Site.home();
        genuine = Site.vps3();
        Site.join(home, genuine);
        home.isCut = true;
    }

    private void assertRefused(byte[] inner, Verdict why) {
        long before = home.count(why);
        home.write(1, inner);
        assertThat(genuine.taken(0)).isEmpty();
        assertThat(home.count(why)).isEqualTo(before + 1);
    }

    @Test
    void carriesEachPacketAsAnotherImplementationWrapsIt() {
        for (var v : TunnelVectors.of("wrap")) {
            var home = Site.home();
            var genuine = Site.vps3();
            Site.meet(home, genuine);
            boolean hasLimit = v.name().endsWith("limit4");
            home.openTo(genuine, hasLimit ? 4 : TunnelSettings.NO_LIMIT);
            home.write(1, v.inner());
            var arrived = genuine.taken(0);
            assertThat(arrived).as(v.name()).hasSize(1);
            var p = Inner.packet(arrived.getFirst());
            assertThat(Ip6Header.nextHeader(p)).as(v.name()).isEqualTo(v.number());
            p.dropFront(Ip6Header.SIZE);
            assertThat(p.toArray()).as(v.name()).isEqualTo(v.bytes());
            assertThat(home.stats().packetsOut()).isEqualTo(1);
            assertThat(home.stats().bytesOut()).isEqualTo(v.inner().length);
        }
    }

    @Test
    void leavesTheHopLimitToTheKernelThatForwarded() {
        home.openTo(genuine);
        byte[] inner = Inner.udp6(mine, theirs, 60);
        inner[7] = 1;
        assertThat(send(inner).content[7]).isEqualTo((byte) 1);
    }

    @Test
    void nothingEntersBeforeATunnelIsOpenNorAfterItIsClosed() {
        assertRefused(Inner.udp6(mine, theirs, 60), Verdict.UNKNOWN_TUN);
        home.openTo(genuine);
        assertThat(send(Inner.udp6(mine, theirs, 60)).type).isEqualTo(41);
        assertThat(home.tunnels.close(1)).isTrue();
        assertThat(home.tunnels.close(1)).isFalse();
        assertRefused(Inner.udp6(mine, theirs, 60), Verdict.UNKNOWN_TUN);
        assertThat(home.tunnels.stats()).isEmpty();
    }

    @Test
    void onlyAddressesOfThisSiteMaySend() {
        home.openTo(genuine);
        for (var forged :
                new String[] {
                    "::",
                    "::1",
                    "fe80::1",
                    "2001:db8::1",
                    "fdd7:5938:e2e6:4e::9",
                    "fdd7:5938:e2e6:3::6c8c",
                    "fdd7:5938:e2e6:6c8c::1",
                    "::ffff:192.168.5.7"
                }) assertRefused(Inner.udp6(Site.ip6(forged), theirs, 60), Verdict.ENTRY_SOURCE);
        assertRefused(Inner.udp6(home.identity.ip6(), theirs, 60), Verdict.ENTRY_SOURCE);
        for (int forged : new int[] {0, 0x7f000001, THEIRS_4, 0xc0a80407, 0xc0a80607})
            assertRefused(Inner.udp4(forged, THEIRS_4, 60, true), Verdict.ENTRY_SOURCE);
        assertThat(send(Inner.udp6(Site.ip6("fdd7:5938:e2e6:6c8d::9"), theirs, 60)).type)
                .isEqualTo(41);
        assertThat(send(Inner.udp4(MINE_4, THEIRS_4, 60, true)).type).isEqualTo(4);
        assertThat(home.stats().drops()).containsOnlyKeys(Verdict.ENTRY_SOURCE);
    }

    @Test
    void onlyWhatIsBehindTheTunnelMayBeMeant() {
        home.openTo(genuine);
        for (var stray :
                new String[] {"::1", "fe80::1", "2001:db8::1", "fdd7:5938:e2e6:6c8d::1", "fc00::1"})
            assertRefused(Inner.udp6(mine, Site.ip6(stray), 60), Verdict.ENTRY_DESTINATION);
        assertRefused(Inner.udp6(mine, genuine.identity.ip6(), 60), Verdict.ENTRY_DESTINATION);
        assertRefused(Inner.udp4(MINE_4, 0x08080808, 60, true), Verdict.ENTRY_DESTINATION);
        assertThat(send(Inner.udp6(mine, genuine.endpoint, 60)).type).isEqualTo(41);
    }

    @Test
    void whatAKernelSendsToAllOnEachInterfaceIsNoDrop() {
        home.openTo(genuine);
        home.write(1, Inner.udp6(Site.ip6("fe80::1"), Site.ip6("ff02::2"), 60));
        home.write(1, Inner.udp4(MINE_4, 0xe0000016, 60, true));
        assertThat(genuine.taken(0)).isEmpty();
        assertThat(home.world.counters().snapshot()).isEmpty();
    }

    @Test
    void noCutPacketEnters() {
        home.openTo(genuine);
        for (byte[] whole :
                new byte[][] {
                    Inner.udp6(mine, theirs, 60), Inner.udp4(MINE_4, THEIRS_4, 40, true)
                }) {
            for (int length = 1; length < whole.length; length++)
                assertRefused(Arrays.copyOf(whole, length), Verdict.BAD_INNER);
        }
    }

    @Test
    void aPacketAsLargeAsTheTunnelIsCarriedWhole() {
        home.openTo(genuine, 4);
        assertThat(send(Inner.udp6(mine, theirs, 1280)).content).hasSize(1288);
        assertThat(send(Inner.udp4(MINE_4, THEIRS_4, 1280, true)).content).hasSize(1288);
    }

    @Test
    void aLargerOneIsAnsweredWithTheMtu() {
        home.openTo(genuine);
        byte[] large = Inner.udp6(mine, theirs, 1281);
        assertRefused(large, Verdict.TOO_BIG);
        var p = Inner.packet(home.taken(1).getFirst());
        assertThat(Icmp6.isIntact(p)).isTrue();
        assertThat(Icmp6.type(p)).isEqualTo(Icmp6.PACKET_TOO_BIG);
        assertThat(Icmp6.mtu(p)).isEqualTo(1280);
        assertThat(Ip6Header.sourceHi(p)).isEqualTo(genuine.endpoint.hi());
        assertThat(Ip6Header.sourceLo(p)).isEqualTo(genuine.endpoint.lo());
        assertThat(Ip6Header.destinationLo(p)).isEqualTo(mine.lo());
        assertThat(p.length()).isEqualTo(1280);
        assertThat(p.get(48, 1232)).isEqualTo(Arrays.copyOf(large, 1232));
    }

    @Test
    void aLargerOneOfIp4ThatMayNotBeFragmentedIsAnsweredToo() {
        home.openTo(genuine);
        assertRefused(Inner.udp4(MINE_4, THEIRS_4, 1281, true), Verdict.TOO_BIG);
        var p = Inner.packet(home.taken(1).getFirst());
        assertThat(p.u8(20)).as("type").isEqualTo(3);
        assertThat(p.u8(21)).as("code").isEqualTo(4);
        assertThat(p.u16(26)).as("MTU").isEqualTo(1280);
        assertThat(p.i32(12)).as("bears an address behind the tunnel").isEqualTo(THEIRS_4);
        assertThat(p.i32(16)).isEqualTo(MINE_4);
    }

    @Test
    void aLargerOneOfIp4ThatMayBeFragmentedIsCut() {
        home.openTo(genuine, 4);
        for (int length : new int[] {1281, 1288, 1500, 2520, 2541, 3700}) {
            byte[] whole = Inner.udp4(MINE_4, THEIRS_4, length, false);
            home.write(1, whole);
            assertThat(home.taken(1)).isEmpty();
            byte[] again = new byte[length - 20];
            int received = 0;
            for (byte[] bytes : genuine.taken(0)) {
                var p = Inner.packet(bytes);
                p.dropFront(Ip6Header.SIZE + 8);
                assertThat(p.length()).isLessThanOrEqualTo(1280);
                assertThat(InternetChecksum.of(p, 0, 20)).isZero();
                assertThat(p.u16(2)).isEqualTo(p.length());
                assertThat(p.u16(4)).as("identification").isEqualTo(0x1234);
                int at = (p.u16(6) & 0x1fff) * 8;
                boolean hasMore = (p.u16(6) & 0x2000) != 0;
                assertThat(hasMore).isEqualTo(at + p.length() - 20 < again.length);
                p.get(20, again, at, p.length() - 20);
                received += p.length() - 20;
            }
            assertThat(received).isEqualTo(again.length);
            assertThat(again).isEqualTo(Arrays.copyOfRange(whole, 20, length));
        }
        assertThat(home.world.counters().snapshot()).isEmpty();
    }

    @Test
    void aFragmentThatIsCutAgainKeepsItsPlace() {
        home.openTo(genuine);
        byte[] middle = Inner.udp4(MINE_4, THEIRS_4, 2020, false);
        middle[6] = 0x20;
        middle[7] = 100;
        home.write(1, middle);
        var parts = genuine.taken(0);
        assertThat(parts).hasSize(2);
        var second = Inner.packet(parts.getLast());
        second.dropFront(Ip6Header.SIZE);
        assertThat(second.u16(6)).isEqualTo(0x2000 | 100 + 1256 / 8);
    }

    @Test
    void aLimitOfZeroIsRefusedWithAPointerToIt() {
        home.openTo(genuine, 4);
        assertRefused(Inner.limited(mine, theirs, 0), Verdict.TUNNEL_LIMIT);
        var p = Inner.packet(home.taken(1).getFirst());
        assertThat(Icmp6.isIntact(p)).isTrue();
        assertThat(Icmp6.type(p)).isEqualTo(Icmp6.PARAMETER_PROBLEM);
        assertThat(Icmp6.code(p)).isZero();
        assertThat(p.i32(44)).as("pointer").isEqualTo(44);
        assertThat(Ip6Header.sourceLo(p)).isEqualTo(genuine.endpoint.lo());
    }

    @Test
    void aLimitIsCountedDownWhateverTheTunnelsOwn() {
        for (int own : new int[] {TunnelSettings.NO_LIMIT, 0, 4, 255}) {
            var home = Site.home();
            var genuine = Site.vps3();
            Site.meet(home, genuine);
            home.openTo(genuine, own);
            for (int limit : new int[] {1, 2, 255}) {
                home.write(1, Inner.limited(mine, theirs, limit));
                var p = Inner.packet(genuine.taken(0).getFirst());
                assertThat(Ip6Header.nextHeader(p)).isEqualTo(60);
                assertThat(p.u8(44)).isEqualTo(limit - 1);
            }
        }
    }

    @Test
    void errorsAreRateLimitedAndErrorsAreNotAnswered() {
        home.openTo(genuine);
        for (int i = 0; i < 1000; i++) home.write(1, Inner.udp6(mine, theirs, 1400));
        assertThat(home.taken(1)).hasSize(16);
        home.run(1_000_000_000L);
        for (int i = 0; i < 1000; i++) home.write(1, Inner.udp6(mine, theirs, 1400));
        assertThat(home.taken(1)).hasSizeBetween(9, 11);
        home.run(5_000_000_000L);
        home.given.clear();
        byte[] error = Inner.udp6(mine, theirs, 1400);
        error[6] = 58;
        error[40] = Icmp6.PACKET_TOO_BIG;
        home.write(1, error);
        assertThat(home.taken(1)).isEmpty();
    }

    @Test
    void aPacketThatFindsNoPathIsAnsweredInTheNameOfTheFarSite() {
        beginWithoutSession();
        home.openTo(genuine, 4);
        byte[] inner = Inner.udp6(mine, theirs, 100);
        home.write(1, inner);
        home.run(11_000_000_000L);
        assertThat(home.count(Verdict.HELD_PACKET_EXPIRED)).isPositive();
        var answers = home.taken(1);
        assertThat(answers).hasSize(1);
        var p = Inner.packet(answers.getFirst());
        assertThat(Icmp6.isIntact(p)).isTrue();
        assertThat(Icmp6.type(p)).isEqualTo(Icmp6.DESTINATION_UNREACHABLE);
        assertThat(Icmp6.code(p)).isEqualTo(Icmp6.ADDRESS_UNREACHABLE);
        assertThat(Ip6Header.sourceLo(p)).isEqualTo(genuine.endpoint.lo());
        assertThat(Ip6Header.destinationLo(p)).isEqualTo(mine.lo());
        assertThat(p.get(48, 100)).isEqualTo(inner);
    }

    @Test
    void soIsOneOfIp4() {
        beginWithoutSession();
        home.openTo(genuine);
        home.write(1, Inner.udp4(MINE_4, THEIRS_4, 100, false));
        home.run(11_000_000_000L);
        var p = Inner.packet(home.taken(1).getFirst());
        assertThat(p.u8(20)).as("type").isEqualTo(3);
        assertThat(p.u8(21)).as("code").isEqualTo(1);
        assertThat(p.i32(12)).isEqualTo(THEIRS_4);
        assertThat(p.i32(16)).isEqualTo(MINE_4);
    }

    @Test
    void whatAProgramSendsToTheFarNodeItselfIsAnsweredByTheCjdnsDevice() {
        beginWithoutSession();
        home.openTo(genuine);
        byte[] foreign = Inner.udp6(Site.ip6("2001:db8::1"), theirs, 100);
        home.writeOuter(41, foreign);
        home.run(11_000_000_000L);
        assertThat(home.taken(1)).isEmpty();
    }

    /// What is behind a packet is cut off before it is looked at; nothing may come of that.
    @Test
    void norDoesPaddingBehindItHarm() {
        beginWithoutSession();
        home.openTo(genuine);
        home.run(34_000_000_000L); // the next probe, which would take its place, is far
        byte[] foreign = Inner.udp6(Site.ip6("2001:db8::1"), theirs, 100);
        home.writeOuter(41, Arrays.copyOf(foreign, 1200));
        home.run(11_000_000_000L);
        assertThat(home.taken(0)).hasSize(1);
    }

    @Test
    void aTunnelOfTheKernelToAnotherNodeGoesOutAsEver() {
        home.openTo(genuine);
        byte[] inner = Inner.udp6(Site.ip6("2001:db8::1"), Site.ip6("2001:db8::2"), 100);
        home.writeOuter(41, inner);
        assertThat(genuine.taken(0)).hasSize(1);
    }
}
