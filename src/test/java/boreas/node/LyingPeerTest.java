package boreas.node;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import boreas.env.Verdict;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.link.PeerRefused;
import boreas.path.dht.DhtSnapshot;
import boreas.wire.Bytes;
import boreas.wire.RoutingMessage;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Query;
import boreas.wire.RoutingMessage.Question;
import boreas.wire.RoutingMessage.Reply;
import boreas.wire.RoutingMessage.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A peer that speaks the protocol of routing messages well and tells nothing but lies.
class LyingPeerTest {
    private static final Sender SENDER = new Sender(22, EncodingScheme.V358, 0);
    private static final Bytes TXID = Bytes.of((byte) 1, (byte) 2);

    private final Rogue liar = new Rogue();
    private final Iterator<PublicKey> inventions = keys();

    LyingPeerTest() throws PeerRefused {}

    private static Iterator<PublicKey> keys() {
        var random = new Random(11);
        return Stream.generate(
                        () -> {
                            var bytes = new byte[PublicKey.BYTES];
                            random.nextBytes(bytes);
                            return PublicKey.of(bytes, 0);
                        })
                .filter(PublicKey::isNodeKey)
                .iterator();
    }

    private void say(RoutingMessage message) {
        say(message.write());
    }

    private void say(byte[] body) {
        var content = ByteBuffer.allocate(4 + body.length).putInt(0x1000_0100).put(body);
        liar.content(content.array());
    }

    /// Answers all that the victim asks with nodes of the liar's choice.
    private void lie(int seconds, Function<Query, List<Node>> nodes) {
        for (int i = 0; i < seconds * 10; i++) {
            liar.runMs(100);
            for (var content : liar.contents()) {
                var body = Arrays.copyOfRange(content, 4, content.length);
                if (!(RoutingMessage.read(body) instanceof Query q)) continue;
                say(new Reply(nodes.apply(q), SENDER, q.txid()));
            }
        }
    }

    private DhtSnapshot dht() {
        return liar.victim.onCommand(new NodeCommand.TakeDhtSnapshot(), liar.nowNs);
    }

    private List<Node> eight(Function<Integer, Node> node) {
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < 8; i++) nodes.add(node.apply(i));
        return nodes;
    }

    @Test
    void inventedNodesTakeNoMoreThanTheirPlace() {
        int[] slot = {2};
        lie(
                120,
                _ ->
                        eight(_ ->
                                new Node(
                                        inventions.next(),
                                        EncodingScheme.V358.ofInterface(2 + slot[0]++ % 250),
                                        22)));
        var dht = dht();
        assertThat(dht.nodes()).hasSizeLessThanOrEqualTo(1024);
        assertThat(dht.links()).hasSizeLessThanOrEqualTo(4096);
        assertThat(dht.queriesSent()).as("in 120 s").isLessThan(120 * 4);
        assertThat(liar.isLinked()).isTrue();
        assertThat(dht.nodes()).filteredOn(n -> n.isHeard()).hasSize(1);
    }

    @Test
    void longPathsOfInventionsTakeNoMoreThanTheirPlace() {
        var random = new Random(4);
        lie(60, _ -> eight(_ -> new Node(inventions.next(), random.nextLong() >>> 2, 22)));
        assertThat(dht().nodes()).hasSizeLessThanOrEqualTo(1024);
        assertThat(liar.victimCounters.of(Verdict.LABEL_TOO_LONG)).isPositive();
    }

    @Test
    void pathsToNowhereAndToOurselvesAreNotLearned() {
        var self = liar.victim.snapshot(liar.nowNs).self().key();
        var key = inventions.next();
        lie(
                20,
                _ ->
                        List.of(
                                new Node(self, 0x15, 22),
                                new Node(self, Label.splice(0x15, 0x13), 22),
                                new Node(key, 0, 22),
                                new Node(key, Label.SELF, 22),
                                new Node(key, Label.INVALID, 22),
                                new Node(key, 0x15, 19)));
        assertThat(dht().nodes()).hasSize(1);
        assertThat(dht().find(self)).isNull();
    }

    @Test
    void aDestinationThatTheLiarClaimsGetsNothingButGreetings() {
        var claimed = inventions.next();
        lie(5, _ -> List.of(new Node(claimed, 0x15, 22)));
        var self = liar.victim.snapshot(liar.nowNs).self().ip6();
        for (int i = 0; i < 20; i++) {
            var p = ByteBuffer.allocate(60).putInt(0x6000_0000).putShort((short) 20);
            p.put((byte) 17).put((byte) 64).put(self.bytes()).put(claimed.ip6().bytes());
            liar.tun(p.put("from our own program".getBytes(StandardCharsets.US_ASCII)).array());
            lie(1, _ -> List.of(new Node(claimed, 0x15, 22)));
        }
        for (var session : liar.victim.snapshot(liar.nowNs).sessions())
            if (session.address().key().equals(claimed))
                assertThat(session.receivedPackets()).isZero();
        assertThat(liar.victim.snapshot(liar.nowNs).drops())
                .containsKeys(Verdict.HELD_PACKET_REPLACED);
        var entry = dht().find(claimed);
        if (entry != null) {
            assertThat(entry.isHeard()).isFalse();
            assertThat(entry.cost()).as("it never answers").isGreaterThan(4 * 1024);
        }
    }

    @Test
    void whatWasOnlyToldOfIsToldToNobody() {
        var claimed = inventions.next();
        lie(5, _ -> List.of(new Node(claimed, 0x15, 22)));
        liar.contents();
        say(Query.about(Question.FIND_NODE, claimed.ip6(), SENDER, TXID));
        liar.runMs(5);
        for (var content : liar.contents()) {
            var body = Arrays.copyOfRange(content, 4, content.length);
            if (RoutingMessage.read(body) instanceof Reply r)
                assertThat(r.nodes()).extracting(Node::key).doesNotContain(claimed);
        }
    }

    @Test
    void answersToWhatWasNotAskedAreCountedAndLearnedNowhere() {
        lie(5, _ -> List.of());
        long before = liar.victimCounters.of(Verdict.UNASKED);
        for (int length = 0; length <= 20; length++)
            say(
                    new Reply(
                            List.of(new Node(inventions.next(), 0x15, 22)),
                            SENDER,
                            Bytes.zeros(length)));
        assertThat(liar.victimCounters.of(Verdict.UNASKED) - before).isEqualTo(21);
        assertThat(dht().nodes()).hasSize(1);
    }

    @Test
    void anAnswerCountsOnce() {
        var replies = new ArrayList<Reply>();
        lie(
                20,
                q -> {
                    var node = List.of(new Node(inventions.next(), 0x15, 22));
                    replies.add(new Reply(node, SENDER, q.txid()));
                    return List.of();
                });
        assertThat(replies).isNotEmpty();
        replies.forEach(this::say);
        assertThat(dht().nodes()).hasSize(1);
    }

    @Test
    void questionsCutAnywhereOrWithAnyByteChangedHarmNothing() {
        var target = inventions.next().ip6();
        var questions =
                List.of(
                        Query.ping(SENDER, TXID),
                        Query.about(Question.FIND_NODE, target, SENDER, TXID),
                        Query.about(Question.NEXT_HOP, target, SENDER, TXID),
                        Query.peers(0x13, SENDER, TXID));
        for (var q : questions) {
            byte[] whole = q.write();
            for (int length = 0; length < whole.length; length++) {
                say(Arrays.copyOf(whole, length));
                for (int bit = 0; bit < 8; bit += 3) {
                    byte[] changed = whole.clone();
                    changed[length] ^= (byte) (1 << bit);
                    say(changed);
                }
                if (length % 20 == 0) liar.runMs(1);
            }
            say(whole);
        }
        assertThat(liar.victimCounters.of(Verdict.BAD_ROUTING_MESSAGE)).isGreaterThan(200);
        liar.runMs(3_000);
        assertThat(liar.isLinked()).isTrue();
        assertThat(liar.isInnerOpen()).isTrue();
    }
}
