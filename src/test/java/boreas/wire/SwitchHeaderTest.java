package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SwitchHeaderTest {
    private static final String BYTES = "8123456789abcdef" + "05" + "c7" + "ffee" + "ffffffff";

    @Test
    void deconstruct() {
        var p = Packets.ofHex(BYTES);
        assertThat(SwitchHeader.fits(p)).isTrue();
        assertThat(SwitchHeader.label(p)).isEqualTo(0x8123456789abcdefL);
        assertThat(SwitchHeader.congestion(p)).isEqualTo(2);
        assertThat(SwitchHeader.suppressesErrors(p)).isTrue();
        assertThat(SwitchHeader.version(p)).isEqualTo(3);
        assertThat(SwitchHeader.labelShift(p)).isEqualTo(7);
        assertThat(SwitchHeader.trafficClass(p)).isEqualTo(0xffee);
        assertThat(SwitchHeader.hasPayloadWord(p)).isTrue();
        assertThat(SwitchHeader.payloadWord(p)).isEqualTo(SwitchHeader.CONTROL);
    }

    @Test
    void anOriginWritesNoShiftAndNoTrafficClass() {
        var p = Packets.ofHex("0102");
        SwitchHeader.prepend(p, 0x13);
        assertThat(p.toString()).isEqualTo("0000000000000013" + "00" + "40" + "0000" + "0102");
        assertThat(SwitchHeader.suppressesErrors(p)).isFalse();
    }

    @Test
    void aControlFrameGetsItsMark() {
        var p = Packets.ofHex("0102");
        SwitchHeader.prependControl(p, 0x13, SwitchHeader.SUPPRESS_ERRORS);
        assertThat(p.toString()).isEqualTo("0000000000000013" + "0140" + "0000ffffffff0102");
        SwitchHeader.write(p, 0x13, SwitchHeader.SWITCH_ERROR);
        SwitchHeader.markAsForwarded(p);
        assertThat(p.toString()).isEqualTo("0000000000000013" + "0340" + "ffffffffffff0102");
    }

    @Test
    void aHopChangesLabelShiftAndTrafficClassOnly() {
        var p = Packets.ofHex(BYTES);
        SwitchHeader.hop(p, 0x15, 63);
        assertThat(p.toString()).isEqualTo("0000000000000015" + "05" + "ff" + "ffff" + "ffffffff");
        SwitchHeader.hop(p, 0x15, 0);
        assertThat(SwitchHeader.labelShift(p)).isZero();
        assertThat(SwitchHeader.version(p)).isEqualTo(3);
    }

    @Test
    void lessThan12BytesIsNoHeaderAndLessThan16HasNoPayloadWord() {
        var p = Packets.ofHex(BYTES);
        for (int length = 16; length-- > 0; ) {
            p.truncate(length);
            assertThat(SwitchHeader.fits(p)).isEqualTo(length >= 12);
            assertThat(SwitchHeader.hasPayloadWord(p)).isFalse();
        }
    }
}
