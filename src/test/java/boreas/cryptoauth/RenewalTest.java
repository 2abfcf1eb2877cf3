package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Our own hello beside a live session.
class RenewalTest {
    private final Pair pair = new Pair();
    private final Pair.Party low = pair.low;
    private final Pair.Party high = pair.high;

    @BeforeEach
    void aLiveSession() {
        pair.establish(low, high);
    }

    @Test
    void theKeyMakesItCurrentAndNothingIsLostMeanwhile() {
        low.session.renew(pair.nowNs);
        byte[] hello = low.greetsAfresh("hello");
        assertThat(Pair.first(hello)).isEqualTo(Handshake.HELLO);
        byte[] oldOfHigh = high.says("under way");
        byte[] key = high.answers(hello, "key");
        pair.converse(low, high); // by the old keys
        byte[] oldOfLow = low.says("under way");
        assertThat(low.hears(key)).isEqualTo(Verdict.OK);
        assertThat(low.heard).isEqualTo("key");
        assertThat(low.session.isRenewing()).isFalse();
        assertThat(low.session.canSendData(pair.nowNs)).isTrue();
        assertThat(low.hears(oldOfHigh)).as("old keys still read").isEqualTo(Verdict.OK);
        pair.assertTalks(high, low); // the peer keeps the old keys until it sees the new ones
        pair.assertTalks(low, high);
        assertThat(high.session.opened()).isEqualTo(Opened.FIRST_DATA);
        assertThat(high.hears(oldOfLow)).as("old keys still read").isEqualTo(Verdict.OK);
        pair.converse(high, low);
        assertThat(low.state()).isEqualTo(State.ESTABLISHED);
    }

    @Test
    void theOldKeysReadUntilTheNewOnesAreProven() {
        low.session.renew(pair.nowNs);
        low.hears(high.answers(low.greetsAfresh("hello"), "key"));
        byte[] old = high.says("under way");
        byte[] tooOld = high.says("under way for long");
        pair.pass(9);
        assertThat(low.hears(old)).isEqualTo(Verdict.OK);
        pair.converse(low, high);
        pair.pass(10);
        assertThat(low.hears(tooOld)).isEqualTo(Verdict.DECRYPT_FAILED);
    }

    @Test
    void aLostHelloOrKeyIsRepeated() {
        low.session.renew(pair.nowNs);
        low.greetsAfresh("lost");
        low.session.renew(pair.nowNs);
        byte[] repeated = low.greetsAfresh("again");
        assertThat(Pair.first(repeated)).isEqualTo(Handshake.REPEATED_HELLO);
        high.answers(repeated, "lost");
        pair.converse(low, high);
        byte[] key = high.answers(low.greetsAfresh("again"), "key");
        assertThat(Pair.first(key)).isEqualTo(Handshake.REPEATED_KEY);
        assertThat(low.hears(key)).isEqualTo(Verdict.OK);
        pair.converse(low, high);
    }

    @Test
    void aKeyThatNeverComesHarmsNothing() {
        low.session.renew(pair.nowNs);
        high.answers(low.greetsAfresh("hello"), "lost");
        for (int i = 0; i < 10; i++) {
            pair.pass(10);
            pair.converse(low, high);
        }
        assertThat(low.session.isRenewing()).as("given up").isFalse();
        assertThat(high.session.candidateCount()).isZero();
    }

    @Test
    void aKeyIsStillWelcomeAfterTheHellosHaveStopped() {
        low.session.renew(pair.nowNs);
        byte[] key = high.answers(low.greetsAfresh("hello"), "key");
        low.session.stopRenewing();
        assertThat(low.session.isRenewing()).isFalse();
        assertThat(low.hears(key)).isEqualTo(Verdict.OK);
        pair.converse(low, high);
    }

    @Test
    void aKeyOfTheLastRenewalIsRefused() {
        low.session.renew(pair.nowNs);
        byte[] key = high.answers(low.greetsAfresh("hello"), "key");
        low.hears(key);
        pair.converse(low, high);
        low.session.renew(pair.nowNs);
        low.greetsAfresh("another hello");
        assertThat(low.hears(key)).isEqualTo(Verdict.HANDSHAKE_DECRYPT_FAILED);
        assertThat(low.session.isRenewing()).isTrue();
        pair.converse(low, high);
    }

    @Test
    void aKeyBeforeTheHelloIsForNobody() {
        low.session.renew(pair.nowNs);
        byte[] key = high.answers(low.greetsAfresh("hello"), "key");
        low.session.reset();
        pair.establish(low, high);
        low.session.renew(pair.nowNs);
        assertThat(low.hears(key)).isEqualTo(Verdict.KEY_IN_ESTABLISHED_SESSION);
    }

    @Test
    void withoutALiveSessionTheUsualMessageIsSealed() {
        low.restarts();
        low.session.renew(pair.nowNs);
        assertThat(low.session.isRenewing()).isFalse();
        assertThat(Pair.first(low.greetsAfresh("hello"))).isEqualTo(Handshake.HELLO);
        assertThat(low.state()).isEqualTo(State.SENT_HELLO);
    }

    @Test
    void theRenewalGoesOnAsTheSessionWhenThatTimesOut() {
        pair.pass(59);
        low.session.renew(pair.nowNs);
        byte[] lost = low.greetsAfresh("lost");
        pair.pass(1);
        byte[] repeated = low.says("hello");
        assertThat(Pair.first(lost)).isEqualTo(Handshake.HELLO);
        assertThat(Pair.first(repeated)).isEqualTo(Handshake.REPEATED_HELLO);
        assertThat(low.hears(high.answers(repeated, "key"))).isEqualTo(Verdict.OK);
        pair.converse(low, high);
    }

    @Test
    void ofTwoCrossedRenewalsTheOneFromTheLowerKeyCounts() {
        low.session.renew(pair.nowNs);
        high.session.renew(pair.nowNs);
        byte[] ofLow = low.greetsAfresh("low");
        byte[] ofHigh = high.greetsAfresh("high");

        assertThat(low.hears(ofHigh)).isEqualTo(Verdict.OK);
        assertThat(low.heard).isEqualTo("high");
        assertThat(low.session.isRenewing()).isTrue();
        assertThat(low.session.candidateCount()).isZero();
        byte[] answer = low.says("answer");
        low.session.endDelivery();
        assertThat(Pair.first(answer)).isEqualTo(Handshake.REPEATED_HELLO);

        byte[] key = high.answers(ofLow, "key");
        assertThat(high.session.isRenewing()).isFalse();
        assertThat(low.hears(key)).isEqualTo(Verdict.OK);
        pair.converse(low, high);
        assertThat(high.hears(answer))
                .as("repeated hello, late")
                .isEqualTo(Verdict.INVALID_HANDSHAKE);
        pair.converse(high, low);
    }

    @Test
    void aCrossedHelloThatComesAfterTheKeyDisturbsNothing() {
        low.session.renew(pair.nowNs);
        high.session.renew(pair.nowNs);
        byte[] ofLow = low.greetsAfresh("low");
        byte[] ofHigh = high.greetsAfresh("high, late");
        assertThat(low.hears(high.answers(ofLow, "key"))).isEqualTo(Verdict.OK);
        byte[] proof = low.says("proof");

        byte[] key = low.answers(ofHigh, "key to a hello that nobody waits for");
        assertThat(high.hears(key)).isEqualTo(Verdict.KEY_IN_ESTABLISHED_SESSION);
        assertThat(high.hears(proof)).isEqualTo(Verdict.OK);
        pair.converse(high, low);
        assertThat(low.state()).isEqualTo(State.ESTABLISHED);
    }

    @Test
    void aCandidateThatProvesItselfStopsTheHellosButTheKeyStaysWelcome() {
        var old = high.session;
        high.restarts();
        byte[] keyForHigh = low.answers(high.says("hello"), "key");
        low.session.renew(pair.nowNs);
        byte[] ofLow = low.greetsAfresh("too impatient");
        high.hears(keyForHigh);
        assertThat(low.hears(high.says("data"))).isEqualTo(Verdict.OK);
        assertThat(low.session.isRenewing()).isFalse();
        pair.converse(low, high);
        assertThat(old.state()).isEqualTo(State.ESTABLISHED);
        byte[] key = high.answers(ofLow, "key"); // a genuine node has nothing else from here on
        assertThat(low.hears(key)).isEqualTo(Verdict.OK);
        pair.converse(low, high);
    }

    @Test
    void aRenewalThatWasNotSentYieldsToAHello() {
        low.session.renew(pair.nowNs);
        high.session.renew(pair.nowNs);
        byte[] key = low.answers(high.greetsAfresh("hello"), "key");
        assertThat(low.session.isRenewing()).isFalse();
        assertThat(high.hears(key)).isEqualTo(Verdict.OK);
        pair.converse(high, low);
    }

    /// Both have said hello, have got a key, and move to what the other's first data prove: without
    /// an order each would go by what the other has left.
    @Test
    void ofTwoRenewalsThatPassEachOtherTheLaterCountsWhateverComesFirst() {
        for (int order = 0; order < 4; order++) {
            var pair = new Pair();
            var low = pair.low;
            var high = pair.high;
            pair.establish(low, high);
            low.session.renew(pair.nowNs);
            byte[] key = high.answers(low.greetsAfresh("first"), "key");
            high.session.renew(pair.nowNs);
            byte[] later = high.greetsAfresh("later");
            assertThat(low.hears(key)).isEqualTo(Verdict.OK);
            byte[] byFirst = low.says("by the first");
            byte[] keyOfLater = low.answers(later, "key");
            if ((order & 1) == 0) {
                assertThat(high.hears(keyOfLater)).isEqualTo(Verdict.OK);
                assertThat(high.hears(byFirst)).isEqualTo(Verdict.OK);
            } else {
                assertThat(high.hears(byFirst)).isEqualTo(Verdict.OK);
                byte[] early = high.says("by the first, too");
                assertThat(high.hears(keyOfLater)).isEqualTo(Verdict.OK);
                if ((order & 2) != 0)
                    assertThat(low.hears(high.says("later"))).isEqualTo(Verdict.OK);
                assertThat(low.hears(early)).isEqualTo(Verdict.OK);
            }
            if ((order & 2) != 0) pair.assertTalks(low, high);
            pair.converse(high, low);
            pair.converse(low, high);
            pair.pass(11);
            pair.converse(high, low);
            pair.converse(low, high);
        }
    }

    @Test
    void dataByAnOlderHelloThatComeLateAreReadAndChangeNothing() {
        low.session.renew(pair.nowNs);
        low.hears(high.answers(low.greetsAfresh("first"), "key"));
        byte[] late = low.says("late");
        high.session.renew(pair.nowNs);
        high.hears(low.answers(high.greetsAfresh("later"), "key"));
        pair.converse(high, low);
        assertThat(high.hears(late)).isEqualTo(Verdict.OK);
        assertThat(high.session.opened()).isEqualTo(Opened.DATA);
        pair.pass(11);
        pair.converse(high, low);
    }
}
