package boreas.site;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.LinkAddress;
import org.junit.jupiter.api.Test;

/// Expected prefixes: computed with Python's `hashlib` by the text of RFC 4193, 3.2.2.
class UlaPrefixTest {
    @Test
    void isMadeByTheAlgorithmOfTheRfc() {
        assertThat(made(0, "00:16:3e:01:6c:8d")).isEqualTo("fda7:af5c:925d::/48");
        assertThat(made(1732285805123L, "00:16:3e:01:6c:8d")).isEqualTo("fd14:e8f:c711::/48");
        assertThat(made(1732285805124L, "02:00:00:00:00:01")).isEqualTo("fde2:cf40:88bd::/48");
        assertThat(made(4102444800999L, "ff:ff:ff:ff:ff:ff"))
                .as("after NTP's era has ended")
                .isEqualTo("fdb2:5fe8:380b::/48");
    }

    @Test
    void theMacBecomesAnEui64WithTheUniversalBitTurned() {
        assertThat(UlaPrefix.eui64(0x00163e016c8dL)).isEqualTo(0x02163efffe016c8dL);
        assertThat(UlaPrefix.eui64(0x020000000001L)).isEqualTo(0x000000fffe000001L);
    }

    @Test
    void timeIsThatOfNtp() {
        assertThat(UlaPrefix.ntp(0)).isEqualTo(2_208_988_800L << 32);
        assertThat(UlaPrefix.ntp(500) & 0xffffffffL).isEqualTo(0x80000000L);
    }

    private static String made(long epochMillis, String mac) {
        var address = LinkAddress.mac(mac);
        if (address == null) throw new AssertionError(mac);
        return UlaPrefix.ofMac(epochMillis, address.lo()).toString();
    }
}
