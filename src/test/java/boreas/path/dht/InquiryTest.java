package boreas.path.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.wire.Bytes;
import boreas.wire.RoutingMessage;
import boreas.wire.RoutingMessage.Query;
import boreas.wire.RoutingMessage.Question;
import boreas.wire.RoutingMessage.Sender;
import org.junit.jupiter.api.Test;

class InquiryTest {
    private static final PublicKey KEY = PublicKey.of(new byte[32], 0);
    private static final Sender SENDER = new Sender(22, EncodingScheme.V358, 0);
    private static final Bytes TXID = Bytes.zeros(14);

    private static byte[] written(int bodyBytes) {
        return new Inquiry(KEY, 22, 0x13, Question.PING, null, bodyBytes, (_, _, _) -> {})
                .write(SENDER, TXID);
    }

    @Test
    void aFilledMessageIsAsLongAsWantedAndStillTheSameQuestion() {
        int shortest = written(0).length;
        for (int bytes = shortest + 6; bytes <= Inquiry.BODY_BYTES_MAX; bytes++) {
            var message = written(bytes);
            // Where the length of the filling gets another digit, one length cannot be made.
            assertThat(message.length).as("%d", bytes).isBetween(bytes - 1, bytes);
            assertThat(RoutingMessage.read(message)).isEqualTo(Query.ping(SENDER, TXID));
        }
    }

    @Test
    void aShorterMessageThanTheQuestionIsTheQuestion() {
        int shortest = written(0).length;
        for (int bytes = 0; bytes < shortest + 6; bytes++)
            assertThat(written(bytes)).hasSize(shortest);
    }

    @Test
    void longerOnesThanGenuineNodesHearAreNotMade() {
        for (int bytes : new int[] {-1, Inquiry.BODY_BYTES_MAX + 1})
            assertThatThrownBy(() -> written(bytes)).isInstanceOf(IllegalArgumentException.class);
    }
}
