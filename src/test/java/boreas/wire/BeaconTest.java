package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BeaconTest {
    private static final String PASSWORD = "6a".repeat(19) + "00";
    private static final String KEY = "fc" + "11".repeat(31);
    private static final String BEACON = "00000015" + PASSWORD + KEY;

    @Test
    void deconstruct() {
        var p = Packets.ofHex(BEACON);
        assertThat(Beacon.fits(p)).isTrue();
        assertThat(Beacon.version(p)).isEqualTo(21);
        assertThat(Beacon.password(p)).isEqualTo(HexFormat.of().parseHex(PASSWORD));
        assertThat(Beacon.key(p)).isEqualTo(HexFormat.of().parseHex(KEY));
    }

    @Test
    void construct() {
        assertThat(beacon().toString()).isEqualTo(BEACON);
        assertThatThrownBy(() -> Beacon.write(Packets.empty(), 22, new byte[19], new byte[32]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Beacon.write(Packets.empty(), 22, new byte[20], new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBeaconThatIsCutShortIsNone() {
        var p = beacon();
        p.extend(1);
        assertThat(Beacon.fits(p)).as("a longer one is accepted").isTrue();
        for (int length = Beacon.SIZE; length-- > 0; ) {
            p.truncate(length);
            assertThat(Beacon.fits(p)).isFalse();
        }
    }

    @Test
    void onUdpItNamesTheDataPort() {
        var p = beacon();
        UdpBeaconHeader.prepend(p, 41061);
        assertThat(p.toString()).isEqualTo("fffffffc" + "00" + "00" + "a065" + BEACON);
        assertThat(UdpBeaconHeader.fits(p)).isTrue();
        assertThat(UdpBeaconHeader.dataPort(p)).isEqualTo(41061);
    }

    @Test
    void aUdpHeaderWithAnyOtherFixedByteIsNone() {
        for (int at = 0; at < 6; at++) {
            var p = beacon();
            UdpBeaconHeader.prepend(p, 41061);
            p.putU8(at, p.u8(at) ^ 1);
            assertThat(UdpBeaconHeader.fits(p)).as("byte " + at).isFalse();
        }
        for (int length = 0; length < UdpBeaconHeader.SIZE; length++) {
            var p = beacon();
            UdpBeaconHeader.prepend(p, 41061);
            p.truncate(length);
            assertThat(UdpBeaconHeader.fits(p)).as(length + " bytes").isFalse();
        }
    }

    @Test
    void onEthernetTheFrameSaysHowLongItIs() {
        var p = beacon();
        EthernetHeader.prepend(p);
        assertThat(p.toString()).isEqualTo("00" + "00" + "003e" + "fc00" + BEACON);
        assertThat(EthernetHeader.fits(p)).isTrue();
        // Padding behind it is cut off.
        p.extend(10);
        assertThat(EthernetHeader.fits(p)).isTrue();
        assertThat(EthernetHeader.length(p)).isEqualTo(62);
        EthernetHeader.strip(p);
        assertThat(p.toString()).isEqualTo(BEACON);
    }

    @Test
    void anEthernetFrameWithAWrongFieldIsNone() {
        for (var frame :
                new String[] {
                    "01" + "00" + "0007" + "fc00" + "aa",
                    "00" + "00" + "0008" + "fc00" + "aa",
                    "00" + "00" + "0005" + "fc00" + "aa",
                    "00" + "00" + "0000" + "fc00" + "aa",
                    "00" + "00" + "0007" + "fc01" + "aa",
                    "00" + "00" + "0007" + "fd00" + "aa"
                }) assertThat(EthernetHeader.fits(Packets.ofHex(frame))).as(frame).isFalse();
        assertThat(EthernetHeader.fits(Packets.ofHex("00" + "ff" + "0007" + "fc00" + "aa")))
                .as("the unused byte may be anything")
                .isTrue();
        assertThat(EthernetHeader.fits(Packets.ofHex("00" + "00" + "0006" + "fc00"))).isTrue();
        var p = Packets.ofHex("00" + "00" + "0006" + "fc00");
        for (int length = EthernetHeader.SIZE; length-- > 0; ) {
            p.truncate(length);
            assertThat(EthernetHeader.fits(p)).isFalse();
        }
    }

    private static Packet beacon() {
        var p = Packets.empty();
        Beacon.write(p, 21, HexFormat.of().parseHex(PASSWORD), HexFormat.of().parseHex(KEY));
        return p;
    }
}
