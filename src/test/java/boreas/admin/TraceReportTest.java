package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.value.Value;
import boreas.wire.SwitchErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The words about a path, from the node's record of it.
final class TraceReportTest {
    private static final String SELF = key(FakeNode.SELF);
    private static final String VPS = key(FakeNode.PEER);
    private static final String FAR =
            key("v21.0000.0000.0000.0133.v512krr8tuwxqwrvfp13pb6mjbqvlddctym8w8b7bcmhg9qhpb30.k");
    private static final String FAR_ADDRESS = "fca3:dcd9:a20b:1095:ac62:632a:3d25:e035";

    private final List<Value> hops = new ArrayList<>();

    private static String key(String name) {
        return name.substring(name.lastIndexOf('.', name.length() - 3) + 1);
    }

    private static Value.Dict tally(int sent, int answered, long us) {
        return Value.dict()
                .put("sent", sent)
                .put("answered", answered)
                .put("minUs", us)
                .put("meanUs", us)
                .put("maxUs", us)
                .build();
    }

    private Value.Dict.Builder hop(String key, int answered, int slot) {
        var hop =
                Value.dict()
                        .put("label", "0000.0000.0000.0013")
                        .put("knownBy", answered > 0 ? "answer" : "nobody")
                        .put("version", 22)
                        .put("scheme", "3-5-8")
                        .put("isSchemeAssumed", 0)
                        .put("isAnswering", answered > 0 ? 1 : 0)
                        .put("pings", tally(10, answered, 5_000))
                        .put("bytes", answered > 0 ? 1500 : 0)
                        .put("isLongestTried", 1)
                        .put("errorCode", -1);
        if (!key.isEmpty()) hop.put("key", key);
        if (slot >= 0) hop.put("slot", slot).put("director", "3").put("bits", 4).put("form", 0);
        return hop;
    }

    private void path(Value.Dict.Builder... hops) {
        for (var h : hops) this.hops.add(h.build());
    }

    private TraceReport report(String ending, int brokenAt, int sessionAnswers) {
        var reply =
                Value.dict()
                        .put("path", "0000.0000.0000.0133")
                        .put("ending", ending)
                        .put("brokenAt", brokenAt)
                        .put("isCutShort", 0)
                        .put("session", tally(10, sessionAnswers, 6_000))
                        .put("hops", List.copyOf(hops))
                        .build();
        var peer =
                Value.dict()
                        .put("addr", FakeNode.PEER)
                        .put("user", "vps2")
                        .put("state", "ESTABLISHED")
                        .build();
        return TraceReport.of(reply, new KnownNames(List.of(PeerLine.of(peer))));
    }

    @Test
    void aPathThatWorksIsSaidToInFigures() {
        path(hop(SELF, 0, 0), hop(VPS, 10, 2), hop(FAR, 10, -1));
        var report = report("whole", -1, 10);
        assertThat(report.isGood()).isTrue();
        assertThat(report.verdict())
                .isEqualTo(
                        "The path works: 2 hops, round trip 5.0 ms, no loss, packets of 1500 bytes"
                                + " and maybe longer ones pass.");
        assertThat(report.toTable())
                .isEqualTo(
                        """
                        path 0000.0000.0000.0133
                        HOP  NODE       ADDRESS                                  VER  ANSWERS  RTT min/avg/max  LOSS  BYTES  GOES ON BY
                          0  this node  fcc0:9675:840b:e82a:2690:14a6:e582:ea55   22                                         slot 0 (0x3, 4 bits of 3-5-8)
                          1  vps2       fcf1:3303:424b:9fa9:51c9:dddf:ed94:7614   22    10/10   5.0/5.0/5.0 ms   0 %  1500+  slot 2 (0x3, 4 bits of 3-5-8)
                          2  -          fca3:dcd9:a20b:1095:ac62:632a:3d25:e035   22    10/10   5.0/5.0/5.0 ms   0 %  1500+
                        inside the session: 10/10, 6.0/6.0/6.0 ms
                        """);
    }

    @Test
    void silenceIsToldWithTheLastNodeThatAnswersAndItsSlot() {
        path(hop(SELF, 0, 0), hop(VPS, 10, 3), hop("", 0, -1));
        assertThat(report("silence", 1, 0).verdict())
                .startsWith(
                        "It answers up to vps2; nothing beyond: the link in its slot 3 is down, or"
                                + " the node behind it is off.");
    }

    @Test
    void whoShouldBeBehindABreakIsNamed() {
        path(hop(SELF, 0, 0), hop(VPS, 10, 3), hop(FAR, 0, -1));
        assertThat(report("silence", 1, 0).verdict())
                .contains("or the node behind it, " + FAR_ADDRESS + ", is off");
    }

    @Test
    void aSilentFirstHopPointsAtTheOwnPeers() {
        path(hop(SELF, 0, 7), hop(VPS, 0, -1));
        assertThat(report("silence", 0, 0).verdict())
                .startsWith("The first hop, vps2, does not answer")
                .contains("this node's slot 7")
                .contains("`boreas peers`");
    }

    @Test
    void aMissingLinkIsToldFromADownOne() {
        path(hop(SELF, 0, 0), hop(VPS, 10, 3), hop("", 0, -1));
        assertThat(report("no_link", 1, 0).verdict())
                .startsWith("vps2 says that it has nothing in its slot 3")
                .contains("out of date");
        hops.clear();
        path(
                hop(SELF, 0, 0),
                hop(VPS, 10, 3).put("errorCode", SwitchErrorCode.UNDELIVERABLE),
                hop("", 0, -1));
        assertThat(report("refused", 1, 0).verdict())
                .startsWith("vps2 says that the link in its slot 3 is down");
        hops.clear();
        path(hop(SELF, 0, 6), hop("", 0, -1));
        assertThat(report("no_link", 0, 0).verdict())
                .startsWith("This node has nothing in its slot 6");
    }

    @Test
    void otherRefusalsAreNamed() {
        path(
                hop(SELF, 0, 0),
                hop(VPS, 10, 3).put("errorCode", SwitchErrorCode.RETURN_PATH_INVALID),
                hop("", 0, -1));
        assertThat(report("refused", 1, 0).verdict())
                .startsWith("vps2 refuses the label with \"return path invalid\"");
    }

    @Test
    void theOtherEndingsHaveTheirSentence() {
        path(hop(SELF, 0, 0), hop(VPS, 10, -1));
        assertThat(report("misfit", 1, 0).verdict())
                .startsWith(
                        "The label makes no sense to vps2, whose switch reads labels in scheme");
        assertThat(report("other_node", 1, 0).verdict())
                .startsWith("At the end of this path is vps2, not the node that was asked for");
        assertThat(report("no_session", 1, 0).verdict())
                .startsWith("The switch of vps2 answers, its router inside the session does not.");
    }

    @Test
    void lossIsLaidAtTheFirstLinkFromWhichOnItStays() {
        path(hop(SELF, 0, 0), hop(VPS, 10, 2), hop(FAR, 7, 3), hop("", 6, -1));
        var report = report("whole", -1, 6);
        assertThat(report.isGood()).isFalse();
        assertThat(report.verdict())
                .startsWith("The path works but loses packets: 30 % from " + FAR_ADDRESS + " on.")
                .contains("between vps2 and " + FAR_ADDRESS);
    }

    @Test
    void aRelayThatAnswersFewPingsButForwardsAllIsNoFault() {
        path(hop(SELF, 0, 0), hop(VPS, 2, 2), hop(FAR, 10, -1));
        assertThat(report("whole", -1, 10).isGood()).isTrue();
    }

    @Test
    void aFarEndThatAnswersInItsSessionOnlyIsNoFault() {
        path(hop(SELF, 0, 0), hop(VPS, 10, 2), hop(FAR, 0, -1));
        assertThat(report("whole", -1, 10).isGood()).isTrue();
    }

    @Test
    void aNarrowLinkIsNamedWithItsSize() {
        path(
                hop(SELF, 0, 0),
                hop(VPS, 10, 2),
                hop(FAR, 10, -1).put("bytes", 1200).put("isLongestTried", 0));
        var report = report("whole", -1, 10);
        assertThat(report.isGood()).isFalse();
        assertThat(report.verdict())
                .contains("nothing longer than 1200 bytes passes between vps2 and " + FAR_ADDRESS)
                .contains("tun device to 1200");
        assertThat(report.toTable()).contains("  1200");
    }

    @Test
    void textsOfStrangersCannotSteerATerminal() {
        path(hop(SELF, 0, 0), hop(VPS, 10, -1).put("scheme", "\u001b[31m"));
        assertThat(report("misfit", 1, 0).verdict()).doesNotContain("\u001b");
    }
}
