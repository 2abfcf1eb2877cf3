package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Verdict;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// What a hello may do to a session that lives: nothing, until its sender has proved to be alive.
class LiveSessionTest {
    private final Pair pair = new Pair();
    private final Pair.Party low = pair.low;
    private final Pair.Party high = pair.high;

    // ------------------------------------------------------------------------------------ replay

    @Test
    void theHelloOfTheSessionItselfIsRefused() {
        byte[] hello = low.says("hello");
        high.hears(hello);
        low.hears(high.says("key"));
        pair.converse(low, high);
        assertThat(high.hears(hello)).isEqualTo(Verdict.INVALID_HANDSHAKE);
        pair.converse(low, high);
    }

    @Test
    void theHelloOfAnEarlierSessionIsAReplay() {
        byte[] old = low.says("hello");
        high.hears(old);
        low.hears(high.says("key"));
        pair.converse(low, high);
        low.restarts();
        low.hears(high.answers(low.says("hello again"), "key"));
        pair.converse(low, high);
        assertThat(high.hears(old)).isEqualTo(Verdict.REPLAYED_HELLO);
        assertThat(SecureSession.errorNumber(Verdict.REPLAYED_HELLO)).isEqualTo(13);
        pair.converse(low, high);
    }

    @Test
    void theHelloOfAnEarlierSessionIsAReplayAfterTheTimeoutToo() {
        byte[] old = low.says("hello");
        high.hears(old);
        low.hears(high.says("key"));
        pair.converse(low, high);
        pair.pass(60);
        assertThat(high.hears(old)).isEqualTo(Verdict.REPLAYED_HELLO);
        assertThat(high.state()).isEqualTo(State.INIT);
        pair.establish(high, low);
    }

    @Test
    void aHelloThatNeverCameToAnythingTearsNothingDown() {
        byte[] unanswered = low.says("hello");
        low.restarts();
        pair.establish(low, high);
        for (int i = 0; i < 20; i++) {
            assertThat(high.hears(unanswered))
                    .isIn(Verdict.OK, Verdict.INVALID_HANDSHAKE, Verdict.HANDSHAKE_RATE);
            byte[] answer = high.says("key to nowhere");
            assertThat(low.hears(answer))
                    .as("the peer has a session")
                    .isIn(Verdict.OK, Verdict.KEY_IN_ESTABLISHED_SESSION);
            high.session.endDelivery();
            pair.converse(low, high);
            pair.pass(3);
        }
        assertThat(high.session.candidateCount()).isLessThanOrEqualTo(1);
    }

    // ---------------------------------------------------------------------------------- restarts

    @Test
    void aRestartedCallerIsBackWithinOneRoundTrip() {
        pair.establish(low, high);
        low.restarts();
        byte[] key = high.answers(low.says("hello"), "key");
        assertThat(high.session.opened().isCandidate()).isTrue();
        assertThat(high.state()).as("untouched").isEqualTo(State.ESTABLISHED);
        assertThat(Pair.first(key)).isEqualTo(Handshake.KEY);
        assertThat(low.hears(key)).isEqualTo(Verdict.OK);
        byte[] data = low.says("data");
        assertThat(high.hears(data)).isEqualTo(Verdict.OK);
        assertThat(high.session.opened()).isEqualTo(Opened.FIRST_DATA);
        pair.converse(high, low);
        assertThat(high.session.candidateCount()).isZero();
    }

    @Test
    void aRepeatedHelloOfARestartedCallerIsToldFromItsFirst() {
        pair.establish(low, high);
        low.restarts();
        high.answers(low.says("hello"), "key");
        byte[] key = high.answers(low.says("hello again"), "key again");
        assertThat(high.session.opened()).isEqualTo(Opened.REPEATED_CANDIDATE_HANDSHAKE);
        assertThat(high.session.opened().isHandshake()).isTrue();
        assertThat(low.hears(key)).isEqualTo(Verdict.OK);
        pair.converse(low, high);
    }

    @Test
    void aRestartedResponderIsBackWhenItCalls() {
        pair.establish(low, high);
        high.restarts();
        assertThat(high.hears(low.says("data"))).isEqualTo(Verdict.NO_SESSION);
        high.hears(low.answers(high.says("hello"), "key"));
        pair.converse(high, low);
        assertThat(low.session.current().isInitiator()).isFalse();
    }

    @Test
    void aRestartedResponderIsBackWhenItIsCalledAfresh() {
        pair.establish(low, high);
        high.restarts();
        assertThat(high.hears(low.says("data"))).isEqualTo(Verdict.NO_SESSION);
        low.session.renew(pair.nowNs);
        assertThat(low.session.isRenewing()).isTrue();
        assertThat(high.hears(low.greetsAfresh("hello"))).isEqualTo(Verdict.OK);
        assertThat(low.hears(high.says("key"))).isEqualTo(Verdict.OK);
        assertThat(low.session.isRenewing()).isFalse();
        pair.converse(low, high);
    }

    @Test
    void bothRestartAndBothCall() {
        pair.establish(low, high);
        low.restarts();
        high.restarts();
        byte[] ofLow = low.says("low");
        byte[] ofHigh = high.says("high");
        low.hears(ofHigh);
        high.hears(ofLow);
        low.hears(high.says("key"));
        pair.converse(low, high);
    }

    @Test
    void repliesTravelThroughTheCandidateOnlyWhileItsPayloadIsDealtWith() {
        pair.establish(low, high);
        var before = low.session;
        low.restarts();
        high.hears(low.says("hello"));
        assertThat(high.session.canSendData(pair.nowNs)).isFalse();
        assertThat(high.session.isAnswering()).isTrue();
        assertThat(Pair.first(high.says("answer"))).isEqualTo(Handshake.KEY);
        assertThat(Pair.first(high.says("second answer"))).isEqualTo(Handshake.REPEATED_KEY);
        high.session.endDelivery();
        assertThat(high.session.canSendData(pair.nowNs)).isTrue();
        assertThat(high.session.isAnswering()).isFalse();
        byte[] data = high.says("data");
        assertThat(Pair.first(data)).isGreaterThan(4);
        var p = TestPackets.packet(data);
        assertThat(before.open(p, pair.nowNs)).as("old session").isEqualTo(Verdict.OK);
    }

    @Test
    void theNextPacketEndsADeliveryThatTheCallerForgot() {
        pair.establish(low, high);
        byte[] data = low.says("data");
        low.restarts();
        high.hears(low.says("hello"));
        high.hears(data);
        assertThat(high.session.canSendData(pair.nowNs)).isTrue();
    }

    @Test
    void aCandidatesHelloIsRepeatedAndSoIsItsKey() {
        pair.establish(low, high);
        low.restarts();
        byte[] hello = low.says("hello");
        high.answers(hello, "lost key");
        byte[] again = high.answers(low.says("hello again"), "key");
        assertThat(Pair.first(again)).isEqualTo(Handshake.REPEATED_KEY);
        assertThat(high.session.candidateCount()).isEqualTo(1);
        assertThat(high.hears(hello)).as("the first one late").isEqualTo(Verdict.INVALID_HANDSHAKE);
        assertThat(low.hears(again)).isEqualTo(Verdict.OK);
        pair.converse(low, high);
    }

    @Test
    void aCandidateIsGivenUpAfterTenSecondsAndItsHelloStaysWelcome() {
        pair.establish(low, high);
        low.restarts();
        high.answers(low.says("hello"), "lost key");
        pair.pass(10);
        byte[] again = high.answers(low.says("hello again"), "key");
        assertThat(Pair.first(again)).isEqualTo(Handshake.KEY);
        assertThat(high.session.candidateCount()).isEqualTo(1);
        assertThat(low.hears(again)).isEqualTo(Verdict.OK);
        pair.converse(low, high);
    }

    @Test
    void aCandidateThatIsGivenUpEndsItsDelivery() {
        pair.establish(low, high);
        low.restarts();
        high.hears(low.says("hello"));
        pair.pass(10);
        assertThat(high.session.canSendData(pair.nowNs)).isTrue();
        assertThat(Pair.first(high.says("data"))).isGreaterThan(4);
    }

    @Test
    void aCandidateTakesTheSessionOverWhenThatTimesOut() {
        pair.establish(low, high);
        pair.pass(55);
        low.restarts();
        byte[] key = high.answers(low.says("hello"), "key");
        low.hears(key);
        pair.pass(5);
        assertThat(high.session.canSendData(pair.nowNs)).as("idle for 60 seconds").isFalse();
        assertThat(high.state()).isEqualTo(State.SENT_KEY);
        assertThat(high.session.candidateCount()).isZero();
        pair.converse(low, high);
    }

    @Test
    void candidatesAreBoundedAndTheOldestIsEvicted() {
        pair.establish(low, high);
        var earlier = new ArrayList<SecureSession>();
        for (int i = 0; i < Candidates.MAX + 2; i++) {
            low.restarts();
            assertThat(low.hears(high.answers(low.says("hello"), "key"))).isEqualTo(Verdict.OK);
            earlier.add(low.session);
            assertThat(high.session.candidateCount()).isEqualTo(Math.min(i + 1, Candidates.MAX));
        }
        low.session = earlier.getFirst();
        assertThat(high.hears(low.says("data"))).as("evicted").isEqualTo(Verdict.DECRYPT_FAILED);
        low.session = earlier.get(2);
        pair.assertTalks(low, high);
        assertThat(high.session.candidateCount()).isEqualTo(Candidates.MAX - 1);
        low.session = earlier.getLast();
        pair.converse(low, high);
    }

    @Test
    void packetsOfTheReplacedSessionAreReadForTenSeconds() {
        pair.establish(low, high);
        byte[] late = low.says("late");
        byte[] tooLate = low.says("too late");
        low.restarts();
        low.hears(high.answers(low.says("hello"), "key"));
        pair.converse(low, high);
        assertThat(high.hears(late)).isEqualTo(Verdict.OK);
        assertThat(high.heard).isEqualTo("late");
        assertThat(high.session.opened()).isEqualTo(Opened.DATA);
        assertThat(high.hears(late)).isEqualTo(Verdict.REPLAY);
        pair.converse(high, low);
        pair.pass(10);
        assertThat(high.hears(tooLate)).isEqualTo(Verdict.DECRYPT_FAILED);
        pair.converse(low, high);
    }

    @Test
    void eachIncarnationHasThePeersHandleThatWasToldInIt() {
        high.hears(low.says("hello"));
        high.session.setPeerHandle(11);
        low.hears(high.says("key"));
        pair.converse(low, high);
        assertThat(high.session.peerHandle()).isEqualTo(11);
        low.restarts();
        high.hears(low.says("hello"));
        high.session.setPeerHandle(22);
        assertThat(high.session.peerHandle()).as("of the candidate").isEqualTo(22);
        low.hears(high.says("key"));
        high.session.endDelivery();
        assertThat(high.session.peerHandle()).as("of the session in use").isEqualTo(11);
        high.hears(low.says("data"));
        assertThat(high.session.peerHandle()).as("of what was the candidate").isEqualTo(22);
    }
}
