package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TopFrameTest {
    private static final long NOW_MS = 1_795_338_181_329L;

    @Test
    void theBusiestComeFirstWithWhatTheyMoved() {
        var before = sample(0, List.of(peer("slow", 0, 0), peer("fast", 0, 0)), List.of(), 4);
        var now =
                sample(
                        2_000_000_000L,
                        List.of(peer("slow", 250, 250), peer("fast", 2_500_000, 25_000)),
                        List.of(),
                        10);
        var lines = new TopFrame(before, now).lines(Ink.PLAIN);
        assertThat(lines.get(0)).isEqualTo("fc00::1  up 1 min 30 s  boreas 0.1");
        assertThat(lines.get(1))
                .isEqualTo("links 2 of 2 up   sessions 0 of 0   in 10.0 Mb/s   out 101 kb/s");
        assertThat(lines.get(2)).isEqualTo("drops a second:  3.0 RUNT");
        assertThat(lines.get(4)).startsWith("LINK  STATE");
        assertThat(lines.get(5)).startsWith("fast  ESTABLISHED  10.0 Mb/s  100 kb/s");
        assertThat(lines.get(6)).startsWith("slow  ESTABLISHED     1 kb/s    1 kb/s");
    }

    @Test
    void aNewLinkAndCountersThatBeginAnewHaveMovedNothingYet() {
        var before = sample(0, List.of(peer("a", 5000, 5000)), List.of(), 0);
        var now =
                sample(
                        1_000_000_000L,
                        List.of(peer("a", 10, 10), peer("b", 9000, 9000)),
                        List.of(),
                        0);
        assertThat(new TopFrame(before, now).lines(Ink.PLAIN))
                .anyMatch(l -> l.contains("in 0 kb/s   out 0 kb/s"))
                .contains("no drops");
    }

    @Test
    void sessionsAreLinesToo() {
        var session =
                Value.dict()
                        .put("addr", FakeNode.PEER)
                        .put("ip6", "fcf1::1")
                        .put("state", "ESTABLISHED")
                        .put("bytesIn", 0)
                        .put("bytesOut", 0);
        var then = List.of(SessionLine.of(session.build()));
        var later = List.of(SessionLine.of(session.put("bytesIn", 125_000).build()));
        var frame =
                new TopFrame(
                        sample(0, List.of(), then, 0), sample(1_000_000_000L, List.of(), later, 0));
        assertThat(frame.lines(Ink.PLAIN))
                .anyMatch(l -> l.contains("ESTABLISHED  1000 kb/s  0 kb/s"));
        assertThat(frame.toJson())
                .doesNotContain("\n")
                .contains("\"inBps\": 1000000, \"outBps\": 0")
                .contains("\"elapsedMs\": 1000");
    }

    private static PeerLine peer(String name, long in, long out) {
        return PeerLine.of(
                Value.dict()
                        .put("user", name)
                        .put("state", "ESTABLISHED")
                        .put("lladdr", name + ":1")
                        .put("bytesIn", in)
                        .put("bytesOut", out)
                        .build());
    }

    private static TopSample sample(
            long atNs, List<PeerLine> peers, List<SessionLine> sessions, long drops) {
        return new TopSample(
                Value.dict().put("myIp6", "fc00::1").build(),
                Value.dict()
                        .put("uptimeMs", 90_000)
                        .put("program", "boreas 0.1")
                        .put("drops", Value.dict().put("RUNT", drops).build())
                        .build(),
                peers,
                sessions,
                atNs,
                NOW_MS);
    }
}
