package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The way from nothing to an established session, and what may befall its messages.
class HandshakeTest {
    private final Pair pair = new Pair();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void helloKeyAndDataEstablishASessionWhoeverCalls(boolean isLowCaller) {
        var caller = isLowCaller ? pair.low : pair.high;
        var called = isLowCaller ? pair.high : pair.low;

        byte[] hello = caller.says("hello");
        assertThat(Pair.first(hello)).isEqualTo(Handshake.HELLO);
        assertThat(hello).hasSize(Handshake.BYTES + 5);
        assertThat(caller.state()).isEqualTo(State.SENT_HELLO);
        assertThat(called.hears(hello)).isEqualTo(Verdict.OK);
        assertThat(called.heard).isEqualTo("hello");
        assertThat(called.session.opened()).isEqualTo(Opened.HANDSHAKE);
        assertThat(called.state()).isEqualTo(State.RECEIVED_HELLO);

        byte[] key = called.says("key");
        assertThat(Pair.first(key)).isEqualTo(Handshake.KEY);
        assertThat(called.state()).isEqualTo(State.SENT_KEY);
        assertThat(caller.hears(key)).isEqualTo(Verdict.OK);
        assertThat(caller.heard).isEqualTo("key");
        assertThat(caller.session.opened()).isEqualTo(Opened.HANDSHAKE);
        assertThat(caller.state()).isEqualTo(State.RECEIVED_KEY);
        assertThat(caller.session.canSendData(pair.nowNs)).isTrue();
        assertThat(called.session.canSendData(pair.nowNs)).isFalse();

        byte[] data = caller.says("data");
        assertThat(Pair.first(data)).isEqualTo(4);
        assertThat(data).hasSize(Incarnation.DATA_BYTES + 4);
        assertThat(called.hears(data)).isEqualTo(Verdict.OK);
        assertThat(called.session.opened()).isEqualTo(Opened.FIRST_DATA);
        assertThat(called.state()).isEqualTo(State.ESTABLISHED);

        byte[] back = called.says("back");
        assertThat(Pair.first(back)).as("three numbers are skipped").isEqualTo(6);
        assertThat(caller.hears(back)).isEqualTo(Verdict.OK);
        assertThat(caller.session.opened()).isEqualTo(Opened.FIRST_DATA);
        assertThat(caller.state()).isEqualTo(State.ESTABLISHED);
        assertThat(Pair.first(caller.says("more"))).isEqualTo(8);
        pair.converse(caller, called);
        assertThat(called.session.opened()).isEqualTo(Opened.DATA);
    }

    @Test
    void payloadsOfHandshakePacketsMayBeEmpty() {
        assertThat(pair.high.hears(pair.low.says(""))).isEqualTo(Verdict.OK);
        assertThat(pair.high.heard).isEmpty();
        assertThat(pair.low.hears(pair.high.says(""))).isEqualTo(Verdict.OK);
        pair.converse(pair.low, pair.high);
    }

    @Test
    void aLostHelloIsRepeatedWithTheSameKey() {
        byte[] lost = pair.low.says("one");
        byte[] repeated = pair.low.says("two");
        assertThat(Pair.first(repeated)).isEqualTo(Handshake.REPEATED_HELLO);
        assertThat(pair.high.hears(repeated)).isEqualTo(Verdict.OK);
        assertThat(pair.low.hears(pair.high.says("key"))).isEqualTo(Verdict.OK);
        pair.converse(pair.low, pair.high);
        assertThat(pair.high.hears(lost)).isEqualTo(Verdict.INVALID_HANDSHAKE);
        pair.converse(pair.low, pair.high);
    }

    @Test
    void aLostKeyIsRepeatedWhenTheHelloIs() {
        pair.high.hears(pair.low.says("one"));
        byte[] lost = pair.high.says("key");
        assertThat(pair.high.hears(pair.low.says("two"))).isEqualTo(Verdict.OK);
        assertThat(pair.high.heard).isEqualTo("two");
        byte[] repeated = pair.high.says("key again");
        assertThat(Pair.first(repeated)).isEqualTo(Handshake.REPEATED_KEY);
        assertThat(pair.low.hears(repeated)).isEqualTo(Verdict.OK);
        assertThat(pair.low.hears(lost)).as("late").isEqualTo(Verdict.INVALID_HANDSHAKE);
        pair.converse(pair.low, pair.high);
        assertThat(pair.low.hears(lost)).isEqualTo(Verdict.KEY_IN_ESTABLISHED_SESSION);
        assertThat(pair.low.hears(repeated)).isEqualTo(Verdict.KEY_IN_ESTABLISHED_SESSION);
        pair.converse(pair.high, pair.low);
    }

    @Test
    void aKeyMayComeAfterItsRepetition() {
        pair.high.hears(pair.low.says("hello"));
        byte[] key = pair.high.says("key");
        byte[] repeated = pair.high.says("key again");
        assertThat(pair.low.hears(repeated)).isEqualTo(Verdict.OK);
        assertThat(pair.low.hears(repeated)).as("payload again").isEqualTo(Verdict.OK);
        assertThat(pair.low.hears(key)).isEqualTo(Verdict.INVALID_HANDSHAKE);
        pair.converse(pair.low, pair.high);
    }

    @Test
    void aRepeatedKeyBetweenDataSkipsANumber() {
        pair.high.hears(pair.low.says("hello"));
        pair.low.hears(pair.high.says("key"));
        byte[] repeated = pair.high.says("key again");
        assertThat(Pair.first(pair.low.says("lost"))).isEqualTo(4);
        assertThat(pair.low.hears(repeated)).isEqualTo(Verdict.OK);
        byte[] data = pair.low.says("data");
        assertThat(Pair.first(data)).isEqualTo(6);
        assertThat(pair.high.hears(data)).isEqualTo(Verdict.OK);
        pair.converse(pair.high, pair.low);
    }

    @Test
    void aSecondAnswerWithAnotherKeyReplacesTheFirst() {
        byte[] hello = pair.low.says("hello");
        pair.high.hears(hello);
        pair.low.hears(pair.high.says("key"));
        pair.low.says("lost data");
        pair.high.restarts();
        pair.high.hears(hello);
        assertThat(pair.low.hears(pair.high.says("other key"))).isEqualTo(Verdict.OK);
        pair.converse(pair.low, pair.high);
    }

    @Test
    void aRepeatedKeyMustBringTheKnownKey() {
        byte[] hello = pair.low.says("hello");
        pair.high.hears(hello);
        pair.low.hears(pair.high.says("key"));
        pair.high.restarts();
        pair.high.hears(hello);
        pair.high.says("lost");
        byte[] foreign = pair.high.says("other key");
        assertThat(Pair.first(foreign)).isEqualTo(Handshake.REPEATED_KEY);
        assertThat(pair.low.hears(foreign)).isEqualTo(Verdict.INVALID_HANDSHAKE);
    }

    @Test
    void theFirstDataPacketMayBeLost() {
        pair.high.hears(pair.low.says("hello"));
        pair.low.hears(pair.high.says("key"));
        byte[] lost = pair.low.says("lost");
        pair.converse(pair.low, pair.high);
        assertThat(pair.high.hears(lost)).as("found again").isEqualTo(Verdict.OK);
        assertThat(pair.high.hears(lost)).as("found twice").isEqualTo(Verdict.REPLAY);
        assertThat(pair.high.session.counters().duplicates()).isEqualTo(1);
    }

    @Test
    void dataThatOvertakesTheHelloHasNoSession() {
        byte[] hello = pair.low.says("hello");
        pair.high.hears(hello);
        pair.low.hears(pair.high.says("key"));
        byte[] data = pair.low.says("data");
        pair.high.restarts();
        assertThat(pair.high.hears(data)).isEqualTo(Verdict.NO_SESSION);
        pair.high.hears(hello);
        assertThat(pair.high.hears(data)).as("no key sent yet").isEqualTo(Verdict.NO_SESSION);
        pair.high.says("key");
        assertThat(pair.high.hears(data)).as("other key").isEqualTo(Verdict.DECRYPT_FAILED);
        assertThat(pair.high.state()).isEqualTo(State.SENT_KEY);
    }

    @Test
    void aKeyThatNobodyAskedForIsStray() {
        pair.high.hears(pair.low.says("hello"));
        byte[] key = pair.high.says("key");
        pair.low.restarts();
        assertThat(pair.low.hears(key)).isEqualTo(Verdict.STRAY_KEY);
    }

    @Test
    void aNewHelloBeforeDataBeginsTheHandshakeAnew() {
        pair.high.hears(pair.low.says("hello"));
        byte[] oldKey = pair.high.says("key");
        pair.low.restarts();
        byte[] hello = pair.low.says("hello");
        assertThat(pair.high.hears(hello)).isEqualTo(Verdict.OK);
        assertThat(pair.high.session.opened()).isEqualTo(Opened.HANDSHAKE);
        assertThat(pair.high.state()).isEqualTo(State.RECEIVED_HELLO);
        assertThat(pair.low.hears(oldKey)).isEqualTo(Verdict.HANDSHAKE_DECRYPT_FAILED);
        assertThat(pair.low.hears(pair.high.says("key"))).isEqualTo(Verdict.OK);
        pair.converse(pair.low, pair.high);
    }

    @Test
    void ourOwnWordsComingBackAreRefused() {
        byte[] hello = pair.low.says("hello");
        assertThat(pair.low.hears(hello)).isEqualTo(Verdict.WRONG_PUBLIC_KEY);
        pair.high.hears(hello);
        pair.low.hears(pair.high.says("key"));
        byte[] data = pair.low.says("data");
        assertThat(pair.low.hears(data)).isEqualTo(Verdict.DECRYPT_FAILED);
        pair.converse(pair.low, pair.high);
    }

    @Test
    void aTemporaryKeyOfZerosIsRefused() {
        // The pairing's own box around zeros, made with the hello's key.
        var peer = pair.high.context.identity().publicKey();
        var pairing = new Pairing(pair.low.context, peer, null, pair.nowNs);
        pairing.drawNoise();
        var p = TestPackets.packet(new byte[] {1, 2, 3});
        pairing.sealHandshake(p, Handshake.HELLO, pairing.permanentPoint(), new byte[32], null);
        assertThat(pair.high.hears(p.toArray())).isEqualTo(Verdict.ZERO_TEMP_KEY);
        assertThat(pair.high.state()).isEqualTo(State.INIT);
    }
}
