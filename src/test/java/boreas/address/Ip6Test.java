package boreas.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ip6Test {
    @ParameterizedTest
    @CsvSource({
        "::, 0000:0000:0000:0000:0000:0000:0000:0000, ::",
        "::1, 0000:0000:0000:0000:0000:0000:0000:0001, ::1",
        "fc00::1, fc00:0000:0000:0000:0000:0000:0000:0001, fc00::1",
        "1::, 0001:0000:0000:0000:0000:0000:0000:0000, 1::",
        "2001:DB8:0:0:1:0:0:1, 2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
        "1:0:3:4:5:6:7:8, 0001:0000:0003:0004:0005:0006:0007:0008, 1:0:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 0001:0002:0003:0004:0005:0006:0007:0000, 1:2:3:4:5:6:7:0",
        "::ffff:192.0.2.1, 0000:0000:0000:0000:0000:ffff:c000:0201, ::ffff:192.0.2.1",
        "64:ff9b::192.0.2.33, 0064:ff9b:0000:0000:0000:0000:c000:0221, 64:ff9b::c000:221",
    })
    void isReadInEachNotationAndWrittenInTwo(String text, String full, String compressed)
            throws Exception {
        var ip = Ip6.parse(text);
        assertThat(ip).hasToString(full);
        assertThat(ip.compressedText()).isEqualTo(compressed);
        assertThat(Ip6.parse(full)).isEqualTo(ip);
        assertThat(Ip6.parse(compressed)).isEqualTo(ip);
        assertThat(Ip6.of(ip.bytes(), 0)).isEqualTo(ip);
        assertThat(ip.toInetAddress().getAddress()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "g::",
                "::1.2.3",
                "::1.2.3.256",
                "::1.2.3.04",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "fe80::1%eth0",
                " ::1",
                "[::1]",
                "+1::",
                "::-1"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> Ip6.parse(text)).hasMessage("not an IPv6 address");
    }

    @Test
    void theShortFormHasNoGap() throws Exception {
        assertThat(Ip6.parse("fc00::bda:1").shortText()).isEqualTo("fc00:0:0:0:0:0:bda:1");
    }

    @Test
    void nodeAddressesAreInFc() throws Exception {
        assertThat(Ip6.parse("fc00::1").isCjdns()).isTrue();
        assertThat(Ip6.parse("fcff::").isCjdns()).isTrue();
        assertThat(Ip6.parse("fd00::1").isCjdns()).isFalse();
        assertThat(Ip6.HANDLER).isEqualTo(Ip6.parse("fc00::1"));
    }

    @Test
    void addressesAreOrderedUnsigned() throws Exception {
        assertThat(Ip6.parse("fc00::1")).isGreaterThan(Ip6.parse("2001:db8::"));
        assertThat(Ip6.parse("::ffff:0:0:0")).isGreaterThan(Ip6.parse("::1"));
    }

    @ParameterizedTest
    @CsvSource({
        "fc00::/8, fcff::1, fd00::",
        "fd00:1:2::/48, fd00:1:2:3::1, fd00:1:3::",
        "::/0, fc00::1, ",
        "fc00::1/128, fc00::1, fc00::2",
        "fc00::/65, fc00::7fff:0:0:0, fc00:0:0:0:8000::"
    })
    void aPrefixContainsWhatBeginsWithIt(String text, String inside, String outside)
            throws Exception {
        var prefix = Ip6Prefix.parse(text);
        assertThat(prefix).hasToString(text);
        assertThat(prefix.contains(Ip6.parse(inside))).isTrue();
        if (outside != null) assertThat(prefix.contains(Ip6.parse(outside))).isFalse();
    }

    @Test
    void prefixesOverlapWhenOneContainsTheOther() throws Exception {
        var mesh = Ip6Prefix.parse("fc00::/7");
        assertThat(mesh.overlaps(Ip6Prefix.CJDNS)).isTrue();
        assertThat(Ip6Prefix.CJDNS.overlaps(mesh)).isTrue();
        assertThat(Ip6Prefix.CJDNS.contains(mesh)).isFalse();
        assertThat(Ip6Prefix.CJDNS.overlaps(Ip6Prefix.parse("fd00::/8"))).isFalse();
        assertThat(Ip6Prefix.parse("fc12:3::4/16")).hasToString("fc12::/16");
        assertThat(Ip6Prefix.parse("fc12::1").bits()).isEqualTo(128);
        for (String wrong : new String[] {"fc00::/129", "fc00::/-1", "fc00::/", "fc00/8", "/8"})
            assertThatThrownBy(() -> Ip6Prefix.parse(wrong)).isInstanceOf(AddressException.class);
    }

    @Test
    void ip4IsFourNumbers() throws Exception {
        assertThat(Ip4.parse("192.168.1.24").bits()).isEqualTo(0xc0a80118);
        assertThat(Ip4.parse("255.255.255.255")).hasToString("255.255.255.255");
        assertThat(Ip4.parse("1.2.3.4").mapped().isMapped()).isTrue();
        for (String wrong :
                new String[] {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1..3.4"})
            assertThatThrownBy(() -> Ip4.parse(wrong)).isInstanceOf(AddressException.class);
    }
}
