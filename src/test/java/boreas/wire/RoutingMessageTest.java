package boreas.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.wire.RoutingMessage.Node;
import boreas.wire.RoutingMessage.Query;
import boreas.wire.RoutingMessage.Question;
import boreas.wire.RoutingMessage.Reply;
import boreas.wire.RoutingMessage.Sender;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutingMessageTest {
    private static final Sender SENDER = new Sender(22, EncodingScheme.V358, 0);
    private static final Bytes TXID = Bytes.of("aaaa".getBytes(ISO_8859_1));
    private static final String ES = "2:es5:a\u0014E\u0081\u0000";

    /// A key whose address is in fc00::/8.
    private static final PublicKey KEY =
            PublicKey.of(
                    HexFormat.of()
                            .parseHex(
                                    "2a6715e70e4f444ad975974774adcd90"
                                            + "367e533a0791b2168ba7da83a3e45f42"),
                    0);

    @Test
    void queriesAreReadAsTheyWereWritten() throws Exception {
        for (var query :
                List.of(
                        Query.ping(SENDER, TXID),
                        Query.about(Question.FIND_NODE, Ip6.parse("fc00::1"), SENDER, TXID),
                        Query.about(Question.NEXT_HOP, Ip6.parse("fc00::1"), SENDER, TXID),
                        Query.peers(0x13, SENDER, TXID),
                        Query.ping(new Sender(20, EncodingScheme.V48, 1), TXID)))
            assertThat(RoutingMessage.read(query.write())).isEqualTo(query);
    }

    @Test
    void repliesAreReadAsTheyWereWritten() {
        for (int version : new int[] {20, 22, 254, 255, 65534, 65535, 0xffffff, Integer.MAX_VALUE})
            for (int count : new int[] {0, 1, 8}) {
                var nodes = Collections.nCopies(count, new Node(KEY, 0x153, version));
                var reply = new Reply(nodes, SENDER, TXID);
                assertThat(RoutingMessage.read(reply.write())).isEqualTo(reply);
            }
    }

    @Test
    void keysAreSortedAndVersionsAsNarrowAsTheyFit() {
        assertThat(text(Query.ping(SENDER, TXID)))
                .isEqualTo("d2:eii0e" + ES + "1:pi22e1:q2:pn4:txid4:aaaae");
        assertThat(text(new Reply(List.of(), SENDER, TXID)))
                .isEqualTo("d2:eii0e" + ES + "1:pi22e4:txid4:aaaae");
        var reply = text(new Reply(List.of(new Node(KEY, 0x13, 254)), SENDER, TXID));
        assertThat(reply).contains("1:n40:").contains("2:np2:\u0001\u00fe");
        reply = text(new Reply(List.of(new Node(KEY, 0x13, 255)), SENDER, TXID));
        assertThat(reply).contains("2:np3:\u0002\u0000\u00ff");
    }

    @Test
    void paddedLengthsAnyOrderAndBytesBehindTheEndAreAccepted() {
        var ping = Query.ping(SENDER, TXID);
        assertThat(read("d00000002:eii0e" + ES + "1:pi22e1:q2:pn4:txid4:aaaae")).isEqualTo(ping);
        assertThat(read("d4:txid4:aaaa1:q2:pn1:pi22e2:eii0e" + ES + "e")).isEqualTo(ping);
        assertThat(read("d2:eii0e" + ES + "1:pi22e1:q2:pn4:txid4:aaaaeJUNK")).isEqualTo(ping);
        assertThat(
                        read(
                                "d2:eii0e"
                                        + ES
                                        + "1:pi22e1:q2:pn4:txid4:aaaa1:v20:"
                                        + "x".repeat(20)
                                        + "e"))
                .isEqualTo(ping);
    }

    @Test
    void aMissingSchemeIsTheOneOfGenuineNodes() {
        assertThat(read("d2:eii0e1:pi22e1:q2:pn4:txid4:aaaae")).isEqualTo(Query.ping(SENDER, TXID));
        assertThat(read("d2:eii2e1:pi99e1:q2:pn4:txid4:aaaae"))
                .isEqualTo(Query.ping(new Sender(99, EncodingScheme.V358, 2), TXID));
    }

    @Test
    void whatDeservesNoAnswerIsNotRead() {
        for (var message :
                List.of(
                        "",
                        "d",
                        "i22e",
                        "4:aaaa",
                        "le",
                        "de",
                        "d2:eii0e1:pi22e1:q2:pne",
                        "d2:eii0e1:pi22e1:q2:pn4:txidi5ee",
                        "d2:eii0e1:pi22e1:q2:pn4:txid65:" + "x".repeat(65) + "e",
                        "d2:eii0e1:q2:pn4:txid4:aaaae",
                        "d2:eii0e1:pi19e1:q2:pn4:txid4:aaaae",
                        "d2:eii0e1:pi0e1:q2:pn4:txid4:aaaae",
                        "d2:eii0e1:pi-22e1:q2:pn4:txid4:aaaae",
                        "d2:eii0e1:pi4294967318e1:q2:pn4:txid4:aaaae",
                        "d2:eii0e1:p2:221:q2:pn4:txid4:aaaae",
                        "d1:pi22e1:q2:pn4:txid4:aaaae",
                        "d2:eii-1e1:pi22e1:q2:pn4:txid4:aaaae",
                        "d2:eii3e1:pi22e1:q2:pn4:txid4:aaaae",
                        "d2:eii0e2:es0:1:pi22e1:q2:pn4:txid4:aaaae",
                        "d2:eii0e2:es1:a1:pi22e1:q2:pn4:txid4:aaaae",
                        "d2:eii0e2:esi5e1:pi22e1:q2:pn4:txid4:aaaae",
                        // lists of nodes
                        "d2:eii0e1:n0:1:pi22e4:txid4:aaaae",
                        "d2:eii0e1:n0:2:np0:1:pi22e4:txid4:aaaae",
                        "d2:eii0e1:n39:" + "x".repeat(39) + "2:np1:\u00011:pi22e4:txid4:aaaae",
                        "d2:eii0e1:n40:" + "x".repeat(40) + "2:np1:\u00011:pi22e4:txid4:aaaae",
                        "d2:eii0e1:n40:"
                                + "x".repeat(40)
                                + "2:np2:\u0000\u00161:pi22e4:txid4:aaaae",
                        "d2:eii0e1:n40:"
                                + "x".repeat(40)
                                + "2:np3:\u0001\u0016\u00161:pi22e4:txid4:aaaae",
                        "d2:eii0e1:n40:" + "x".repeat(40) + "2:np6:\u0005xxxxx1:pi22e4:txid4:aaaae",
                        "d2:eii0e1:n40:"
                                + "x".repeat(40)
                                + "2:np2:\u00ff\u00161:pi22e4:txid4:aaaae",
                        "d2:eii0e1:ni5e2:np2:\u0001\u00161:pi22e4:txid4:aaaae"))
            assertThat(read(message)).as(message).isNull();
    }

    @Test
    void nodesWhoseKeyIsNoNodesKeyAreLeftOut() {
        var other = PublicKey.of(new byte[32], 0);
        assertThat(other.isNodeKey()).isFalse();
        var reply =
                new Reply(
                        List.of(new Node(other, 0x13, 22), new Node(KEY, 0x15, 21)), SENDER, TXID);
        assertThat(RoutingMessage.read(reply.write()))
                .isEqualTo(new Reply(List.of(new Node(KEY, 0x15, 21)), SENDER, TXID));
    }

    @Test
    void aTargetIsAnAddressOrALabelByItsLength() throws Exception {
        var find = Query.about(Question.FIND_NODE, Ip6.parse("fc00::1"), SENDER, TXID);
        assertThat(find.targetIp6()).isEqualTo(Ip6.parse("fc00::1"));
        assertThat(find.targetLabel()).isEqualTo(Label.INVALID);
        var peers = Query.peers(0x153, SENDER, TXID);
        assertThat(peers.targetIp6()).isNull();
        assertThat(peers.targetLabel()).isEqualTo(0x153);
        assertThat(Query.ping(SENDER, TXID).targetIp6()).isNull();
        assertThat(Query.ping(SENDER, TXID).targetLabel()).isEqualTo(Label.INVALID);
    }

    @Test
    void anUnknownQuestionIsRead() {
        assertThat(read("d2:eii0e1:pi22e1:q2:xx4:txid4:aaaae"))
                .isEqualTo(new Query(Question.UNKNOWN, null, SENDER, TXID));
    }

    @Test
    void aMessageThatIsCutShortIsNotRead() {
        var whole = new Reply(List.of(new Node(KEY, 0x15, 21)), SENDER, TXID).write();
        for (int length = 0; length < whole.length; length++)
            assertThat(RoutingMessage.read(Arrays.copyOf(whole, length))).isNull();
    }

    private static @Nullable RoutingMessage read(String message) {
        return RoutingMessage.read(message.getBytes(ISO_8859_1));
    }

    private static String text(RoutingMessage message) {
        return new String(message.write(), ISO_8859_1);
    }
}
