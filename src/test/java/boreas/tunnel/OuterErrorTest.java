package boreas.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.env.Verdict;
import boreas.wire.Icmp6;
import boreas.wire.InternetChecksum;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What the far machine's kernel says of outer packets, told to the sender of the inner one.
class OuterErrorTest {
    private static final int MINE_4 = 0xc0a80507, THEIRS_4 = 0x0a010203;

    private final Site home = Site.home();
    private final Site genuine = Site.vps3();
    private final Ip6 mine = home.endpoint;
    private final Ip6 theirs = Site.ip6("fdd7:5938:e2e6:4e::1");

    OuterErrorTest() {
        Site.meet(home, genuine);
        home.openTo(genuine, 4);
    }

    /// The kernel of the genuine machine gets an outer packet, and answers with an error.
    private byte[] errorAbout(byte[] inner, int type, int code, int word) {
        home.write(1, inner);
        var outer = Inner.packet(genuine.taken(0).getFirst());
        var p = Inner.packet(new byte[0]);
        long hi = genuine.identity.ip6().hi(), lo = genuine.identity.ip6().lo();
        switch (type) {
            case Icmp6.PACKET_TOO_BIG -> Icmp6.writePacketTooBig(p, outer, word, hi, lo);
            case Icmp6.PARAMETER_PROBLEM ->
                    Icmp6.writeParameterProblem(p, outer, code, word, hi, lo);
            default -> Icmp6.writeUnreachable(p, outer, code, hi, lo);
        }
        home.given.clear();
        return p.toArray();
    }

    private void tell(byte[] error) {
        genuine.write(0, error);
        assertThat(home.given).noneMatch(g -> g.tunId() == 0);
    }

    @Test
    void unreachableIsToldAsUnreachable() {
        byte[] inner = Inner.udp6(mine, theirs, 200);
        tell(errorAbout(inner, Icmp6.DESTINATION_UNREACHABLE, 4, 0));
        var p = Inner.packet(home.taken(1).getFirst());
        assertThat(Icmp6.isIntact(p)).isTrue();
        assertThat(Icmp6.type(p)).isEqualTo(Icmp6.DESTINATION_UNREACHABLE);
        assertThat(Icmp6.code(p)).isEqualTo(Icmp6.ADDRESS_UNREACHABLE);
        assertThat(p.get(48, 200)).as("quotes the inner packet").isEqualTo(inner);
        assertThat(Ip6Header.sourceLo(p)).isEqualTo(genuine.endpoint.lo());
        assertThat(Ip6Header.destinationLo(p)).isEqualTo(mine.lo());
    }

    @Test
    void soIsANextHeaderThatNobodyKnowsThere() {
        byte[] inner = Inner.udp4(MINE_4, THEIRS_4, 100, false);
        tell(errorAbout(inner, Icmp6.PARAMETER_PROBLEM, 1, 40));
        var p = Inner.packet(home.taken(1).getFirst());
        assertThat(p.u8(20)).isEqualTo(3);
        assertThat(p.u8(21)).isEqualTo(1);
        assertThat(p.get(28, 100)).isEqualTo(inner);
    }

    @Test
    void tooBigIsToldLessWhatTheTunnelPutsAround() {
        byte[] inner = Inner.udp4(MINE_4, THEIRS_4, 1200, true);
        tell(errorAbout(inner, Icmp6.PACKET_TOO_BIG, 0, 1048));
        var p = Inner.packet(home.taken(1).getFirst());
        assertThat(p.u8(21)).isEqualTo(4);
        assertThat(p.u16(26)).isEqualTo(1000);
    }

    @Test
    void noIp6PacketIsTooBigThatEveryLinkMustCarry() {
        tell(errorAbout(Inner.udp6(mine, theirs, 1280), Icmp6.PACKET_TOO_BIG, 0, 1300));
        assertThat(home.taken(1)).isEmpty();
        assertThat(home.count(Verdict.TUNNEL_ERROR)).isEqualTo(1);
    }

    @Test
    void aDamagedErrorIsDropped() {
        byte[] error = errorAbout(Inner.udp6(mine, theirs, 200), 1, 4, 0);
        error[error.length - 1] ^= 1;
        tell(error);
        assertThat(home.taken(1)).isEmpty();
        assertThat(home.count(Verdict.BAD_CHECKSUM)).isEqualTo(1);
    }

    @Test
    void anErrorCutAnywhereTellsNothingOrTheSame() {
        byte[] error = errorAbout(Inner.udp6(mine, theirs, 100), 1, 4, 0);
        for (int length = 48; length < error.length; length++) {
            var p = Inner.packet(Arrays.copyOf(error, length));
            p.putU16(4, length - 40);
            p.putU16(42, 0);
            p.putU16(42, checksum(p));
            home.given.clear();
            genuine.write(0, p.toArray());
            assertThat(home.given).as("cut to %d", length).hasSizeLessThanOrEqualTo(1);
            if (length < 48 + 40 + 8 + 48) assertThat(home.taken(1)).isEmpty();
        }
    }

    private static int checksum(Packet p) {
        long sum =
                InternetChecksum.sum(p, 8, 32)
                        + p.length()
                        - 40
                        + 58
                        + InternetChecksum.sum(p, 40, p.length() - 40);
        return InternetChecksum.complement(sum);
    }

    @Test
    void anErrorAboutWhatWasNeverSentIsToldToNobody() {
        byte[] forged = Inner.udp6(Site.ip6("2001:db8::1"), theirs, 100);
        var outer = Inner.packet(forged);
        Ip6Header.prepend(outer, 41, 42);
        Ip6Header.putSource(outer, home.identity.ip6().hi(), home.identity.ip6().lo());
        Ip6Header.putDestination(outer, genuine.identity.ip6().hi(), genuine.identity.ip6().lo());
        var p = Inner.packet(new byte[0]);
        long hi = genuine.identity.ip6().hi(), lo = genuine.identity.ip6().lo();
        Icmp6.writeUnreachable(p, outer, 4, hi, lo);
        tell(p.toArray());
        assertThat(home.taken(1)).isEmpty();
        assertThat(home.count(Verdict.TUNNEL_ERROR)).isEqualTo(1);
    }

    @Test
    void anErrorAboutAnotherPacketOfThisMachineGoesToTheCjdnsDevice() {
        var p = Inner.packet(new byte[0]);
        var udp = Inner.packet(Inner.udp6(home.identity.ip6(), genuine.identity.ip6(), 100));
        long hi = genuine.identity.ip6().hi(), lo = genuine.identity.ip6().lo();
        Icmp6.writeUnreachable(p, udp, 4, hi, lo);
        genuine.write(0, p.toArray());
        assertThat(home.taken(0)).hasSize(1);
    }

    @Test
    void aFloodOfErrorsIsAnsweredSlowly() {
        byte[] error = errorAbout(Inner.udp6(mine, theirs, 200), 1, 4, 0);
        for (int i = 0; i < 500; i++) genuine.write(0, error);
        assertThat(home.taken(1)).hasSize(16);
    }
}
