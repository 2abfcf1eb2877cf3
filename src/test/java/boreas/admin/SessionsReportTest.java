package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `boreas sessions`, and the function that it asks.
final class SessionsReportTest extends FunctionsOnFakeNode {
    private static final long NOW_MS = 1_795_338_181_329L;

    @Test
    void aSessionIsALine() {
        node.sessions.add(FakeNode.session(FakeNode.address(FakeNode.PEER), 9));
        var reply = asker.call("Boreas_sessions");
        assertThat(reply.number("total", 0)).isEqualTo(1);
        var record = reply.dicts("sessions").getFirst();
        assertThat(text(record, "state")).isEqualTo("ESTABLISHED");
        assertThat(record.number("handle", 0)).isEqualTo(9);
        assertThat(record.number("paths", 0)).isEqualTo(1);
        assertThat(report(record).toTable())
                .isEqualTo(
                        """
                        STATE        NAME  ADDRESS                                  VER  PATH                 PATHS  RTT   IN  OUT  LOST    HEARD   USED
                        ESTABLISHED  -     fcf1:3303:424b:9fa9:51c9:dddf:ed94:7614   22  0000.0000.0000.0013      1    -  0 B  0 B     0  0 s ago  never
                        """);
    }

    @Test
    void aGenuineRecordIsALineToo() {
        var record =
                Value.dict()
                        .put("addr", FakeNode.PEER)
                        .put("ip6", "fcf1:3303:424b:9fa9:51c9:dddf:ed94:7614")
                        .put("state", "SENT_HELLO")
                        .put("lostPackets", 3)
                        .put("timeOfLastUsage", NOW_MS - 60_000)
                        .build();
        assertThat(report(record).toTable())
                .contains("SENT_HELLO")
                .endsWith("  0000.0000.0000.0013      -    -   -    -     3      -  1 min ago\n");
    }

    @Test
    void aSessionWithoutAnswersIsMarkedAndExplained() {
        var record = Value.dict().put("state", "ESTABLISHED").put("isSuspect", 1).build();
        assertThat(report(record).toTable()).contains("ESTABLISHED?").contains("`boreas why");
        assertThat(report(record).toTable(Ink.COLOURED)).contains("\u001b[33mESTABLISHED?");
    }

    @Test
    void lossIsExplainedWhereThereIsSome() {
        assertThat(report(lost(4)).toTable()).doesNotContain("LOST counts");
        assertThat(report(lost(5)).toTable())
                .endsWith(
                        "LOST counts packets to this node that never came; a new session skips"
                                + " three or four numbers\n");
        assertThat(report(lost(5)).toJson()).doesNotContain("LOST");
    }

    private static Value.Dict lost(int packets) {
        return Value.dict().put("state", "ESTABLISHED").put("lostPackets", packets).build();
    }

    @Test
    void noSessionIsASentence() {
        assertThat(report().toTable()).isEqualTo("no sessions: nobody was spoken with yet\n");
        assertThat(report().isHealthy()).isTrue();
        assertThat(report().toJson()).contains("\"sessions\": []").contains("\"established\": 0");
    }

    private static SessionsReport report(Value.Dict... records) {
        return new SessionsReport(
                List.of(records).stream().map(SessionLine::of).toList(),
                new KnownNames(List.of()),
                NOW_MS);
    }
}
