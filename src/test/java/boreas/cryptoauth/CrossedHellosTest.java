package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Verdict;
import org.junit.jupiter.api.Test;

/// Both say hello at once: the one from the lower permanent key counts.
class CrossedHellosTest {
    private final Pair pair = new Pair();
    private final byte[] ofLow = pair.low.says("low calls");
    private final byte[] ofHigh = pair.high.says("high calls");

    @Test
    void theHigherKeyYieldsAndAnswers() {
        assertThat(pair.high.hears(ofLow)).isEqualTo(Verdict.OK);
        assertThat(pair.high.state()).isEqualTo(State.RECEIVED_HELLO);
        assertThat(pair.low.hears(pair.high.says("key"))).isEqualTo(Verdict.OK);
        pair.converse(pair.low, pair.high);
    }

    @Test
    void theLowerKeyStandsFirmButReads() {
        assertThat(pair.low.hears(ofHigh)).isEqualTo(Verdict.OK);
        assertThat(pair.low.heard).isEqualTo("high calls");
        assertThat(pair.low.state()).isEqualTo(State.SENT_HELLO);
        byte[] next = pair.low.says("low calls again");
        assertThat(Pair.first(next)).isEqualTo(Handshake.REPEATED_HELLO);
        assertThat(pair.high.hears(next)).isEqualTo(Verdict.OK);
        assertThat(pair.high.state()).isEqualTo(State.RECEIVED_HELLO);
        assertThat(pair.low.hears(pair.high.says("key"))).isEqualTo(Verdict.OK);
        pair.converse(pair.low, pair.high);
    }

    @Test
    void bothArriveTheHigherKeyHearsFirst() {
        pair.high.hears(ofLow);
        byte[] key = pair.high.says("key");
        assertThat(pair.low.hears(ofHigh)).isEqualTo(Verdict.OK);
        assertThat(pair.low.hears(key)).isEqualTo(Verdict.OK);
        pair.converse(pair.low, pair.high);
    }

    @Test
    void bothArriveTheLowerKeyHearsFirst() {
        pair.low.hears(ofHigh);
        pair.high.hears(ofLow);
        assertThat(pair.low.hears(pair.high.says("key"))).isEqualTo(Verdict.OK);
        pair.converse(pair.low, pair.high);
    }

    @Test
    void theYieldedHelloComesBetweenTheKeyAndTheFirstData() {
        pair.high.hears(ofLow);
        pair.low.hears(pair.high.says("key"));
        byte[] lost = pair.low.says("first data");
        assertThat(pair.low.hears(ofHigh)).isEqualTo(Verdict.OK);
        assertThat(pair.low.session.opened()).isEqualTo(Opened.CANDIDATE_HANDSHAKE);
        byte[] stray = pair.low.says("an answer to the hello");
        assertThat(pair.high.hears(stray)).isEqualTo(Verdict.STRAY_KEY);
        pair.low.session.endDelivery();
        assertThat(lost).isNotEmpty();
        pair.converse(pair.low, pair.high);
    }

    @Test
    void theYieldedHelloComesLate() {
        pair.high.hears(ofLow);
        pair.low.hears(pair.high.says("key"));
        pair.converse(pair.low, pair.high);
        assertThat(pair.low.hears(ofHigh)).isEqualTo(Verdict.OK);
        assertThat(pair.low.session.opened()).isEqualTo(Opened.CANDIDATE_HANDSHAKE);
        pair.low.session.endDelivery();
        pair.converse(pair.low, pair.high);
    }

    @Test
    void bothPresentCredentialsAndTheResponderItsOwn() {
        pair.low.context.users().add("for high", "high", null);
        pair.high.context.users().add("for low", "low", null);
        pair.low.presents(Credentials.of("low", "for low"));
        pair.high.presents(Credentials.of(null, "for high"));
        byte[] hello = pair.low.says("hello");
        pair.high.says("crossed");
        assertThat(pair.high.hears(hello)).isEqualTo(Verdict.OK);
        byte[] key = pair.high.says("key");
        assertThat(key[Handshake.CHALLENGE]).isEqualTo((byte) AuthChallenge.BY_PASSWORD);
        assertThat(pair.low.hears(key)).isEqualTo(Verdict.OK);
        pair.converse(pair.low, pair.high);
        assertThat(pair.high.session.user()).isEqualTo("low");
        assertThat(pair.low.session.user()).isNull();
    }
}
