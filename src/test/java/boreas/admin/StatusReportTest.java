package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatusReportTest {
    private static final Value.Dict INFO =
            Value.dict()
                    .put("myIp6", "fcc0:9675:840b:e82a:2690:14a6:e582:ea55")
                    .put(
                            "myAddr",
                            "v22.0000.0000.0000.0001."
                                    + "mb15l6uq6mumb4sbxuk34j82nvd3y9udwvg1pqym6g8kq0hn4jw0.k")
                    .put("version", 22)
                    .build();
    private static final PeersReport ALONE = new PeersReport(List.of(), List.of(), 0);

    @Test
    void tellsWhatAGenuineNodeTells() {
        assertThat(new StatusReport("127.0.0.1:11234", INFO, null, 8032, ALONE).toTable())
                .isEqualTo(
                        """
                        node     fcc0:9675:840b:e82a:2690:14a6:e582:ea55
                        key      mb15l6uq6mumb4sbxuk34j82nvd3y9udwvg1pqym6g8kq0hn4jw0.k
                        program  a genuine node or another, protocol 22, process 8032
                        admin    127.0.0.1:11234
                        peers    0 of 0 established
                        no peers: this node is alone
                        """);
    }

    @Test
    void tellsMoreOfOurOwn() {
        var status =
                Value.dict()
                        .put("program", "boreas 0.1")
                        .put("uptimeMs", 90_000)
                        .put("ports", Value.ofTexts(List.of("UDP/IPv4/0.0.0.0:1234")))
                        .put("sessions", 3)
                        .put("sessionsEstablished", 2)
                        .put(
                                "drops",
                                Value.dict().put("REPLAY", 2).put("RUNT", 7).put("NEW", 1).build())
                        .build();
        assertThat(new StatusReport("[::1]:1", INFO, status, -1, ALONE).toTable())
                .contains("program   boreas 0.1, protocol 22\n")
                .contains("up for    1 min 30 s\n")
                .contains("listens   UDP/IPv4/0.0.0.0:1234\n")
                .contains("sessions  2 of 3 established\n")
                .containsSubsequence(
                        "dropped   7 RUNT (shorter than its header)\n",
                        "dropped   2 REPLAY (",
                        "dropped   1 NEW\n");
    }

    @Test
    void writesTheRepliesAsJson() {
        assertThat(new StatusReport("x", INFO, null, 1, ALONE).toJson())
                .startsWith("{\n  \"admin\": \"x\",\n  \"node\": {\n    \"myIp6\": ")
                .contains("\"peers\": [],\n")
                .endsWith("  \"healthy\": 0\n}\n");
    }
}
