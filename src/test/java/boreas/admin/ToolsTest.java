package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.Ip6;
import boreas.address.NodeAddress;
import boreas.env.Clock;
import boreas.env.EventLog;
import boreas.env.SetClock;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.link.PeerState;
import boreas.path.trace.Hop;
import boreas.path.trace.RouterPing.Ending;
import boreas.path.trace.RouterPing.Outcome;
import boreas.path.trace.RouterPing.Target;
import boreas.path.trace.Tally;
import boreas.path.trace.Trace;
import boreas.switching.SwitchPinger.Result;
import boreas.wire.Bytes;
import boreas.wire.RoutingMessage;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Sender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `boreas ping`, `paths` and `why` against a node that a test fills by hand, over a socket.
final class ToolsTest {
    private static final NodeAddress VPS = FakeNode.address(FakeNode.PEER);
    private static final long MS = 1_000_000;
    private static final Clock CLOCK = SetClock.at(0, 1_795_338_181_329L);

    private final FakeNode node = new FakeNode();
    private final AdminServer server;
    private final AdminClient client;

    ToolsTest() {
        var password = new AdminPassword("secret");
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = AdminServer.start(here, password, node, node, CLOCK, EventLog.SILENT);
        var endpoint = new AdminEndpoint(server.localAddress(), password, "the test");
        client = new AdminClient(endpoint, Duration.ofSeconds(10));
        node.peers.add(FakeNode.peer(VPS, PeerState.ESTABLISHED, "vps2"));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    // --- whom

    @Test
    void aPeerIsNamedAsInTheConfiguration() {
        var target = NodeTarget.of("vps2", client);
        assertThat(target.key()).isEqualTo(VPS.key());
        assertThat(target.ip6()).isEqualTo(VPS.ip6());
        assertThat(target.title()).isEqualTo("vps2");
    }

    @Test
    void addressesKeysPathsAndFullNamesNeedNoPeer() {
        node.peers.clear();
        assertThat(NodeTarget.of(VPS.ip6().toString(), client).ip6()).isEqualTo(VPS.ip6());
        assertThat(NodeTarget.of(VPS.key().toString(), client).ip6()).isEqualTo(VPS.ip6());
        assertThat(NodeTarget.of(VPS.toString(), client).label()).isEqualTo(VPS.label());
        var path = NodeTarget.of("0000.0000.0000.0153", client);
        assertThat(path.isPathOnly()).isTrue();
        assertThat(path.label()).isEqualTo(0x153);
    }

    @Test
    void anUnknownNameListsThoseThatThereAre() {
        assertThatThrownBy(() -> NodeTarget.of("vps9", client))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("no peer is called 'vps9'")
                .hasMessageContaining("there are: vps2");
        node.peers.clear();
        assertThatThrownBy(() -> NodeTarget.of("vps9", client))
                .hasMessageContaining("no peer has a name (`peerName` in connectTo gives one)");
    }

    @Test
    void aNameOfTwoPeersIsNotGuessed() {
        var other =
                FakeNode.address(
                        "v21.0000.0000.0000.0015.v512krr8tuwxqwrvfp13pb6mjbqvlddctym8w8b7bcmhg9qhpb30.k");
        node.peers.add(FakeNode.peer(other, PeerState.ESTABLISHED, "vps2"));
        assertThatThrownBy(() -> NodeTarget.of("vps2", client))
                .hasMessageContaining("2 peers are called 'vps2'")
                .hasMessageContaining(other.ip6().toString());
        node.peers.removeLast();
        node.peers.add(FakeNode.peer(VPS, PeerState.UNRESPONSIVE, "vps2"));
        assertThat(NodeTarget.of("vps2", client).key()).isEqualTo(VPS.key());
    }

    @Test
    void whatIsNoNodeIsRefusedWithTheReason() {
        for (var wrong : List.of("2001:db8::1", "fc::zz", "0000.0000.0000.0000", "v22.xx.k", "a.k"))
            assertThatThrownBy(() -> NodeTarget.of(wrong, client))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            AdminException.class,
                            e -> assertThat(e.kind()).isEqualTo(AdminException.Kind.MISNAMED));
    }

    // --- ping

    private Outcome pong(long label) {
        var sender = new Sender(22, EncodingScheme.V358, 0);
        return new Outcome(
                Ending.ANSWERED,
                new Node(VPS.key(), label, 22),
                new RoutingMessage.Reply(List.of(), sender, Bytes.EMPTY),
                5 * MS,
                40 * MS);
    }

    @Test
    void pingsTheRouterOfANodeAndSumsUp() {
        var answers = new ArrayList<>(List.of(pong(0x13), lost(), pong(0x15)));
        node.router = _ -> answers.removeFirst();
        var report = new PingReport(client, NodeTarget.of("vps2", client), 0, 3_000);
        assertThat(report.heading()).isEqualTo("ping vps2: router to router, inside the session\n");
        assertThat(report.ping())
                .isEqualTo(
                        "answer from vps2 v22: seq=1 time=5.0 ms path=0000.0000.0000.0013"
                                + " searched=40 ms\n");
        assertThat(report.ping())
                .isEqualTo("no answer: seq=2 nothing within 3000 ms path=0000.0000.0000.0013\n");
        assertThat(report.ping()).contains("seq=3").contains("path=0000.0000.0000.0015");
        assertThat(report.summary())
                .isEqualTo(
                        """
                        --- vps2
                        3 sent, 2 answered, 33 % lost; round trip min/avg/max 5.00/5.00/5.00 ms
                        """);
        assertThat(report.isAnswered()).isTrue();
        assertThat(report.toJson()).contains("\"answered\": 2").contains("\"minUs\": 5000");
    }

    private static Outcome lost() {
        return new Outcome(Ending.TIMEOUT, new Node(VPS.key(), 0x13, 22), null, 3_000 * MS, 0);
    }

    @Test
    void aSearchThatFindsNothingIsToldWithWhatToDo() {
        node.router = _ -> new Outcome(Ending.NOT_FOUND, null, null, 0, 10_000 * MS);
        var report = new PingReport(client, NodeTarget.of("vps2", client), 0, 3_000);
        assertThat(report.ping()).startsWith("no answer: seq=1 no path found");
        assertThat(report.isAnswered()).isFalse();
        assertThat(report.summary()).contains("100 % lost").contains("`boreas why vps2`");
    }

    @Test
    void aPathIsPingedByItsSwitch() {
        var target = NodeTarget.of("0000.0000.0000.0153", client);
        var report = new PingReport(client, target, 0, 3_000);
        assertThat(report.ping())
                .isEqualTo(
                        "answer from 0000.0000.0000.0153 v22: seq=1 time=4.0 ms"
                                + " path=0000.0000.0000.0153\n");
        node.pingResult = Result.ERR_SWITCH;
        node.pingReply = null;
        assertThat(report.ping()).contains("a switch on the way does not know this path");
    }

    @Test
    void theSizeOfAPingIsThatOfThePacket() {
        node.router = _ -> pong(0x13);
        new PingReport(client, NodeTarget.of("vps2", client), 1000, 3_000).ping();
        var request = node.commands.getLast();
        assertThat(request.toString()).contains("bodyBytes=960");
        assertThatThrownBy(() ->
                        new PingReport(client, NodeTarget.of("vps2", client), 9_000, 3_000).ping())
                .hasMessageContaining("size is 9000, it must be 0 to 1500");
    }

    @Test
    void eachWayToNameANodeReachesTheNode() {
        node.router = _ -> pong(0x13);
        for (var name : List.of(VPS.ip6().toString(), VPS.key().toString())) {
            new PingReport(client, NodeTarget.of(name, client), 0, 3_000).ping();
            assertThat(node.commands.getLast().toString())
                    .contains(new Target.Address(VPS.ip6()).toString());
        }
        new PingReport(client, NodeTarget.of(VPS.toString(), client), 0, 3_000).ping();
        assertThat(node.commands.getLast().toString()).contains("Exact");
    }

    // --- paths

    @Test
    void listsThePathsOfASession() throws Exception {
        node.sessions.add(FakeNode.session(VPS, 7));
        var table = PathsReport.fetch(client, VPS.ip6());
        assertThat(table.toTable())
                .startsWith(VPS.ip6() + " (vps2): session ESTABLISHED\n")
                .contains("0000.0000.0000.0013  in-use");
        assertThat(table.isHealthy()).isTrue();
        assertThat(table.toJson()).contains("\"state\": \"in-use\"");
    }

    @Test
    void withoutASessionSaysWhatIsKnown() throws Exception {
        var nobody = Ip6.parse("fc00::1234");
        assertThat(PathsReport.fetch(client, nobody).toTable())
                .contains("no session with")
                .contains("The routing table does not know it");
        assertThat(PathsReport.fetch(client, nobody).isHealthy()).isFalse();
        node.peers.clear();
        assertThat(PathsReport.fetch(client, nobody).toTable())
                .contains("This node has no peers, so it reaches nobody.");
        node.peers.add(FakeNode.peer(VPS, PeerState.UNRESPONSIVE, "vps2"));
        assertThat(PathsReport.fetch(client, nobody).toTable())
                .contains("None of its 1 peers is up");
    }

    @Test
    void aPingOfThisNodeItselfSaysSoWithoutASearch() {
        var self = NodeTarget.of(node.self.ip6().toString(), client);
        var report = new PingReport(client, self, 0, 1000);
        assertThat(report.isSelf()).isTrue();
        assertThat(report.heading()).isEqualTo(node.self.ip6() + " is this node itself\n");
        assertThat(report.toJson()).contains("\"isSelf\"");
        var other = NodeTarget.of("vps2", client);
        assertThat(new PingReport(client, other, 0, 1000).isSelf()).isFalse();
    }

    /// It would be answered by this node, in no time.
    @Test
    void aPathThatEndsAtThisNodeLeadsNowhereAndIsNotPinged() {
        var target = NodeTarget.of("0000.0000.0000.1551", client);
        var report = new PingReport(client, target, 0, 1000);
        assertThat(report.isSelf()).isTrue();
        assertThat(report.leadsNowhere()).isTrue();
        assertThat(report.heading())
                .isEqualTo(
                        "0000.0000.0000.1551 leads nowhere: its last digit means this node"
                                + " itself\n");
        assertThat(report.toJson()).contains("\"leadsNowhere\"");
        var own = NodeTarget.of("0000.0000.0000.0001", client);
        assertThat(new PingReport(client, own, 0, 1000).leadsNowhere()).isFalse();
        var beyond = NodeTarget.of("0000.0000.0000.1553", client);
        assertThat(new PingReport(client, beyond, 0, 1000).isSelf()).isFalse();
    }

    @Test
    void wherePathsAreNotTakenTheyAreNotAdvised() {
        assertThatThrownBy(() -> NodeTarget.ofNode("vps9", client))
                .hasMessageContaining("a key (….k) work too")
                .hasMessageNotContaining("a path");
    }

    @Test
    void thePathToThisNodeItselfIsNone() {
        assertThat(PathsReport.fetch(client, node.self.ip6()).toTable())
                .contains("is this node itself");
    }

    // --- why

    private static Hop hop(NodeAddress at, Hop.KnownBy by, int answered) {
        return new Hop(
                at.label(),
                at.key(),
                by,
                22,
                EncodingScheme.V358,
                false,
                by == Hop.KnownBy.SELF ? new Hop.Exit(3, 4, 0, 0) : null,
                new Tally(10, answered, MS, MS, MS),
                1500,
                true,
                -1);
    }

    private Trace trace(Trace.Ending ending, int brokenAt) {
        int answered = brokenAt < 0 ? 10 : 0;
        return new Trace(
                VPS.label(),
                List.of(
                        hop(node.self, Hop.KnownBy.SELF, 0),
                        hop(VPS, answered > 0 ? Hop.KnownBy.ANSWER : Hop.KnownBy.ASKER, answered)),
                new Tally(10, answered, MS, MS, MS),
                ending,
                brokenAt,
                false);
    }

    private WhyReport why(String whom) {
        return WhyReport.make(client, NodeTarget.of(whom, client), 10, true, _ -> {});
    }

    @Test
    void looksAtThePathInUse() {
        node.sessions.add(FakeNode.session(VPS, 7));
        node.trace = trace(Trace.Ending.WHOLE, -1);
        var report = why("vps2");
        assertThat(report.isHealthy()).isTrue();
        assertThat(report.toTable())
                .contains("vps2")
                .contains("for the session: in-use")
                .contains("The path works: 1 hop");
        assertThat(report.toJson()).contains("\"verdict\": \"The path works");
    }

    @Test
    void saysWhereThePathBreaks() {
        node.sessions.add(FakeNode.session(VPS, 7));
        node.trace = trace(Trace.Ending.SILENCE, 0);
        var report = why("vps2");
        assertThat(report.isHealthy()).isFalse();
        assertThat(report.toTable()).contains("The first hop, vps2, does not answer");
    }

    @Test
    void withoutAPathSearchesAndTellsWhatCameOfIt() {
        node.router = _ -> new Outcome(Ending.NOT_FOUND, null, null, 0, 0);
        var doing = new ArrayList<String>();
        var target = NodeTarget.of("vps2", client);
        var report = WhyReport.make(client, target, 10, true, doing::add);
        assertThat(doing).containsExactly("no path is known; searching");
        assertThat(report.isHealthy()).isFalse();
        assertThat(report.toTable())
                .contains("The search found no path")
                .contains("1 of 1 peers of this node are up");
    }

    @Test
    void withoutAPeerThatIsUpSaysSoAndSearchesNothing() {
        node.peers.clear();
        node.peers.add(FakeNode.peer(VPS, PeerState.UNRESPONSIVE, "vps2"));
        assertThat(why("vps2").toTable()).contains("None of this node's 1 peers is up");
    }

    @Test
    void aPathAloneIsLookedAtWithoutASession() {
        node.trace = trace(Trace.Ending.WHOLE, -1);
        assertThat(why(Label.toText(VPS.label())).isHealthy()).isTrue();
    }

    @Test
    void aSecondLookAtTheSameTimeIsRefused() {
        node.trace = null;
        assertThatThrownBy(() -> why(Label.toText(VPS.label())))
                .hasMessageContaining("another path is being looked at");
    }
}
