package boreas.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IpPrefixTest {
    @Test
    void bothKindsAreRead() throws AddressException {
        assertThat(IpPrefix.parse("10.1.2.3/16")).hasToString("10.1.0.0/16");
        assertThat(IpPrefix.parse("10.1.2.3")).hasToString("10.1.2.3/32");
        assertThat(IpPrefix.parse("0.0.0.0/0")).hasToString("0.0.0.0/0");
        assertThat(IpPrefix.parse("2001:db8::1/32")).hasToString("2001:db8::/32");
    }

    @Test
    void otherTextsAreNone() {
        for (var text :
                new String[] {
                    "", "10.1.2", "10.1.2.3/33", "10.1.2.3/", "10.1.2.3/-1", "x", "::/129"
                })
            assertThatThrownBy(() -> IpPrefix.parse(text)).isInstanceOf(AddressException.class);
    }

    @Test
    void kindsDoNotMix() throws AddressException {
        var four = IpPrefix.parse("10.0.0.0/8");
        assertThat(four.contains(IpPrefix.parse("10.5.0.0/16"))).isTrue();
        assertThat(four.meets(IpPrefix.parse("0.0.0.0/0"))).isTrue();
        assertThat(four.meets(IpPrefix.parse("2001:db8::/32"))).isFalse();
        assertThat(four.holds(Ip4.parse("10.9.9.9").mapped())).isTrue();
        assertThat(four.holds(Ip4.parse("11.9.9.9").mapped())).isFalse();
    }
}
