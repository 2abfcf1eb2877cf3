package boreas.switching;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.LinkAddress;
import boreas.address.PublicKey;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.Label;
import boreas.wire.Batch;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import boreas.wire.ControlFrame.Snode;
import boreas.wire.ControlHeader;
import boreas.wire.ControlType;
import boreas.wire.LinkAddressField;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import boreas.wire.SwitchErrorCode;
import boreas.wire.SwitchHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnRouterTest {
    private static final int VERSION = 22;
    private static final int SLOT = 3;
    private static final long PATH = Label.ofInterface(SLOT);

    /// How a neighbour addresses our router.
    private static final long TO_ROUTER = 1L << 63 | 1;

    private static final Bytes DATA = Bytes.of((byte) 1, (byte) 2, (byte) 3);

    private final PublicKey ownKey = PublicKey.of(new byte[PublicKey.BYTES], 0);
    private final Counters counters = new Counters();
    private final World world = new World(into -> {}, new Timers(), counters, EventLog.SILENT);
    private final Batch batch = new Batch(512);
    private final Switch labelSwitch = new Switch(world);
    private final SwitchPinger pinger =
            new SwitchPinger(world, labelSwitch, PacketSource.of(batch), ownKey, VERSION);
    private final List<String> session = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final FakeSlot peer = new FakeSlot();

    OwnRouterTest() {
        new OwnRouter(
                world,
                labelSwitch,
                pinger,
                ownKey,
                VERSION,
                (p, pathBack, _) -> session.add(Label.toText(pathBack) + " " + p),
                (path, code, cause, _) ->
                        errors.add(Label.toText(path) + " " + code + " " + cause));
        labelSwitch.attach(peer, SLOT);
    }

    @Test
    void whatIsNoControlFrameGoesToTheSessions() {
        var p = batch.next().append(new byte[] {0, 0, 0, 9, 5});
        SwitchHeader.prepend(p, TO_ROUTER);
        assertThat(receive(p)).isEqualTo(Verdict.OK);
        assertThat(session).hasSize(1);
        assertThat(session.getFirst()).startsWith("0000.0000.0000.0017 e8").endsWith("0000000905");
    }

    @Test
    void aFrameWithoutItsFirstWordIsDropped() {
        for (int length = 0; length < 4; length++) {
            var p = batch.next().append(new byte[length]);
            SwitchHeader.prepend(p, TO_ROUTER);
            assertThat(receive(p)).isEqualTo(Verdict.RUNT);
        }
        assertThat(session).isEmpty();
    }

    @Test
    void aPingIsAnsweredWithItsOwnData() {
        for (int length : new int[] {0, 1, 12, 24, 256, 300, 1200}) {
            var data = Bytes.of(new byte[length]);
            assertThat(receive(new ControlFrame.Ping(21, data))).isEqualTo(Verdict.OK);
            assertThat(answer()).isEqualTo(new ControlFrame.Pong(VERSION, data));
        }
    }

    @Test
    void anAnswerGoesBackAlongTheReversedLabel() {
        receive(new ControlFrame.Ping(21, DATA));
        var p = batch.next().append(HexFormat.of().parseHex(peer.frames.getFirst()));
        // The slot's director is off already, as on the wire to the neighbour's router.
        assertThat(SwitchHeader.label(p)).isEqualTo(TO_ROUTER);
        assertThat(SwitchHeader.labelShift(p)).isEqualTo(4);
        assertThat(SwitchHeader.suppressesErrors(p)).isFalse();
    }

    @Test
    void aKeyPingIsAnsweredWithTheKey() {
        var query = new ControlFrame.KeyPing(20, Bytes.zeros(32), DATA);
        assertThat(receive(query)).isEqualTo(Verdict.OK);
        assertThat(answer())
                .isEqualTo(new ControlFrame.KeyPong(VERSION, Bytes.of(ownKey.bytes()), DATA));
    }

    @Test
    void aKeyPingWithTooMuchDataIsDropped() {
        var fits = new ControlFrame.KeyPing(20, Bytes.zeros(32), Bytes.zeros(64));
        assertThat(receive(fits)).isEqualTo(Verdict.OK);
        var tooMuch = new ControlFrame.KeyPing(20, Bytes.zeros(32), Bytes.zeros(65));
        assertThat(receive(tooMuch)).isEqualTo(Verdict.BAD_CONTROL_FRAME);
    }

    @Test
    void theQuestionForASupernodeIsAnsweredWithNone() {
        assertThat(receive(new ControlFrame.GetSnodeQuery(21, Snode.ASKED, DATA)))
                .isEqualTo(Verdict.OK);
        assertThat(answer())
                .isEqualTo(new ControlFrame.GetSnodeReply(VERSION, Snode.UNKNOWN, DATA));
    }

    @Test
    void theQuestionForTheReversePathIsAnsweredWithThePathBack() {
        assertThat(receive(new ControlFrame.RpathQuery(21, 0, DATA))).isEqualTo(Verdict.OK);
        assertThat(answer()).isEqualTo(new ControlFrame.RpathReply(VERSION, PATH, DATA));
    }

    @Test
    void aNeighbourIsToldItsLinkAddress() throws Exception {
        for (var text : List.of("10.0.0.2:1234", "[2001:db8::1]:5", "02:00:00:00:00:01")) {
            peer.linkAddress = LinkAddress.parse(text);
            var query = new ControlFrame.LinkAddressQuery(22, LinkAddressField.NONE, DATA);
            assertThat(receive(query)).isEqualTo(Verdict.OK);
            var field = LinkAddressField.of(peer.linkAddress);
            assertThat(answer()).isEqualTo(new ControlFrame.LinkAddressReply(VERSION, field, DATA));
        }
    }

    @Test
    void whoIsNoNeighbourIsToldNoLinkAddress() throws Exception {
        peer.linkAddress = LinkAddress.parse("10.0.0.2:1234");
        var query = new ControlFrame.LinkAddressQuery(22, LinkAddressField.NONE, DATA);
        var p = frame(query, Label.reverse64(0x15) | 1);
        assertThat(receive(p)).isEqualTo(Verdict.BAD_CONTROL_FRAME);
        assertThat(peer.frames).isEmpty();
    }

    @Test
    void aNeighbourWithoutLinkAddressIsNotAnswered() {
        var query = new ControlFrame.LinkAddressQuery(22, LinkAddressField.NONE, DATA);
        assertThat(receive(query)).isEqualTo(Verdict.BAD_CONTROL_FRAME);
    }

    @Test
    void oldVersionsAreNotAnswered() {
        for (var query :
                List.of(
                        new ControlFrame.Ping(19, DATA),
                        new ControlFrame.KeyPing(19, Bytes.zeros(32), DATA),
                        new ControlFrame.GetSnodeQuery(0, Snode.ASKED, DATA)))
            assertThat(receive(query)).isEqualTo(Verdict.INCOMPATIBLE_VERSION);
        assertThat(peer.frames).isEmpty();
        assertThat(receive(new ControlFrame.Ping(99, DATA))).isEqualTo(Verdict.OK);
        assertThat(receive(new ControlFrame.Ping(-1, DATA))).isEqualTo(Verdict.OK);
    }

    @Test
    void aWrongChecksumTypeMagicOrLengthIsDropped() {
        var p = frame(new ControlFrame.Ping(21, DATA), TO_ROUTER);
        p.putU8(p.length() - 1, 9);
        assertThat(receive(p)).isEqualTo(Verdict.BAD_CHECKSUM);

        for (int type : new int[] {0, 1, 13, 0xffff}) {
            p = frame(new ControlFrame.Ping(21, DATA), TO_ROUTER);
            p.putU16(ControlHeader.IN_FRAME + 2, type);
            reseal(p);
            assertThat(receive(p)).as("type " + type).isEqualTo(Verdict.BAD_CONTROL_FRAME);
        }
        for (var type : ControlType.values()) {
            if (type == ControlType.PING) continue;
            p = frame(new ControlFrame.Ping(21, Bytes.zeros(48)), TO_ROUTER);
            p.putU16(ControlHeader.IN_FRAME + 2, type.number());
            reseal(p);
            var expected = type == ControlType.ERROR ? Verdict.OK : Verdict.BAD_CONTROL_FRAME;
            assertThat(receive(p)).as("ping as " + type).isEqualTo(expected);
        }
        assertThat(peer.frames).isEmpty();
    }

    @Test
    void everyTruncatedFrameIsDropped() {
        for (var query : oneOfEach()) {
            int whole = frame(query, TO_ROUTER).length();
            int least = ControlHeader.IN_FRAME + ControlHeader.SIZE + query.type().minBody();
            for (int length = ControlHeader.IN_FRAME; length < whole; length++) {
                batch.clear();
                var p = frame(query, TO_ROUTER);
                p.truncate(length);
                if (length >= ControlHeader.IN_FRAME + 4) reseal(p);
                var verdict = receive(p);
                if (length < ControlHeader.IN_FRAME + ControlHeader.MIN_FRAME)
                    assertThat(verdict).isEqualTo(Verdict.RUNT);
                else if (length < least) assertThat(verdict).isEqualTo(Verdict.BAD_CONTROL_FRAME);
                else assertThat(verdict).isIn(Verdict.OK, Verdict.UNASKED);
            }
        }
    }

    @Test
    void answersThatNobodyAskedForAreDropped() {
        for (var frame : oneOfEach()) {
            var type = frame.type();
            boolean isReply =
                    switch (type) {
                        case PONG, KEYPONG, GETSNODE_REPLY, RPATH_REPLY, LLADDR_REPLY -> true;
                        default -> false;
                    };
            if (isReply) assertThat(receive(frame)).as("" + type).isEqualTo(Verdict.UNASKED);
        }
        assertThat(peer.frames).isEmpty();
    }

    @Test
    void aPongOfTheLinkLayerIsHandedToThatPeer() {
        var mark = "IFACE_CNTRLR".getBytes(StandardCharsets.US_ASCII);
        var data = Bytes.zeros(12).and(Bytes.of(mark));
        assertThat(receive(new ControlFrame.Pong(21, data))).isEqualTo(Verdict.OK);
        assertThat(peer.linkPongs).containsExactly("v21 " + data);
        assertThat(receive(new ControlFrame.Pong(22, Bytes.of(mark)))).isEqualTo(Verdict.OK);
        assertThat(peer.linkPongs).hasSize(2);
    }

    @Test
    void aPongOfTheLinkLayerFromFurtherAwayIsDropped() {
        var mark = Bytes.of("IFACE_CNTRLR".getBytes(StandardCharsets.US_ASCII));
        var far = frame(new ControlFrame.Pong(21, mark), Label.reverse64(0x15) | 1);
        assertThat(receive(far)).isEqualTo(Verdict.UNASKED);
        // Without terminator: a neighbour that addressed us by 1 where it should not.
        var unterminated = frame(new ControlFrame.Pong(21, mark), 1);
        assertThat(receive(unterminated)).isEqualTo(Verdict.UNASKED);
        assertThat(peer.linkPongs).isEmpty();
    }

    @Test
    void anErrorIsHandedToTheListenerWithItsCause() {
        var cause = Bytes.zeros(12).and(Bytes.ofI32(9));
        receive(new ControlFrame.SwitchError(SwitchErrorCode.MALFORMED_ADDRESS, cause));
        assertThat(errors).containsExactly("0000.0000.0000.0017 1 " + cause);
    }

    private List<ControlFrame> oneOfEach() {
        var key = Bytes.zeros(32);
        return List.of(
                new ControlFrame.SwitchError(1, Bytes.zeros(16)),
                new ControlFrame.Ping(22, DATA),
                new ControlFrame.Pong(22, DATA),
                new ControlFrame.KeyPing(22, key, DATA),
                new ControlFrame.KeyPong(22, key, DATA),
                new ControlFrame.GetSnodeQuery(22, Snode.ASKED, DATA),
                new ControlFrame.GetSnodeReply(22, Snode.UNKNOWN, DATA),
                new ControlFrame.RpathQuery(22, 0, DATA),
                new ControlFrame.RpathReply(22, 0x13, DATA),
                new ControlFrame.LinkAddressReply(22, LinkAddressField.NONE, DATA));
    }

    private Packet frame(ControlFrame frame, long label) {
        var p = batch.next();
        frame.writeTo(p);
        SwitchHeader.prependControl(p, label, SwitchHeader.PLAIN);
        return p;
    }

    private static void reseal(Packet p) {
        p.dropFront(ControlHeader.IN_FRAME);
        ControlHeader.seal(p);
        p.prepend(ControlHeader.IN_FRAME);
    }

    private Verdict receive(ControlFrame frame) {
        return receive(frame(frame, TO_ROUTER));
    }

    private Verdict receive(Packet p) {
        var before = counters.snapshot();
        var verdict = labelSwitch.forward(p, SLOT, 0);
        // Each drop is counted once, under its name.
        long count = before.getOrDefault(verdict, 0L);
        assertThat(counters.of(verdict)).isEqualTo(verdict == Verdict.OK ? 0 : count + 1);
        return verdict;
    }

    /// The last frame that the peer got.
    private ControlFrame answer() {
        var p = batch.next().append(HexFormat.of().parseHex(peer.frames.removeLast()));
        p.dropFront(ControlHeader.IN_FRAME);
        assertThat(ControlHeader.check(p)).isEqualTo(Verdict.OK);
        return ControlFrame.read(p);
    }
}
