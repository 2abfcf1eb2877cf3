package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.LinkAddress;
import org.junit.jupiter.api.Test;

class LinkAddressFieldTest {
    @Test
    void addressesOfBothFamiliesAreReadAsTheyWereWritten() throws Exception {
        assertField("10.77.0.2:41061", "0108" + "a065" + "0a4d0002" + "00".repeat(24));
        assertField(
                "[2001:db8::1]:5",
                "0214" + "0005" + "20010db8000000000000000000000001" + "00".repeat(12));
    }

    private static void assertField(String address, String hex) throws Exception {
        var field = LinkAddressField.of(LinkAddress.parse(address));
        assertThat(field.bytes().toString()).isEqualTo(hex);
        assertThat(field.address()).isEqualTo(LinkAddress.parse(address));
    }

    @Test
    void anEthernetAddressIsOfTheTypeThatNobodyReads() throws Exception {
        var field = LinkAddressField.of(LinkAddress.parse("02:00:00:00:00:01"));
        assertThat(field.bytes().toString())
                .isEqualTo("0320" + "0000" + "020000000001" + "00".repeat(22));
        assertThat(field.address()).isNull();
    }

    @Test
    void whatCannotBeUnderstoodIsNoAddress() {
        assertThat(LinkAddressField.NONE.bytes().toString()).isEqualTo("0002" + "00".repeat(30));
        assertThat(LinkAddressField.NONE.address()).isNull();
        for (var start : new String[] {"0107a0650a4d0002", "0208a0650a4d0002", "0408a0650a4d0002"})
            assertThat(field(start).address()).as("type or length").isNull();
        assertThat(field("010800000a4d0002").address()).as("port 0").isNull();
    }

    @Test
    void aFieldHas32Bytes() {
        assertThatThrownBy(() -> new LinkAddressField(Bytes.zeros(31)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static LinkAddressField field(String start) {
        return new LinkAddressField(Bytes.ofHex(start + "00".repeat(24)));
    }
}
