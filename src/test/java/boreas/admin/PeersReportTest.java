package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PeersReportTest {
    private static final long NOW_MS = 1_795_338_181_329L;
    private static final String ADDRESS =
            "v22.0000.0000.0000.0013.g73f6sbxw1hru1ggqp66u6gz0mygwv1nx6urzx82mpzlpqumztz0.k";

    private static Value.Dict.Builder peer(String state) {
        return Value.dict()
                .put("addr", ADDRESS)
                .put("lladdr", "10.77.0.2:5555")
                .put("state", state)
                .put("user", "peer-b")
                .put("isIncoming", 0)
                .put("last", NOW_MS - 2_000)
                .put("recvKbps", 3)
                .put("sendKbps", 12_345)
                .put("bytesIn", 98_359)
                .put("bytesOut", 99_159)
                .put("receivedPackets", 954)
                .put("lostPackets", 0);
    }

    private static PeersReport report(Value.Dict.Builder... peers) {
        return new PeersReport(
                List.of(peers).stream().map(p -> PeerLine.of(p.build())).toList(),
                List.of(),
                NOW_MS);
    }

    @Test
    void explainsTheNamesOfNeighboursThatBeaconsFound() {
        var called = peer("ESTABLISHED").put("user", "beacon_peer");
        var calling = peer("ESTABLISHED").put("user", "Local Peers").put("isIncoming", 1);
        assertThat(report(called, calling).toTable())
                .endsWith(
                        """
                        Local Peers: found by this node's beacon, and called by the other one
                        beacon_peer: found by its beacon, and called by this node
                        """);
        assertThat(report(called).toTable()).doesNotContain("Local Peers");
        assertThat(report(called).toJson()).doesNotContain("found by");
        assertThat(report(peer("ESTABLISHED")).toTable()).doesNotContain("beacon");
    }

    @Test
    void saysWhoKnockedInVain() {
        var caller =
                Value.dict()
                        .put("lladdr", "10.0.0.9:5")
                        .put("ip6", "fc01::1")
                        .put("reason", "UNKNOWN_CREDENTIALS")
                        .put("count", 7)
                        .put("last", NOW_MS - 3_000)
                        .build();
        var table = new PeersReport(List.of(), List.of(RefusedLine.of(caller)), NOW_MS).toTable();
        assertThat(table)
                .endsWith(
                        "refused fc01::1 at 10.0.0.9:5, 7 times, 3 s ago: the password or login in"
                                + " its connectTo is not in authorizedPasswords here, or it means"
                                + " another node and has a wrong address or port for it\n");
    }

    @Test
    void printsTheGenuineRecordAsALine() {
        assertThat(report(peer("ESTABLISHED")).toTable())
                .isEqualTo(
                        """
                        STATE        NAME    ADDRESS                                  VIA                    IN        OUT  RTT  SINCE    HEARD
                        ESTABLISHED  peer-b  fcf1:3303:424b:9fa9:51c9:dddf:ed94:7614  to 10.77.0.2:5555  3 kb/s  12.3 Mb/s    -      -  2 s ago
                        """);
    }

    @Test
    void addsWhatOurOwnNodesTell() {
        var record =
                peer("ESTABLISHED").put("since", NOW_MS - 3_900_000).put("rttUs", 1_234).build();
        assertThat(new PeersReport(List.of(PeerLine.of(record)), List.of(), NOW_MS).toTable())
                .contains(" 1.2 ms  1 h 5 min  2 s ago");
    }

    @Test
    void isHealthyOnlyWhenEachPeerIs() {
        assertThat(report(peer("ESTABLISHED")).isHealthy()).isTrue();
        assertThat(report(peer("ESTABLISHED"), peer("SENT_HELLO")).isHealthy()).isFalse();
        assertThat(report().isHealthy()).isFalse();
        assertThat(report().toTable()).isEqualTo("no peers: this node is alone\n");
    }

    @Test
    void namesTheLikelyCauseUnderTheTable() {
        assertThat(report(peer("UNRESPONSIVE").put("last", NOW_MS - 90_000)).toTable())
                .endsWith(
                        "\npeer-b: silent for 1 min 30 s: its node has stopped, or something on the"
                                + " way drops our datagrams, or it does not take our password any"
                                + " more; `boreas peers` on that machine names those whom it"
                                + " refuses\n");
        assertThat(report(peer("UNRESPONSIVE").put("isIncoming", 1)).toTable())
                .endsWith("drops our datagrams\n");
    }

    @Test
    void namesAPeerWithoutANameByItsAddress() {
        assertThat(report(peer("UNRESPONSIVE").remove("user")).complaints())
                .singleElement()
                .asString()
                .startsWith("fcf1:3303:424b:9fa9:51c9:dddf:ed94:7614: silent for 2 s");
    }

    @Test
    void tellsSilenceFromAnswersThatProveNothing() {
        assertThat(cause(peer("SENT_HELLO").put("datagramsIn", 0)))
                .startsWith("nothing comes back from 10.77.0.2:5555");
        assertThat(cause(peer("SENT_HELLO").put("datagramsIn", 7)))
                .contains("none proves the configured publicKey");
        assertThat(cause(peer("SENT_HELLO")))
                .startsWith("nothing valid comes back from 10.77.0.2:5555");
    }

    @Test
    void saysThatAHostNameHasNoAddress() {
        assertThat(cause(peer("INIT").put("lladdr", "home.example.org:5555")))
                .isEqualTo("its name home.example.org:5555 has no address (yet)");
        assertThat(cause(peer("INIT").put("lladdr", "aa:bb:cc:dd:ee:ff")))
                .startsWith("nothing valid comes back from aa:bb:cc:dd:ee:ff");
    }

    @Test
    void knowsEachStateOfThePeerMachine() {
        assertThat(cause(peer("INCOMPATIBLE"))).contains("protocol version 22");
        assertThat(cause(peer("RECEIVED_HELLO"))).contains("our answer seems not to reach");
        assertThat(cause(peer("SENT_KEY"))).contains("our answer seems not to reach");
        assertThat(cause(peer("RECEIVED_KEY"))).contains("loses packets");
        assertThat(cause(peer("UNAUTHENTICATED").put("isIncoming", 1)))
                .contains("has not finished");
        assertThat(cause(peer("STRANGE"))).contains("not known here");
    }

    @Test
    void looksBehindAnEstablishedPeer() {
        assertThat(cause(peer("ESTABLISHED").put("isSuspect", 1)))
                .isEqualTo("silent for 2 s, probes get no answer");
        assertThat(cause(peer("ESTABLISHED").put("lostPackets", 100)))
                .isEqualTo("9 % of its packets get lost on the way");
        assertThat(
                        report(peer("ESTABLISHED").put("receivedPackets", 9).put("lostPackets", 9))
                                .isHealthy())
                .isTrue();
    }

    @Test
    void keepsStrangersFromSteeringTheTerminal() {
        assertThat(report(peer("ESTABLISHED").put("user", "a\u001b[2Jb\n")).toTable())
                .contains("a?[2Jb?")
                .doesNotContain("\u001b");
    }

    @Test
    void readsARecordThatMakesNoSense() {
        var line = PeerLine.of(Value.dict().put("addr", 7).put("last", "x").build());
        assertThat(new PeersReport(List.of(line), List.of(), NOW_MS).toTable()).contains("never");
    }

    @Test
    void writesJsonThatKeepsTheNodesOwnKeys() {
        assertThat(report(peer("UNRESPONSIVE").put("user", "q\"\u0001")).toJson())
                .startsWith("{\n  \"peers\": [\n    {\n      \"addr\": \"" + ADDRESS + "\",\n")
                .contains("\"user\": \"q\\\"\\u0001\"")
                .contains("\"ip6\": \"fcf1:3303:424b:9fa9:51c9:dddf:ed94:7614\"")
                .contains("\"cause\": \"silent for 2 s: ")
                .endsWith("\n  \"healthy\": 0\n}\n");
    }

    private static String cause(Value.Dict.Builder peer) {
        return String.valueOf(PeerDiagnosis.of(PeerLine.of(peer.build()), NOW_MS));
    }
}
