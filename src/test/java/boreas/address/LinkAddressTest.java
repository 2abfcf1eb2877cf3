package boreas.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkAddressTest {
    @ParameterizedTest
    @CsvSource({
        "1.2.3.4:5, UDP4, 1.2.3.4:5",
        "255.255.255.255:65535, UDP4, 255.255.255.255:65535",
        "[::1]:5, UDP6, [::1]:5",
        "[2001:DB8:0::7]:1024, UDP6, [2001:db8::7]:1024",
        "01:02:03:04:05:06, ETHERNET, 01:02:03:04:05:06",
        "FF:ee:dd:CC:bb:aa, ETHERNET, ff:ee:dd:cc:bb:aa",
    })
    void isReadAndWritten(String text, LinkAddress.Kind kind, String written) throws Exception {
        var address = LinkAddress.parse(text);
        assertThat(address.kind()).isEqualTo(kind);
        assertThat(address).hasToString(written);
        assertThat(LinkAddress.parse(written)).isEqualTo(address);
        assertThat(LinkAddress.of(address.hi(), address.lo(), address.udpPort()))
                .isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "1.2.3.4, there is no port, -1",
                "1.2.3.4:, port must be a number from 0 to 65535, 8",
                "1.2.3.4:65536, port must be a number from 0 to 65535, 8",
                "1.2.3.4:-1, port must be a number from 0 to 65535, 8",
                "1.2.3.4:5x, port must be a number from 0 to 65535, 8",
                "1.2.3:5, an IPv4 address is four numbers from 0 to 255, 0",
                "1.2.3.256:5, an IPv4 address is four numbers from 0 to 255, 0",
                "::1, IPv6 addresses need brackets; write [::1]:$PORT, 0",
                "fe80::1:2:3:4:5:6:8, IPv6 addresses need brackets; write [fe80::1:2:3:4:5:6]:8, 0",
                "1:2:3:4:5:6:7:8:9, IPv6 addresses need brackets; write [1:2:3:4:5:6:7:8]:9, 0",
                "01:02:03:04:05:6, not an address with a port, 0",
                "[::1:5, '[' without ']', 0",
                "[1.2.3.4]:5, not an IPv6 address in the brackets, 1",
                "[::1], expected ':' and a port behind ']', 5",
                "[::1]x5, expected ':' and a port behind ']', 5",
                "[::1]:x, port must be a number from 0 to 65535, 6",
                "host.example:5, not an IP address with a port, 0",
                ":5, not an address or a host name, 0",
            })
    void whatIsNoAddressIsRefusedWithAReasonAndAPlace(String text, String reason, int index) {
        assertThatThrownBy(() -> LinkAddress.parse(text))
                .isInstanceOfSatisfying(
                        AddressException.class, e -> assertThat(e.index()).isEqualTo(index))
                .hasMessageStartingWith(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "vps.example.net:5, vps.example.net",
        "VPS2:5, vps2",
        "a-b.c_d.e:5, a-b.c_d.e",
        "example.net.:5, example.net.",
        "4you.example:5, 4you.example",
    })
    void namesOfHostsArePeersButNoLinkAddresses(String text, String host) throws Exception {
        assertThat(PeerEndpoint.parse(text)).isEqualTo(new PeerEndpoint.Named(host, 5));
        assertThat(PeerEndpoint.parse(text)).hasToString(host + ":5");
        assertThatThrownBy(() -> LinkAddress.parse(text)).isInstanceOf(AddressException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a..b:5, 2",
        "-a:5, 0",
        "a-.b:5, 1",
        "a b:5, 1",
        "ä:5, 0",
        ".:5, 0",
        ".a:5, 0",
        "a/b:5, 1"
    })
    void whatIsNoNameIsRefusedAtItsFirstWrongCharacter(String text, int index) {
        assertThatThrownBy(() -> PeerEndpoint.parse(text))
                .isInstanceOfSatisfying(
                        AddressException.class, e -> assertThat(e.index()).isEqualTo(index));
    }

    @Test
    void aNameHasLimits() throws Exception {
        String label = "a".repeat(63);
        PeerEndpoint.parse(label + "." + label + ":5");
        assertThatThrownBy(() -> PeerEndpoint.parse(label + "a:5"))
                .isInstanceOf(AddressException.class);
        String tooLong = (label + ".").repeat(4) + "a:5";
        assertThatThrownBy(() -> PeerEndpoint.parse(tooLong)).isInstanceOf(AddressException.class);
    }

    @Test
    void aLinkInsideTheMeshIsALoop() throws Exception {
        assertThat(LinkAddress.parse("[fc00::1]:5").isInsideCjdns()).isTrue();
        assertThat(LinkAddress.parse("[fd00::1]:5").isInsideCjdns()).isFalse();
        assertThat(LinkAddress.parse("252.0.0.1:5").isInsideCjdns()).isFalse();
        assertThat(LinkAddress.parse("fc:00:00:00:00:01").isInsideCjdns()).isFalse();
    }
}
