package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.NodeAddress;
import boreas.label.EncodingScheme;
import boreas.path.dht.DhtSnapshot;
import boreas.path.dht.DhtSnapshot.LinkEntry;
import boreas.path.dht.DhtSnapshot.SearchEntry;
import boreas.path.trace.RouterPing.Ending;
import boreas.path.trace.RouterPing.Outcome;
import boreas.path.trace.RouterPing.Request;
import boreas.path.trace.RouterPing.Target;
import boreas.value.Value;
import boreas.wire.Bytes;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Question;
import boreas.wire.RoutingMessage.Reply;
import boreas.wire.RoutingMessage.Sender;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// `RouterModule_*`, `NodeStore_*`, `SearchRunner_*` beyond what was recorded.
final class RoutingFunctionsTest {
    private static final NodeAddress PEER = FakeNode.address(FakeNode.PEER);
    private static final NodeAddress FAR =
            FakeNode.address(
                    "v21.0000.0000.0000.0133.v512krr8tuwxqwrvfp13pb6mjbqvlddctym8w8b7bcmhg9qhpb30.k");
    private static final long MS = 1_000_000;

    private final FakeNode node = new FakeNode();
    private final Asker asker = new Asker("secret", FunctionTable.of(node, node, Runnable::run));
    private final List<Request> asked = new ArrayList<>();

    private void know(SearchEntry... searches) {
        node.table =
                new DhtSnapshot(
                        node.self.key(),
                        EncodingScheme.V358,
                        FakeNode.NOW_NS,
                        List.of(
                                RecordedTable.entry(PEER, 1024, 1),
                                RecordedTable.entry(FAR, 2048, 0)),
                        List.of(link(node.self, PEER, 0x13, true), link(PEER, FAR, 0x13, true)),
                        List.of(searches),
                        0);
    }

    private static LinkEntry link(NodeAddress from, NodeAddress to, long label, boolean isBest) {
        return new LinkEntry(from.key(), to.key(), label, 0, 1024, true, isBest, FakeNode.NOW_NS);
    }

    private static Outcome answer(NodeAddress whom, Node... told) {
        var sender = new Sender(whom.version(), EncodingScheme.F8, 0);
        return new Outcome(
                Ending.ANSWERED,
                new Node(whom.key(), whom.label(), whom.version()),
                new Reply(List.of(told), sender, Bytes.EMPTY),
                7 * MS,
                0);
    }

    private void router(@Nullable Outcome outcome) {
        node.router =
                request -> {
                    asked.add(request);
                    return outcome;
                };
    }

    private Value.Dict call(String function, String... namesAndTexts) {
        var arguments = Value.dict();
        for (int i = 0; i < namesAndTexts.length; i += 2)
            arguments.put(namesAndTexts[i], namesAndTexts[i + 1]);
        return asker.call(function, arguments.build());
    }

    private static String text(Value.Dict dict, String key) {
        return dict.str(key) instanceof Value.Str s ? s.text() : "";
    }

    // --- questions to routers

    @Test
    void aSilentRouterIsATimeoutNotAnError() {
        router(
                new Outcome(
                        Ending.TIMEOUT,
                        new Node(PEER.key(), PEER.label(), 22),
                        null,
                        3_000 * MS,
                        0));
        var reply = call("RouterModule_pingNode", "path", FakeNode.PEER);
        assertThat(text(reply, "result")).isEqualTo("timeout");
        assertThat(reply.number("ms", 0)).isEqualTo(3_000);
        assertThat(reply.has("error")).isFalse();
        assertThat(text(call("RouterModule_getPeers", "path", FakeNode.PEER), "result"))
                .isEqualTo("timeout");
    }

    @Test
    void whoIsNotFoundIsAnError() {
        router(new Outcome(Ending.NOT_FOUND, null, null, 0, 0));
        for (var function : List.of("RouterModule_pingNode", "RouterModule_getPeers"))
            assertThat(text(call(function, "path", FAR.ip6().toString()), "error"))
                    .isEqualTo("not_found");
    }

    @Test
    void aNodeIsNamedByPathAddressKeyOrAll() {
        router(answer(PEER));
        for (var path :
                List.of(
                        "0000.0000.0000.0013",
                        PEER.ip6().toString(),
                        PEER.key().toString(),
                        FakeNode.PEER)) call("RouterModule_pingNode", "path", path);
        assertThat(asked.stream().map(Request::to))
                .containsExactly(
                        new Target.Path(0x13),
                        new Target.Address(PEER.ip6()),
                        new Target.Address(PEER.ip6()),
                        new Target.Exact(new Node(PEER.key(), 0x13, 22)));
        for (var wrong : List.of("", "fc::zz", "0000.0000.0000.0000", "v22.13.k", "bad"))
            assertThat(text(call("RouterModule_pingNode", "path", wrong), "error"))
                    .as(wrong)
                    .isEqualTo("parse_path");
    }

    @Test
    void theQuestionsAreThoseThatWereAskedFor() {
        router(answer(PEER));
        var target = FAR.ip6().toString();
        call("RouterModule_getPeers", "path", FakeNode.PEER, "nearbyPath", "0000.0000.0000.0015");
        call("RouterModule_findNode", "nodeToQuery", FakeNode.PEER, "target", target);
        call("RouterModule_nextHop", "nodeToQuery", FakeNode.PEER, "target", target);
        assertThat(asked.stream().map(Request::question))
                .containsExactly(Question.GET_PEERS, Question.FIND_NODE, Question.NEXT_HOP);
        assertThat(asked.getFirst().target()).isEqualTo(Bytes.ofI64(0x15));
        assertThat(asked.getLast().target()).isEqualTo(Bytes.of(FAR.ip6().bytes()));
    }

    @Test
    void wrongTargetsAreRefused() {
        router(answer(PEER));
        assertThat(
                        text(
                                call(
                                        "RouterModule_getPeers",
                                        "path",
                                        FakeNode.PEER,
                                        "nearbyPath",
                                        "15"),
                                "error"))
                .isEqualTo("parse_nearbyLabel");
        for (var wrong : List.of("fc00::1", "zz"))
            assertThat(
                            text(
                                    call(
                                            "RouterModule_findNode",
                                            "nodeToQuery",
                                            FakeNode.PEER,
                                            "target",
                                            wrong),
                                    "error"))
                    .isEqualTo("parse_target");
        assertThat(asked).isEmpty();
    }

    @Test
    void nodesThatAreTooFarForALabelAreLeftOut() {
        var near = new Node(FAR.key(), 0x13, 21);
        var tooFar = new Node(FAR.key(), 1L << 58 | 0x13, 21);
        router(answer(PEER, near, tooFar));
        var nodes =
                call(
                                "RouterModule_findNode",
                                "nodeToQuery",
                                FakeNode.PEER,
                                "target",
                                FAR.ip6().toString())
                        .items("nodes");
        assertThat(nodes).isEqualTo(Value.ofTexts(List.of(FAR.toString())));
    }

    @Test
    void theSchemeOfWhoeverAnswersIsTold() {
        router(answer(PEER));
        var forms = call("RouterModule_getPeers", "path", FakeNode.PEER).items("encodingScheme");
        assertThat(String.valueOf(forms)).contains("8").doesNotContain("10");
    }

    // --- the table

    @Test
    void theTableBeginsWithThisNodeAndEndsWithAnEmptyPage() {
        know();
        var page = asker.callOpen("NodeStore_dumpTable", Value.dict().put("page", 0).build());
        assertThat(page.number("count", 0)).isEqualTo(3);
        assertThat(page.number("peers", 0)).isEqualTo(1);
        assertThat(String.valueOf(page.items("routingTable")))
                .contains(FakeNode.SELF, FakeNode.PEER);
        var last = asker.callOpen("NodeStore_dumpTable", Value.dict().put("page", 1).build());
        assertThat(last.items("routingTable")).isEqualTo(Value.of(List.of()));
        assertThat(last.has("more")).isFalse();
    }

    @Test
    void linksAreCountedOfAllOrOfOneParent() {
        know();
        var second = Value.dict().put("linkNum", 1);
        assertThat(String.valueOf(asker.callOpen("NodeStore_getLink", second.build())))
                .contains(FAR.toString());
        var ofPeer = Value.dict().put("linkNum", 0).put("parent", PEER.ip6().toString()).build();
        assertThat(String.valueOf(asker.callOpen("NodeStore_getLink", ofPeer)))
                .contains(FAR.toString());
        var beyond = Value.dict().put("linkNum", -1).build();
        assertThat(text(asker.callOpen("NodeStore_getLink", beyond), "error"))
                .isEqualTo("not_found");
        var beyondOfPeer =
                Value.dict().put("linkNum", 77).put("parent", PEER.ip6().toString()).build();
        assertThat(text(asker.callOpen("NodeStore_getLink", beyondOfPeer), "error"))
                .isEqualTo("unknown");
        var ofNobody = Value.dict().put("linkNum", 0).put("parent", "fc00::77").build();
        assertThat(text(asker.callOpen("NodeStore_getLink", ofNobody), "error"))
                .isEqualTo("not_found");
    }

    @Test
    void aRouteLabelNeedsALinkOfTheTable() {
        know();
        assertThat(text(route("0000.0000.0000.0013", "0000.0000.0000.0013"), "result"))
                .isEqualTo("0000.0000.0000.0133");
        assertThat(text(route("0000.0000.0000.0015", "0000.0000.0000.0013"), "error"))
                .isEqualTo("NodeStore_getRouteLabel_PARENT_NOT_FOUND");
        assertThat(text(route("0000.0000.0000.0013", "0000.0000.0000.0015"), "error"))
                .isEqualTo("NodeStore_getRouteLabel_CHILD_NOT_FOUND");
        assertThat(text(route("0000.0000.0000.0013", "x"), "error"))
                .isEqualTo("parse_pathParentToChild");
    }

    private Value.Dict route(String toParent, String toChild) {
        return call(
                "NodeStore_getRouteLabel", "pathToParent", toParent, "pathParentToChild", toChild);
    }

    @Test
    void anUnknownAddressHasAnEmptyResult() {
        know();
        var reply =
                asker.callOpen("NodeStore_nodeForAddr", Value.dict().put("ip", "fc00::9").build());
        assertThat(reply.dict("result")).isEqualTo(Value.dict().build());
        assertThat(text(reply, "error")).isEqualTo("none");
    }

    // --- searches

    @Test
    void aSearchTellsEachAnswerAndThatItIsComplete() {
        know();
        node.router =
                request ->
                        request.to() instanceof Target.Exact(Node to) && to.path() == 0x13
                                ? answer(PEER, new Node(FAR.key(), 0x13, 21))
                                : answer(FAR);
        asker.send(
                Asker.signed(
                        "SearchRunner_search",
                        Value.dict().put("ipv6", FAR.ip6().toString()).build(),
                        new AdminPassword("secret"),
                        asker.cookie()));
        var replies = asker.replies.stream().map(Asker::dict).toList();
        assertThat(replies.getLast().number("complete", 0)).isEqualTo(1);
        assertThat(text(replies.getLast(), "error")).isEqualTo("none");
        assertThat(replies.subList(0, replies.size() - 1))
                .extracting(r -> text(r, "from"))
                .contains(FAR.toString());
    }

    @Test
    void searchesUnderWayAreShown() {
        know(new SearchEntry(FAR.ip6(), 3, PEER));
        var number = Value.dict().put("number", 0).build();
        var shown = asker.call("SearchRunner_showActiveSearch", number);
        assertThat(shown.number("activeSearches", 0)).isEqualTo(1);
        assertThat(text(shown, "target")).isEqualTo(FAR.ip6().toString());
        assertThat(text(shown, "lastNodeAsked")).isEqualTo(FakeNode.PEER);
        assertThat(shown.number("totalRequests", 0)).isEqualTo(3);
    }
}
