package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.env.Verdict;
import boreas.wire.ControlFrame.Snode;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlFrameTest {
    private static final Bytes DATA = Bytes.ofHex("48454c4c4f706e67");
    private static final Bytes KEY = Bytes.ofHex("fc" + "11".repeat(31));

    static final List<ControlFrame> ONE_OF_EACH =
            List.of(
                    new ControlFrame.SwitchError(1, Bytes.ofHex("22".repeat(40))),
                    new ControlFrame.Ping(21, DATA),
                    new ControlFrame.Pong(22, DATA),
                    new ControlFrame.KeyPing(21, KEY, DATA),
                    new ControlFrame.KeyPong(22, KEY, DATA),
                    new ControlFrame.GetSnodeQuery(21, Snode.ASKED, DATA),
                    new ControlFrame.GetSnodeReply(22, new Snode(21, 100, KEY, 0x13), DATA),
                    new ControlFrame.RpathQuery(21, 0x15, DATA),
                    new ControlFrame.RpathReply(22, 0x8000000000000013L, DATA),
                    new ControlFrame.LinkAddressQuery(22, LinkAddressField.NONE, DATA),
                    new ControlFrame.LinkAddressReply(
                            22, new LinkAddressField(Bytes.ofHex("33".repeat(32))), DATA));

    @Test
    void aPingIsWrittenAsTheProtocolPageShowsIt() {
        var p = Packets.empty();
        new ControlFrame.Ping(21, DATA).writeTo(p);
        assertThat(p.toString()).isEqualTo("9283" + "0003" + "09f91102" + "00000015" + DATA);
    }

    @Test
    void everyTypeIsReadAsItWasWritten() {
        var types = EnumSet.noneOf(ControlType.class);
        for (var frame : ONE_OF_EACH) {
            var p = Packets.empty();
            frame.writeTo(p);
            assertThat(ControlHeader.check(p)).isEqualTo(Verdict.OK);
            assertThat(ControlFrame.read(p)).isEqualTo(frame);
            types.add(frame.type());
        }
        assertThat(types).containsExactly(ControlType.values());
    }

    @Test
    void typesHaveTheirNumbersAndMagics() {
        for (var type : ControlType.values())
            assertThat(ControlType.of(type.number())).isEqualTo(type);
        for (int number : new int[] {-1, 0, 1, 13, 0xffff})
            assertThat(ControlType.of(number)).isNull();
        assertThat(ControlType.PONG.magic()).isEqualTo(0x9d74e35b);
        assertThat(ControlType.KEYPONG.magic()).isEqualTo(0x89abcdef);
        assertThat(ControlType.LLADDR_REPLY.magic()).isEqualTo(0x6c6c6172);
    }

    @Test
    void everyTruncatedLengthIsRefused() {
        for (var frame : ONE_OF_EACH) {
            var type = frame.type();
            var p = Packets.empty();
            frame.writeTo(p);
            for (int length = p.length(); length-- > 0; ) {
                p.truncate(length);
                if (length < ControlHeader.MIN_FRAME) {
                    assertThat(ControlHeader.check(p)).isEqualTo(Verdict.RUNT);
                    continue;
                }
                ControlHeader.seal(p);
                boolean isWhole = length >= ControlHeader.SIZE + type.minBody();
                assertThat(ControlHeader.check(p))
                        .as(type + " of " + length + " bytes")
                        .isEqualTo(isWhole ? Verdict.OK : Verdict.BAD_CONTROL_FRAME);
                if (isWhole) assertThat(ControlFrame.read(p).type()).isEqualTo(type);
            }
        }
    }

    @Test
    void everyFlippedBitBreaksTheChecksum() {
        for (var frame : ONE_OF_EACH) {
            var p = Packets.empty();
            frame.writeTo(p);
            for (int bit = 0; bit < p.length() * 8; bit++) {
                p.putU8(bit / 8, p.u8(bit / 8) ^ 1 << bit % 8);
                assertThat(ControlHeader.check(p)).isEqualTo(Verdict.BAD_CHECKSUM);
                p.putU8(bit / 8, p.u8(bit / 8) ^ 1 << bit % 8);
            }
        }
    }

    @Test
    void aWrongMagicIsRefusedInEveryTypeThatHasOne() {
        for (var frame : ONE_OF_EACH) {
            if (frame.type() == ControlType.ERROR) continue;
            for (int at = ControlHeader.MAGIC; at < ControlHeader.VERSION; at++) {
                var p = Packets.empty();
                frame.writeTo(p);
                p.putU8(at, p.u8(at) ^ 0x40);
                ControlHeader.seal(p);
                assertThat(ControlHeader.check(p)).isEqualTo(Verdict.BAD_CONTROL_FRAME);
            }
        }
    }

    @Test
    void keyPingsAreBoundedAndPingsAreNot() {
        assertThat(check(new ControlFrame.KeyPing(21, KEY, Bytes.zeros(64)))).isEqualTo(Verdict.OK);
        assertThat(check(new ControlFrame.KeyPing(21, KEY, Bytes.zeros(65))))
                .isEqualTo(Verdict.BAD_CONTROL_FRAME);
        assertThat(check(new ControlFrame.KeyPong(21, KEY, Bytes.zeros(65))))
                .isEqualTo(Verdict.BAD_CONTROL_FRAME);
        assertThat(check(new ControlFrame.Ping(21, Bytes.zeros(1400)))).isEqualTo(Verdict.OK);
    }

    @Test
    void anErrorsCauseBeginsWithItsLabel() {
        var cause = Bytes.ofHex("000000000000001f" + "00".repeat(8));
        assertThat(new ControlFrame.SwitchError(1, cause).causeLabel()).isEqualTo(0x1f);
        assertThatThrownBy(() -> new ControlFrame.SwitchError(1, cause.slice(0, 15)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anErrorMayBeLongerThanAnySwitchMakesIt() {
        assertThat(check(new ControlFrame.SwitchError(1, Bytes.zeros(1000)))).isEqualTo(Verdict.OK);
    }

    @Test
    void aFrameThatWasNotCheckedIsNotRead() {
        assertThatThrownBy(() -> ControlFrame.read(Packets.zeros(60)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Verdict check(ControlFrame frame) {
        var p = Packets.empty();
        frame.writeTo(p);
        return ControlHeader.check(p);
    }
}
