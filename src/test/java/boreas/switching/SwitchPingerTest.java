package boreas.switching;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.Label;
import boreas.switching.SwitchPinger.Answer;
import boreas.switching.SwitchPinger.Question;
import boreas.switching.SwitchPinger.Result;
import boreas.wire.Batch;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import boreas.wire.ControlFrame.Snode;
import boreas.wire.ControlHeader;
import boreas.wire.LinkAddressField;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import boreas.wire.SwitchErrorCode;
import boreas.wire.SwitchHeader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SwitchPingerTest {
    private static final int VERSION = 22;
    private static final long TIMEOUT_NS = 2_000_000_000L;
    private static final int SLOT = 3;
    private static final long PATH = Label.ofInterface(SLOT);
    private static final Bytes DATA = Bytes.of((byte) 7, (byte) 8);

    private final Random random = new Random(3);
    private final PublicKey ownKey = PublicKey.of(new byte[PublicKey.BYTES], 0);
    private final Timers timers = new Timers();
    private final Counters counters = new Counters();
    private final World world = new World(random::nextBytes, timers, counters, EventLog.SILENT);
    private final Batch batch = new Batch(64);
    private final Switch labelSwitch = new Switch(world);
    private final SwitchPinger pinger =
            new SwitchPinger(world, labelSwitch, PacketSource.of(batch), ownKey, VERSION);
    private final List<String> errors = new ArrayList<>();
    private final FakeSlot peer = new FakeSlot();
    private final List<Answer> answers = new ArrayList<>();

    SwitchPingerTest() {
        new OwnRouter(
                world,
                labelSwitch,
                pinger,
                ownKey,
                VERSION,
                (_, _, _) -> {},
                (path, code, _, _) -> errors.add(Label.toText(path) + " " + code));
        labelSwitch.attach(peer, SLOT);
    }

    @Test
    void aPingGoesAlongThePathWithTheAskersData() {
        assertThat(ask(Question.PING)).isEqualTo(Verdict.OK);
        var sent = lastSent();
        assertThat(SwitchHeader.label(sent)).isEqualTo(1L << 63 | 1);
        var ping = (ControlFrame.Ping) read(sent);
        assertThat(ping.version()).isEqualTo(VERSION);
        assertThat(ping.data().slice(12, 2)).isEqualTo(DATA);
    }

    @Test
    void aPongOfTheSamePathWithTheSameDataIsTheAnswer() {
        ask(Question.PING);
        receive(new ControlFrame.Pong(21, sentData()), 30_000_000);
        assertThat(answers).hasSize(1);
        var answer = answers.getFirst();
        assertThat(answer.result()).isEqualTo(Result.PONG);
        assertThat(answer.path()).isEqualTo(PATH);
        assertThat(answer.responsePath()).isEqualTo(PATH);
        assertThat(answer.elapsedNs()).isEqualTo(30_000_000);
        assertThat(answer.data()).isEqualTo(DATA);
        assertThat(answer.reply()).isInstanceOf(ControlFrame.Pong.class);
        assertThat(timers.nextDeadlineNs()).isEqualTo(Timers.NEVER);
    }

    @Test
    void everyQuestionHasItsAnswer() {
        var key = Bytes.of(new byte[32]);
        var snodeKey = Bytes.of((byte) 0xfc).and(Bytes.zeros(31));
        for (var question : Question.values()) {
            ask(question);
            var data = sentData();
            ControlFrame reply =
                    switch (question) {
                        case PING -> new ControlFrame.Pong(22, data);
                        case KEYPING -> new ControlFrame.KeyPong(22, key, data);
                        case GETSNODE ->
                                new ControlFrame.GetSnodeReply(
                                        22, new Snode(21, Snode.NO_LIMIT, snodeKey, 0x13), data);
                        case RPATH -> new ControlFrame.RpathReply(22, 0x15, data);
                        case LLADDR ->
                                new ControlFrame.LinkAddressReply(22, LinkAddressField.NONE, data);
                    };
            receive(reply, 1);
            assertThat(answers.getLast().result()).isEqualTo(Result.PONG);
            assertThat(answers.getLast().reply()).isEqualTo(reply);
        }
        assertThat(answers).hasSize(Question.values().length);
    }

    @Test
    void theAnswerToAnotherQuestionDoesNotCount() {
        ask(Question.PING);
        receive(new ControlFrame.RpathReply(22, 0x15, sentData()), 1);
        assertThat(answers).isEmpty();
        assertThat(counters.of(Verdict.UNASKED)).isEqualTo(1);
    }

    @Test
    void withoutAnswerTheQuestionEndsWithATimeout() {
        ask(Question.PING);
        timers.runUntil(TIMEOUT_NS - 1);
        assertThat(answers).isEmpty();
        timers.runUntil(TIMEOUT_NS);
        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst().result()).isEqualTo(Result.TIMEOUT);
        assertThat(answers.getFirst().reply()).isNull();
        receive(new ControlFrame.Pong(21, sentData()), TIMEOUT_NS + 1);
        assertThat(answers).as("late pong").hasSize(1);
    }

    @Test
    void aRepeatedAnswerIsDropped() {
        ask(Question.PING);
        receive(new ControlFrame.Pong(21, sentData()), 1);
        receive(new ControlFrame.Pong(21, sentData()), 2);
        assertThat(answers).hasSize(1);
        assertThat(counters.of(Verdict.UNASKED)).isEqualTo(1);
    }

    @Test
    void theRightBytesFromAnotherPathAreToldAsSuch() {
        ask(Question.PING);
        var p = frame(new ControlFrame.Pong(21, sentData()), Label.reverse64(0x15) | 1);
        labelSwitch.forward(p, SLOT, 1);
        assertThat(answers.getFirst().result()).isEqualTo(Result.DIFF_LABEL);
        assertThat(answers.getFirst().responsePath()).isEqualTo(0x157);
    }

    @Test
    void changedDataAreToldAsSuch() {
        for (var changed :
                List.of(DATA.and(Bytes.of((byte) 0)), DATA.slice(0, 1), Bytes.zeros(2))) {
            ask(Question.PING);
            receive(new ControlFrame.Pong(21, sentData().slice(0, 12).and(changed)), 1);
            assertThat(answers.getLast().result()).isEqualTo(Result.DIFF_DATA);
        }
    }

    @Test
    void aGuessedCookieIsNoAnswer() {
        ask(Question.PING);
        var data = sentData();
        for (int at = 0; at < 12; at++) {
            var forged = data.toArray();
            forged[at] ^= 1;
            receive(new ControlFrame.Pong(21, Bytes.of(forged)), 1);
        }
        for (int length = 0; length < 12; length++)
            receive(new ControlFrame.Pong(21, data.slice(0, length)), 1);
        assertThat(answers).isEmpty();
        assertThat(counters.of(Verdict.UNASKED)).isEqualTo(24);
    }

    @Test
    void handlesOutsideTheTableAreNoAnswers() {
        ask(Question.PING);
        for (int handle : new int[] {0, 51, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
            receive(new ControlFrame.Pong(21, Bytes.ofI32(handle).and(Bytes.zeros(8))), 1);
        assertThat(answers).isEmpty();
    }

    @Test
    void aSwitchThatCannotForwardEndsTheQuestion() {
        ask(Question.PING);
        receive(errorAbout(lastSent(), SwitchErrorCode.MALFORMED_ADDRESS), 5);
        assertThat(answers.getFirst().result()).isEqualTo(Result.ERR_SWITCH);
        assertThat(answers.getFirst().reply()).isInstanceOf(ControlFrame.SwitchError.class);
        assertThat(errors).containsExactly("0000.0000.0000.0017 1");

        ask(Question.KEYPING);
        receive(errorAbout(lastSent(), SwitchErrorCode.LOOP_ROUTE), 5);
        assertThat(answers.getLast().result()).isEqualTo(Result.ERR_LOOP);
    }

    @Test
    void anErrorThatQuotesTooLittleOrSomethingElseEndsNothing() {
        ask(Question.PING);
        var sent = lastSent();
        int enough = ControlHeader.IN_FRAME + ControlHeader.BODY + 12;
        for (int length = ControlFrame.SwitchError.MIN_CAUSE; length < enough; length++) {
            var cause = Bytes.of(sent, 0, length);
            receive(new ControlFrame.SwitchError(1, cause), 1);
        }
        var other = Bytes.of(sent, 0, sent.length()).toArray();
        other[ControlHeader.IN_FRAME + ControlHeader.BODY + 5] ^= 1;
        receive(new ControlFrame.SwitchError(1, Bytes.of(other)), 1);
        assertThat(answers).isEmpty();
    }

    @Test
    void aPathThatDoesNotBeginHereEndsAtTheNextChance() {
        var verdict =
                pinger.ask(
                        Question.PING,
                        Label.ofInterface(5),
                        DATA,
                        TIMEOUT_NS,
                        (answer, _) -> answers.add(answer),
                        0);
        assertThat(verdict).isEqualTo(Verdict.OK);
        assertThat(answers).isEmpty();
        timers.runUntil(0);
        assertThat(answers.getFirst().result()).isEqualTo(Result.ERR_SWITCH);
    }

    @Test
    void aLinkThatIsDownEndsInATimeout() {
        peer.verdict = Verdict.NOT_ESTABLISHED;
        ask(Question.PING);
        timers.runUntil(TIMEOUT_NS);
        assertThat(answers.getFirst().result()).isEqualTo(Result.TIMEOUT);
    }

    @Test
    void aNodeAnswersItself() {
        for (var question : List.of(Question.PING, Question.KEYPING, Question.RPATH)) {
            pinger.ask(question, Label.SELF, DATA, TIMEOUT_NS, (a, _) -> answers.add(a), 0);
            assertThat(answers.getLast().result()).isEqualTo(Result.PONG);
        }
        assertThat(answers).hasSize(3);
    }

    @Test
    void noSupernodeIsNoAnswer() {
        ask(Question.GETSNODE);
        receive(new ControlFrame.GetSnodeReply(22, Snode.UNKNOWN, sentData()), 1);
        assertThat(answers).isEmpty();
        timers.runUntil(TIMEOUT_NS);
        assertThat(answers.getFirst().result()).isEqualTo(Result.TIMEOUT);
    }

    @Test
    void onlySoManyQuestionsAreOpenAtOneTime() {
        for (int i = 0; i < SwitchPinger.OUTSTANDING_MAX; i++) {
            batch.clear();
            assertThat(ask(Question.PING)).isEqualTo(Verdict.OK);
        }
        assertThat(new HashSet<>(peer.frames)).hasSize(SwitchPinger.OUTSTANDING_MAX);
        assertThat(ask(Question.PING)).isEqualTo(Verdict.NO_ROOM);
        timers.runUntil(TIMEOUT_NS);
        assertThat(answers).hasSize(SwitchPinger.OUTSTANDING_MAX);
        assertThat(ask(Question.PING)).isEqualTo(Verdict.OK);
    }

    @Test
    void withoutAPacketNothingIsAsked() {
        while (!batch.isFull()) batch.next();
        assertThat(ask(Question.PING)).isEqualTo(Verdict.NO_ROOM);
        assertThat(timers.nextDeadlineNs()).isEqualTo(Timers.NEVER);
    }

    @Test
    void dataThatCannotBeCarriedIsRefused() {
        assertThat(ask(Question.PING, Bytes.zeros(SwitchPinger.DATA_MAX))).isEqualTo(Verdict.OK);
        assertThat(ask(Question.PING, Bytes.zeros(SwitchPinger.DATA_MAX + 1)))
                .isEqualTo(Verdict.TOO_BIG);
        assertThat(ask(Question.KEYPING, Bytes.zeros(SwitchPinger.KEYPING_DATA_MAX)))
                .isEqualTo(Verdict.OK);
        assertThat(ask(Question.KEYPING, Bytes.zeros(SwitchPinger.KEYPING_DATA_MAX + 1)))
                .isEqualTo(Verdict.TOO_BIG);
    }

    @Test
    void everyResultHasTheWordOfTheAdminApi() {
        assertThat(List.of(Result.values()).stream().map(Result::text))
                .containsExactly(
                        "pong",
                        "timeout",
                        "diff_label",
                        "diff_data",
                        "err_switch",
                        "err_loop",
                        "err_unknown");
    }

    private Verdict ask(Question question) {
        return ask(question, DATA);
    }

    private Verdict ask(Question question, Bytes data) {
        return pinger.ask(question, PATH, data, TIMEOUT_NS, (answer, _) -> answers.add(answer), 0);
    }

    /// What the switch gave the peer last.
    private Packet lastSent() {
        return new Batch(1).next().append(HexFormat.of().parseHex(peer.frames.getLast()));
    }

    private Bytes sentData() {
        return switch (read(lastSent())) {
            case ControlFrame.Ping(_, var data) -> data;
            case ControlFrame.KeyPing(_, _, var data) -> data;
            case ControlFrame.GetSnodeQuery(_, _, var data) -> data;
            case ControlFrame.RpathQuery(_, _, var data) -> data;
            case ControlFrame.LinkAddressQuery(_, _, var data) -> data;
            case ControlFrame frame -> throw new AssertionError("not a question: " + frame);
        };
    }

    private static ControlFrame read(Packet frame) {
        frame.dropFront(ControlHeader.IN_FRAME);
        assertThat(ControlHeader.check(frame)).isEqualTo(Verdict.OK);
        var read = ControlFrame.read(frame);
        frame.prepend(ControlHeader.IN_FRAME);
        return read;
    }

    private static ControlFrame errorAbout(Packet cause, int code) {
        return new ControlFrame.SwitchError(code, Bytes.of(cause, 0, cause.length()));
    }

    private static Packet frame(ControlFrame frame, long label) {
        var p = new Batch(1).next();
        frame.writeTo(p);
        SwitchHeader.prependControl(p, label, SwitchHeader.PLAIN);
        return p;
    }

    private void receive(ControlFrame reply, long nowNs) {
        labelSwitch.forward(frame(reply, 1L << 63 | 1), SLOT, nowNs);
    }
}
