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
        assertThat(
                        new StatusReport("127.0.0.1:11234", INFO, null, 8032, List.of(), ALONE)
                                .toTable())
                .isEqualTo(
                        """
                        node     fcc0:9675:840b:e82a:2690:14a6:e582:ea55
                        state    not well, see below
                        key      mb15l6uq6mumb4sbxuk34j82nvd3y9udwvg1pqym6g8kq0hn4jw0.k
                        program  a genuine node or another, protocol 22, process 8032
                        admin    127.0.0.1:11234
                        peers    0 of 0 established
                        traffic  0 kb/s in, 0 kb/s out over all links; 0 B in and 0 B out so far
                        no peers: this node is alone
                        """);
    }

    @Test
    void anAddressThatTheMachineDoesNotHaveIsNotListenedAt() {
        var ports = List.of("UDP/IPv4/192.0.2.1:5", "UDP/IPv6/[::]:5");
        var status =
                Value.dict()
                        .put("ports", Value.ofTexts(ports))
                        .put("absent", Value.ofTexts(ports.subList(0, 1)))
                        .build();
        assertThat(new StatusReport("here", INFO, status, -1, List.of(), ALONE).toTable())
                .contains(
                        "listens   UDP/IPv4/192.0.2.1:5: not an address of this machine now; it"
                                + " listens there when it comes\n")
                .contains("listens   UDP/IPv6/[::]:5\n");
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
        assertThat(new StatusReport("[::1]:1", INFO, status, -1, List.of(), ALONE).toTable())
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
    void namesThePeersInALineAndTheTunnelsThatCarryNothing() {
        var home = peer("home", "ESTABLISHED", 10, 1_234_567);
        var vps = peer("vps3", "SENT_HELLO", 0, 0);
        var tunnel = Value.dict().put("machine", "vps3").put("state", "UNREACHABLE").build();
        var report =
                new StatusReport(
                        "x",
                        INFO,
                        null,
                        1,
                        List.of(tunnel),
                        new PeersReport(List.of(home, vps), List.of(), 0));
        assertThat(report.toTable())
                .contains("state    not well, see below\n")
                .contains("peers    1 of 2 established: home; not vps3\n")
                .contains("traffic  10 kb/s in, 0 kb/s out over all links; 1.2 MB in and 0 B out")
                .contains("tunnels  0 of 1 carry packets\n")
                .contains("\nvps3: nothing valid comes back")
                .endsWith(
                        "\ntunnel to vps3: its node is not reached; `boreas site status` says more\n");
        assertThat(report.toTable(Ink.COLOURED)).contains("\u001b[31mnot well, see below\u001b[0m");
        assertThat(Ink.stripped(report.toTable(Ink.COLOURED))).isEqualTo(report.toTable());
    }

    @Test
    void aNodeIsWellWhenItsPeersAndTunnelsAre() {
        var up = Value.dict().put("machine", "vps3").put("state", "UP").build();
        var stuck = up.edit().put("state", "STUCK").build();
        var peers = new PeersReport(List.of(peer("home", "ESTABLISHED", 1, 1)), List.of(), 0);
        var well = new StatusReport("x", INFO, null, 1, List.of(up), peers);
        assertThat(well.isHealthy()).isTrue();
        assertThat(well.toTable()).contains("state    well\n").contains("1 of 1 carry packets");
        assertThat(new StatusReport("x", INFO, null, 1, List.of(stuck), peers).isHealthy())
                .isFalse();
    }

    private static PeerLine peer(String name, String state, long kbps, long bytes) {
        return PeerLine.of(
                Value.dict()
                        .put("user", name)
                        .put("state", state)
                        .put("lladdr", "10.0.0.1:5")
                        .put("recvKbps", kbps)
                        .put("bytesIn", bytes)
                        .build());
    }

    @Test
    void writesTheRepliesAsJson() {
        assertThat(new StatusReport("x", INFO, null, 1, List.of(), ALONE).toJson())
                .startsWith("{\n  \"admin\": \"x\",\n  \"node\": {\n    \"myIp6\": ")
                .contains("\"peers\": [],\n")
                .endsWith("  \"healthy\": 0\n}\n");
    }

    @Test
    void whatBelongsToTheExchangeIsNotInTheJson() {
        var exchanged = Value.dict().put("txid", "7").put("error", "none");
        INFO.entries().forEach((key, value) -> exchanged.put(key.text(), value));
        var reply = exchanged.build();
        assertThat(new StatusReport("x", reply, reply, 1, List.of(), ALONE).toJson())
                .contains("myIp6")
                .doesNotContain("txid", "error");
    }
}
