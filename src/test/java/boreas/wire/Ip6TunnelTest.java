package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Judged by bytes of scapy: `tunnel/rfc2473.txt`.
class Ip6TunnelTest {
    private static final int MTU = 1280;

    /// `fdd7:5938:e2e6:3::4e`
    private static final long FAR_HI = 0xfdd75938e2e60003L, FAR_LO = 0x4e;

    @Test
    void wrapsAsAnotherImplementationDoes() {
        for (var v : TunnelVectors.of("wrap")) {
            var p = Packets.of(v.inner());
            assertThat(Ip6Tunnel.judge(p, MTU)).as(v.name()).isEqualTo(Verdict.OK);
            int limit = v.name().endsWith("limit4") ? Ip6Tunnel.LIMIT_DEFAULT : Ip6Tunnel.NO_LIMIT;
            assertThat(Ip6Tunnel.wrap(p, limit)).as(v.name()).isEqualTo(v.number());
            assertThat(p.toArray()).as(v.name()).isEqualTo(v.bytes());
        }
    }

    @Test
    void opensWhatAnotherImplementationWraps() {
        for (var v : TunnelVectors.of("wrap")) {
            var p = v.packet().append(new byte[] {1, 2, 3}); // rubbish behind it is cut off
            int type = Ip6Tunnel.open(p, v.number());
            assertThat(type).as(v.name()).isIn(Ip6Tunnel.IP4, Ip6Tunnel.IP6);
            assertThat(Ip6Tunnel.trim(p, type)).as(v.name()).isTrue();
            assertThat(p.toArray()).as(v.name()).isEqualTo(v.inner());
        }
    }

    @Test
    void noCutPacketIsTakenForWhole() {
        for (var v : TunnelVectors.of("wrap")) {
            if (v.bytes().length > 200) continue;
            for (int length = 0; length < v.bytes().length; length++) {
                var p = Packets.of(Arrays.copyOf(v.bytes(), length));
                int type = Ip6Tunnel.open(p, v.number());
                boolean isWhole = type >= 0 && Ip6Tunnel.trim(p, type);
                assertThat(isWhole).as(v.name() + " cut to " + length).isFalse();
            }
        }
    }

    @Test
    void noCutPacketEntersATunnel() {
        for (var v : TunnelVectors.of("wrap")) {
            if (v.inner().length > 200) continue;
            for (int length = 0; length < v.inner().length; length++)
                assertThat(Ip6Tunnel.judge(Packets.of(Arrays.copyOf(v.inner(), length)), MTU))
                        .as(v.name() + " cut to " + length)
                        .isEqualTo(Verdict.BAD_INNER);
        }
        assertThat(Ip6Tunnel.judge(Packets.ofHex("50".repeat(60)), MTU))
                .as("another version")
                .isEqualTo(Verdict.BAD_INNER);
    }

    @Test
    void tellsTheSenderAsAnotherImplementationWould() {
        for (var v : TunnelVectors.of("error")) {
            var cause = Packets.of(v.inner());
            var why = Ip6Tunnel.judge(cause, MTU);
            assertThat(why)
                    .isEqualTo(v.name().equals("limit-0") ? Verdict.TUNNEL_LIMIT : Verdict.TOO_BIG);
            boolean isIp4 = v.name().endsWith("-4");
            var p = Packets.empty();
            assertThat(
                            Ip6Tunnel.answer(
                                    why,
                                    cause,
                                    p,
                                    v.number(),
                                    isIp4 ? 0 : FAR_HI,
                                    isIp4 ? 0xc0a84d01L : FAR_LO))
                    .isTrue();
            assertThat(p.toString()).as(v.name()).isEqualTo(Packets.of(v.bytes()).toString());
        }
    }

    @Test
    void whatFitsTheTunnelIsNeverTooBig() {
        var p = ip6(MTU);
        assertThat(Ip6Tunnel.judge(p, MTU)).isEqualTo(Verdict.OK);
        assertThat(Ip6Tunnel.judge(ip6(MTU + 1), MTU)).isEqualTo(Verdict.TOO_BIG);
    }

    @Test
    void anErrorIsNotAnsweredWithAnError() {
        var error = ip6(MTU + 100);
        error.putU8(6, Ip6Header.ICMP6);
        error.putU8(Ip6Header.SIZE, Icmp6.PACKET_TOO_BIG);
        assertThat(Ip6Tunnel.answer(Verdict.TOO_BIG, error, Packets.empty(), MTU, 1, 1)).isFalse();
        error.putU8(Ip6Header.SIZE, Icmp6.ECHO_REQUEST);
        assertThat(Ip6Tunnel.answer(Verdict.TOO_BIG, error, Packets.empty(), MTU, 1, 1)).isTrue();

        var four = Packets.of(TunnelVectors.of("error").getLast().inner());
        four.putU8(9, Ip4Header.ICMP);
        four.putU8(Ip4Header.SIZE, 3);
        assertThat(Ip6Tunnel.answer(Verdict.TOO_BIG, four, Packets.empty(), MTU, 0, 1)).isFalse();
        four.putU8(Ip4Header.SIZE, 8);
        assertThat(Ip6Tunnel.answer(Verdict.TOO_BIG, four, Packets.empty(), MTU, 0, 1)).isTrue();
        four.putU16(6, 1); // a later fragment
        assertThat(Ip6Tunnel.answer(Verdict.TOO_BIG, four, Packets.empty(), MTU, 0, 1)).isFalse();
        assertThat(Ip6Tunnel.answer(Verdict.OK, four, Packets.empty(), MTU, 0, 1)).isFalse();
    }

    @Test
    void whatIsNoTunnelledPacketStaysAsItWas() {
        for (int type : new int[] {0, 6, 17, 43, 50, 58, 59, 99, 255}) {
            var p = Packets.ofHex("0102030405060708");
            assertThat(Ip6Tunnel.open(p, type)).isEqualTo(Ip6Tunnel.FOREIGN);
            assertThat(p.toString()).isEqualTo("0102030405060708");
        }
        String options = "1100040104010100" + "aabb";
        var udpBehindOptions = Packets.ofHex(options);
        assertThat(Ip6Tunnel.open(udpBehindOptions, Ip6Tunnel.OPTIONS))
                .isEqualTo(Ip6Tunnel.FOREIGN);
        assertThat(udpBehindOptions.toString()).isEqualTo(options);
        var fragmentOfUdp = Packets.ofHex("1100000100000007" + "aabb");
        assertThat(Ip6Tunnel.open(fragmentOfUdp, Ip6Tunnel.FRAGMENT)).isEqualTo(Ip6Tunnel.FOREIGN);
        assertThat(fragmentOfUdp.length()).isEqualTo(10);
    }

    @Test
    void optionsThatForbidToGoOnAreHeeded() {
        assertThat(openOptions("2900 3f01 00 010100"))
                .as("unknown, to be passed over")
                .isEqualTo(41);
        for (var first : new String[] {"7f", "bf", "ff", "c9"})
            assertThat(openOptions("2900" + first + "01 00 010100")).isEqualTo(Ip6Tunnel.BAD);
    }

    @Test
    void optionsThatCannotBeReadAreRefused() {
        assertThat(openOptions("2900 0402 0404 0100")).as("limit of two bytes").isEqualTo(-1);
        assertThat(openOptions("2900 0400 01 020000")).as("limit of no byte").isEqualTo(-1);
        assertThat(openOptions("2900 0105 00000000")).as("longer than the header").isEqualTo(-1);
        assertThat(openOptions("2900 0000 00000001")).as("type without a length").isEqualTo(-1);
        assertThat(openOptions("2902 0401 04010100")).as("header longer than all").isEqualTo(-1);
        assertThat(openOptions("2900 0000 00000000")).as("nothing but padding").isEqualTo(41);
        assertThat(openOptions("3c00 0401 04010100".repeat(7) + "2900 0401 04010100"))
                .isEqualTo(41);
        assertThat(openOptions("3c00 0401 04010100".repeat(8) + "2900 0401 04010100"))
                .as("more headers than any sender writes")
                .isEqualTo(-1);
    }

    private static int openOptions(String hex) {
        return Ip6Tunnel.open(Packets.ofHex(hex.replace(" ", "")), Ip6Tunnel.OPTIONS);
    }

    private static Packet ip6(int length) {
        var p = Packets.zeros(length - Ip6Header.SIZE);
        Ip6Header.prepend(p, Ip6Header.UDP, 64);
        return p;
    }
}
