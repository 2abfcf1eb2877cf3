package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Ip6HeaderTest {
    private static final String SOURCE = "fc000000000000010000000000000002";
    private static final String DESTINATION = "fd000000000000030000000000000004";
    private static final String BYTES =
            "6ab12345" + "0003" + "3a" + "2a" + SOURCE + DESTINATION + "010203";

    @Test
    void deconstruct() {
        var p = Packets.ofHex(BYTES);
        assertThat(Ip6Header.fits(p)).isTrue();
        assertThat(Ip6Header.trafficClass(p)).isEqualTo(0xab);
        assertThat(Ip6Header.flowLabel(p)).isEqualTo(0x12345);
        assertThat(Ip6Header.payloadLength(p)).isEqualTo(3);
        assertThat(Ip6Header.nextHeader(p)).isEqualTo(Ip6Header.ICMP6);
        assertThat(Ip6Header.hopLimit(p)).isEqualTo(42);
        assertThat(Ip6Header.sourceHi(p)).isEqualTo(0xfc00000000000001L);
        assertThat(Ip6Header.sourceLo(p)).isEqualTo(2);
        assertThat(Ip6Header.destinationHi(p)).isEqualTo(0xfd00000000000003L);
        assertThat(Ip6Header.destinationLo(p)).isEqualTo(4);
    }

    @Test
    void construct() {
        var p = Packets.ofHex("010203");
        Ip6Header.prepend(p, Ip6Header.ICMP6, 42);
        Ip6Header.putSource(p, 0xfc00000000000001L, 2);
        Ip6Header.putDestination(p, 0xfd00000000000003L, 4);
        assertThat(p.toString()).isEqualTo("60000000" + BYTES.substring(8));
        Ip6Header.putTrafficClass(p, 0xab);
        Ip6Header.putHopLimit(p, 1);
        assertThat(p.toString()).startsWith("6ab00000" + "0003" + "3a" + "01");
    }

    @Test
    void aPacketThatIsCutShortOrOfAnotherVersionIsNone() {
        var p = Packets.ofHex(BYTES + "ff");
        assertThat(Ip6Header.fits(p)).as("more behind it").isTrue();
        for (int length = BYTES.length() / 2; length-- > 0; ) {
            p.truncate(length);
            assertThat(Ip6Header.fits(p)).as(length + " bytes").isFalse();
        }
        for (int version = 0; version < 16; version++) {
            p = Packets.ofHex(BYTES);
            p.putU8(0, version << 4);
            assertThat(Ip6Header.fits(p)).isEqualTo(version == 6);
        }
    }
}
