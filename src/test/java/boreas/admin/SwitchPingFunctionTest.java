package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Verdict;
import boreas.node.NodeCommand;
import boreas.switching.SwitchPinger.Question;
import boreas.switching.SwitchPinger.Result;
import boreas.value.Value;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import boreas.wire.LinkAddressField;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `SwitchPinger_*`: its words and commands.
final class SwitchPingFunctionTest extends FunctionsOnFakeNode {
    @Test
    void asksWithTheQuestionThatTheArgumentsName() {
        assertThat(question("none")).isEqualTo(Question.PING);
        assertThat(question("keyPing")).isEqualTo(Question.KEYPING);
        assertThat(question("lladdr")).isEqualTo(Question.LLADDR);
        assertThat(question("snode")).isEqualTo(Question.GETSNODE);
        assertThat(question("rpath")).isEqualTo(Question.RPATH);
    }

    @Test
    void tellsWhatTheAnswerHolds() {
        node.pingReply = new ControlFrame.KeyPong(21, Bytes.of(key().bytes()), Bytes.EMPTY);
        assertThat(text(ping(), "key")).isEqualTo(KEY);
        node.pingReply = new ControlFrame.RpathReply(22, 0x15, Bytes.EMPTY);
        assertThat(text(ping(), "rpath")).isEqualTo("0000.0000.0000.0015");
        node.pingReply =
                new ControlFrame.GetSnodeReply(
                        22,
                        new ControlFrame.Snode(22, 0, Bytes.of(key().bytes()), 0x13),
                        Bytes.EMPTY);
        assertThat(text(ping(), "snode")).isEqualTo("v22.0000.0000.0000.0013." + KEY);
        node.pingReply = new ControlFrame.LinkAddressReply(22, LinkAddressField.NONE, Bytes.EMPTY);
        assertThat(text(ping(), "lladdrUnknown")).isEqualTo("0002" + "00".repeat(30));
    }

    @Test
    void tellsHowAPingFailed() {
        node.pingReply = null;
        for (var result : List.of(Result.TIMEOUT, Result.ERR_LOOP, Result.ERR_SWITCH)) {
            node.pingResult = result;
            assertThat(ping())
                    .hasToString(
                            "{\"ms\"=4, \"path\"=\"0000.0000.0000.0013\", \"result\"=\""
                                    + result.text()
                                    + "\"}");
        }
        node.pingReply = new ControlFrame.Pong(22, Bytes.EMPTY);
        node.pingResult = Result.DIFF_LABEL;
        assertThat(text(ping(), "responsePath")).isEqualTo("0000.0000.0000.0015");
    }

    @Test
    void refusesPingsThatCannotBeSent() {
        node.pingVerdict = Verdict.NO_ROOM;
        assertThat(text(ping(), "error")).isEqualTo("no open slots to store ping, try later.");
        node.pingVerdict = Verdict.TOO_BIG;
        assertThat(text(ping(), "error")).isEqualTo("data is too long for such a ping");
        for (var path : List.of("1", "", "0000.0000.0000.001", "0000.0000.0000.00zz"))
            assertThat(call("SwitchPinger_ping", "path", path)).isEqualTo("path was not parsable.");
    }

    @Test
    void boundsTheTimeOfAPing() {
        for (long ms : new long[] {-1, 0, 1, 2_000, 50_000, 50_001, Long.MAX_VALUE}) {
            asker.call(
                    "SwitchPinger_ping",
                    Value.dict().put("path", "0000.0000.0000.0013").put("timeout", ms).build());
            long expected = ms <= 0 ? 2_000 : Math.min(ms, 50_000);
            assertThat(((NodeCommand.SwitchPing) node.commands.getLast()).timeoutNs())
                    .isEqualTo(expected * 1_000_000);
        }
    }

    private Question question(String flag) {
        asker.call(
                "SwitchPinger_ping",
                Value.dict().put("path", "0000.0000.0000.0013").put(flag, 1).build());
        return ((NodeCommand.SwitchPing) node.commands.getLast()).question();
    }

    private Value.Dict ping() {
        return asker.call("SwitchPinger_ping", arguments("path", "0000.0000.0000.0013"));
    }
}
