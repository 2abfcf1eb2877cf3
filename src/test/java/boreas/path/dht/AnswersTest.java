package boreas.path.dht;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.env.Counters;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.wire.Bytes;
import boreas.wire.RoutingMessage;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Query;
import boreas.wire.RoutingMessage.Question;
import boreas.wire.RoutingMessage.Reply;
import boreas.wire.RoutingMessage.Sender;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
    private static final long NOW_NS = 9_000_000_000L;
    private static final long ASKER = Label.ofInterface(2);
    private static final Sender SENDER = new Sender(21, EncodingScheme.V358, 0);
    private static final Bytes TXID = Bytes.of((byte) 1, (byte) 2);

    private final List<PublicKey> keys = TestKeys.endless(4).limit(40).toList();
    private final PublicKey own = keys.getFirst();
    private final NodeStore table = new NodeStore(own, EncodingScheme.V358, new Counters());
    private final Answers answers = new Answers(22, table);

    private List<Node> ask(Query query) {
        return answers.answer(query, ASKER, 0, NOW_NS).nodes();
    }

    private List<Node> peersFrom(long label) {
        return ask(Query.peers(label, SENDER, TXID));
    }

    private List<Node> find(Question question, Ip6 target) {
        return ask(Query.about(question, target, SENDER, TXID));
    }

    private static List<Long> paths(List<Node> nodes) {
        return nodes.stream().map(Node::path).toList();
    }

    /// Peers in the first slots, one key each.
    private void peers(int count) {
        for (int i = 0, slot = 0; i < count; i++, slot++) {
            if (slot == 1) slot++;
            table.onPeerUp(keys.get(i + 1), 22, Label.ofInterface(slot), NOW_NS);
        }
    }

    private void heard(int from, int count) {
        for (int i = from; i < from + count; i++)
            table.onHeard(keys.get(i), SENDER, Label.splice(0x13, Label.ofInterface(i)), NOW_NS);
    }

    // --- all answers

    @Test
    void anAnswerCarriesTheAskersNumberAndWhoWeAre() {
        var reply = answers.answer(Query.ping(SENDER, TXID), Label.ofInterface(9), 1, NOW_NS);
        assertThat(reply.txid()).isEqualTo(TXID);
        assertThat(reply.sender()).isEqualTo(new Sender(22, EncodingScheme.V358, 1));
        assertThat(reply.nodes()).isEmpty();
    }

    @Test
    void aRecordedPingIsAnsweredAsItWas() {
        var ping =
                "64323a6569693065323a6573353a6114458100313a7069323165"
                        + "313a71323a706e343a7478696431343a3031b1cc3e655fb068475d47b74765";
        var pong =
                "64323a6569693065323a6573353a6114458100313a7069323165"
                        + "343a7478696431343a3031b1cc3e655fb068475d47b74765";
        assertThat(answerAsVersion21(ping)).isEqualTo(pong);
    }

    @Test
    void aRecordedQuestionForPeersIsAnsweredWithOurselvesAtLeast() {
        var gp =
                "64323a6569693065323a6573353a6114458100313a7069323165"
                        + "313a71323a6770333a746172383a0000000000000000"
                        + "343a7478696431343a30304c502c05e14b5775b110ea6d65";
        var answer =
                "64323a6569693065323a6573353a6114458100313a6e34303a"
                        + HexFormat.of().formatHex(own.bytes())
                        + "0000000000000001323a6e70323a0115313a7069323165"
                        + "343a7478696431343a30304c502c05e14b5775b110ea6d65";
        assertThat(answerAsVersion21(gp)).isEqualTo(answer);
    }

    private String answerAsVersion21(String query) {
        var asked = RoutingMessage.read(HexFormat.of().parseHex(query));
        if (!(asked instanceof Query q)) throw new AssertionError(query);
        return HexFormat.of().formatHex(new Answers(21, table).answer(q, ASKER, 0, NOW_NS).write());
    }

    @Test
    void anUnknownQuestionIsAnsweredLikeAPing() {
        peers(3);
        assertThat(ask(new Query(Question.UNKNOWN, null, SENDER, TXID))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FIND_NODE", "GET_PEERS", "NEXT_HOP"})
    void aMissingTargetOrOneOfAWrongLengthGivesNoNodes(String question) {
        peers(3);
        var q = Question.valueOf(question);
        assertThat(ask(new Query(q, null, SENDER, TXID))).isEmpty();
        for (int length : new int[] {0, 1, 7, 9, 15, 17, 300})
            assertThat(ask(new Query(q, Bytes.zeros(length), SENDER, TXID))).isEmpty();
        int other = q == Question.GET_PEERS ? 16 : 8;
        assertThat(ask(new Query(q, Bytes.zeros(other), SENDER, TXID))).isEmpty();
    }

    @Test
    void theFullestAnswerIsWellBelowTheLimit() {
        peers(30);
        var reply = answers.answer(Query.peers(0, SENDER, Bytes.zeros(64)), ASKER, 0, NOW_NS);
        assertThat(reply.write()).hasSizeLessThan(600);
    }

    // --- gp

    @Test
    void peersAreToldWithTheNearestToTheAskedLabelLast() {
        peers(5);
        assertThat(paths(peersFrom(0))).containsExactly(0x1bL, 0x19L, 0x17L, 0x15L, 0x13L, 1L);
        assertThat(paths(peersFrom(1))).isEqualTo(paths(peersFrom(0)));
    }

    @Test
    void eightAtMostAreTold() {
        peers(12);
        var told = peersFrom(0);
        assertThat(told).hasSize(8);
        assertThat(told.getLast()).isEqualTo(new Node(own, 1, 22));
        assertThat(paths(told).getFirst()).isEqualTo(Label.ofInterface(7));
    }

    @Test
    void onlyPeersFromTheLabelOnAreTold() {
        peers(12);
        assertThat(paths(peersFrom(Label.ofInterface(7))))
                .containsExactly(
                        Label.ofInterface(12),
                        Label.ofInterface(11),
                        Label.ofInterface(10),
                        Label.ofInterface(9),
                        Label.ofInterface(8),
                        Label.ofInterface(7));
    }

    @Test
    void ofTheLabelOnlyTheFirstHopCounts() {
        peers(5);
        long farther = Label.splice(0x13, 0x17);
        assertThat(paths(peersFrom(farther))).isEqualTo(paths(peersFrom(0x17)));
    }

    @Test
    void nodesThatAreNoPeersAreNotToldAsPeers() {
        peers(1);
        heard(5, 10);
        assertThat(paths(peersFrom(0))).containsExactly(0x13L, 1L);
    }

    @Test
    void ofTwoLinksToOnePeerTheBetterIsTold() {
        table.onPeerUp(keys.get(1), 22, 0x17, NOW_NS);
        table.onPeerUp(keys.get(1), 22, 0x13, NOW_NS);
        assertThat(paths(peersFrom(0))).containsExactly(0x13L, 1L);
    }

    @Test
    void labelsAreWidenedForAskersBehindALongDirector() {
        peers(7);
        var reply = answers.answer(Query.peers(0, SENDER, TXID), Label.ofInterface(11), 1, NOW_NS);
        assertThat(paths(reply.nodes()))
                .containsExactly(0x9aL, 0x96L, 0x92L, 0x8eL, 0x8aL, 0x86L, 0x82L, 1L);
    }

    // --- fn

    @Test
    void theNearestNodesAreToldTheVeryNearestLast() {
        peers(6);
        heard(10, 20);
        var target = keys.get(35).ip6();
        var told = find(Question.FIND_NODE, target).stream().map(n -> n.key().ip6()).toList();
        assertThat(told).hasSize(8);
        assertThat(told.reversed()).isSortedAccordingTo(Keyspace.byDistance(target));
        for (var other : keys.subList(10, 30))
            if (!told.contains(other.ip6()))
                assertThat(Keyspace.compare(target, told.getFirst(), other.ip6())).isNegative();
    }

    @Test
    void theTargetItselfComesLastWhenItIsKnown() {
        peers(9);
        var target = keys.get(4);
        assertThat(find(Question.FIND_NODE, target.ip6()).getLast().key()).isEqualTo(target);
    }

    @Test
    void weDoNotTellOurselvesToThoseWhoSearch() {
        peers(2);
        assertThat(find(Question.FIND_NODE, own.ip6())).extracting(Node::key).doesNotContain(own);
    }

    @Test
    void hearsayIsNotPassedOn() {
        peers(1);
        table.onTold(known(keys.get(1)), new Node(keys.get(9), 0x15, 22), NOW_NS);
        assertThat(find(Question.FIND_NODE, keys.get(9).ip6()))
                .extracting(Node::key)
                .containsExactly(keys.get(1));
    }

    private KnownNode known(PublicKey key) {
        var node = table.find(key.ip6());
        if (node == null) throw new AssertionError(key);
        return node;
    }

    @Test
    void nodesOfUnknownOrOldVersionAreNotTold() {
        table.onPeerUp(keys.get(1), 0, 0x13, NOW_NS);
        table.onPeerUp(keys.get(2), 19, 0x15, NOW_NS);
        assertThat(find(Question.FIND_NODE, keys.get(1).ip6())).isEmpty();
        assertThat(paths(peersFrom(0))).containsExactly(1L);
    }

    @Test
    void nodesBehindALinkThatIsDownAreNotTold() {
        peers(2);
        table.onHeard(keys.get(9), SENDER, Label.splice(0x15, 0x13), NOW_NS);
        table.onPeerDown(0x13);
        assertThat(find(Question.FIND_NODE, keys.get(9).ip6()))
                .extracting(Node::key)
                .containsExactly(keys.get(2));
    }

    // --- nh

    @Test
    void theNextHopToSomebodyKnownIsThatNode() {
        peers(9);
        var target = keys.get(4);
        var told = find(Question.NEXT_HOP, target.ip6());
        assertThat(told).extracting(Node::key).containsExactly(target);
        assertThat(Label.isOneHop(told.getFirst().path())).isTrue();
    }

    @Test
    void theNextHopIsNearerToTheTargetThanWeAre() {
        peers(12);
        heard(14, 10);
        for (var target : keys.subList(30, 40)) {
            var told = find(Question.NEXT_HOP, target.ip6());
            assertThat(told).hasSizeLessThanOrEqualTo(1);
            for (var n : told)
                assertThat(Keyspace.compare(target.ip6(), n.key().ip6(), own.ip6())).isNegative();
        }
    }

    @Test
    void theNextHopToOurselvesIsNobody() {
        peers(5);
        assertThat(find(Question.NEXT_HOP, own.ip6())).isEmpty();
    }

    @Test
    void everyAnswerCanBeReadAgain() {
        peers(9);
        heard(12, 20);
        Function<Reply, RoutingMessage> again = r -> RoutingMessage.read(r.write());
        for (long from : new long[] {0, 1, 0x13, 0x1f, 0x9e, 0x480, -1, Long.MIN_VALUE}) {
            var reply = answers.answer(Query.peers(from, SENDER, TXID), ASKER, 0, NOW_NS);
            assertThat(again.apply(reply)).isEqualTo(reply);
        }
        for (var k : keys) {
            for (var q : List.of(Question.FIND_NODE, Question.NEXT_HOP)) {
                var reply = answers.answer(Query.about(q, k.ip6(), SENDER, TXID), ASKER, 0, NOW_NS);
                assertThat(again.apply(reply)).isEqualTo(reply);
            }
        }
    }
}
