package boreas.path.dht;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import boreas.env.Timers;
import boreas.label.EncodingScheme;
import boreas.path.dht.Questions.Question;
import boreas.wire.Bytes;
import boreas.wire.RoutingMessage.Reply;
import boreas.wire.RoutingMessage.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static final long MS = 1_000_000L;
    private static final Sender SENDER = new Sender(22, EncodingScheme.V358, 0);

    private final List<PublicKey> keys = TestKeys.endless(3).limit(2).toList();
    private final PublicKey asked = keys.getFirst();
    private final Timers timers = new Timers();
    private final Questions questions = new Questions(new Random(1)::nextBytes, timers);
    private final List<String> ends = new ArrayList<>();
    private final Questions.Asker asker =
            new Questions.Asker() {
                @Override
                public void onReply(Reply reply, Question question, long roundTripNs, long nowNs) {
                    ends.add("reply after " + roundTripNs / MS);
                }

                @Override
                public void onTimeout(Question question, long nowNs) {
                    ends.add("timeout at " + nowNs / MS);
                }
            };

    private static Reply reply(Bytes txid) {
        return new Reply(List.of(), SENDER, txid);
    }

    @Test
    void anAnswerFindsItsQuestion() {
        var txid = questions.add(asked, 0x13, asker, 5 * MS);
        var question = questions.onReply(asked, reply(txid), 25 * MS);
        assertThat(question).isNotNull();
        assertThat(Objects.requireNonNull(question).sentNs()).isEqualTo(5 * MS);
        assertThat(ends).containsExactly("reply after 20");
        assertThat(questions.size()).isZero();
    }

    @Test
    void idsHaveTheFormOfGenuineNodes() {
        var txid = questions.add(asked, 0x13, asker, 0);
        assertThat(txid.length()).isEqualTo(14);
        assertThat(txid.u8(0)).isEqualTo('0');
        assertThat(txid.u8(1)).isEqualTo('0');
        assertThat(questions.add(asked, 0x13, asker, 0)).isNotEqualTo(txid);
    }

    @Test
    void anAnswerFromSomebodyElseIsNone() {
        var txid = questions.add(asked, 0x13, asker, 0);
        assertThat(questions.onReply(keys.get(1), reply(txid), MS)).isNull();
        assertThat(ends).isEmpty();
        assertThat(questions.size()).isEqualTo(1);
    }

    @Test
    void anAnswerCountsOnce() {
        var txid = questions.add(asked, 0x13, asker, 0);
        questions.onReply(asked, reply(txid), MS);
        assertThat(questions.onReply(asked, reply(txid), 2 * MS)).isNull();
        assertThat(ends).hasSize(1);
    }

    @Test
    void anInventedIdIsNoAnswer() {
        questions.add(asked, 0x13, asker, 0);
        for (int length = 0; length <= 20; length++)
            assertThat(questions.onReply(asked, reply(Bytes.zeros(length)), MS)).isNull();
    }

    @Test
    void withoutAnAnswerThereIsATimeout() {
        questions.add(asked, 0x13, asker, 0);
        timers.runUntil(2_999 * MS);
        assertThat(ends).isEmpty();
        timers.runUntil(3_000 * MS);
        assertThat(ends).containsExactly("timeout at 3000");
        assertThat(timers.nextDeadlineNs()).isEqualTo(Timers.NEVER);
    }

    @Test
    void slowNetworksGetMoreTime() {
        for (int i = 0; i < 200; i++) {
            var txid = questions.add(asked, 0x13, asker, 0);
            questions.onReply(asked, reply(txid), 2_000 * MS);
        }
        ends.clear();
        questions.add(asked, 0x13, asker, 0);
        timers.runUntil(15_000 * MS);
        assertThat(ends).isEmpty();
        timers.runUntil(30_000 * MS);
        assertThat(ends).hasSize(1);
    }

    @Test
    void theNumberOfOpenQuestionsIsBounded() {
        for (int i = 0; i < 2 * Questions.MAX; i++) questions.add(asked, 0x13, asker, 0);
        assertThat(questions.size()).isEqualTo(Questions.MAX);
    }

    @Test
    void whoseQuestionMadeRoomIsToldSoon() {
        questions.add(asked, 0x13, asker, 0);
        for (int i = 0; i < Questions.MAX; i++) questions.add(asked, 0x13, Questions.NOBODY, MS);
        assertThat(ends).isEmpty();
        timers.runUntil(MS);
        assertThat(ends).containsExactly("timeout at 1");
    }

    @Test
    void aQuestionThatWasNotSentEndsInNothing() {
        questions.withdraw(questions.add(asked, 0x13, asker, 0));
        timers.runUntil(60_000 * MS);
        assertThat(ends).isEmpty();
        assertThat(questions.size()).isZero();
    }
}
