package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Verdict;
import org.junit.jupiter.api.Test;

/// When a session is given up: by silence, by the end of the numbers; and when a handshake is
/// refused for there being too many.
class TimeoutTest {
    private final Pair pair = new Pair();
    private final Pair.Party low = pair.low;
    private final Pair.Party high = pair.high;

    @Test
    void aHelloIsRepeatedForever() {
        low.says("hello");
        pair.pass(100_000);
        byte[] repeated = low.says("hello");
        assertThat(Pair.first(repeated)).isEqualTo(Handshake.REPEATED_HELLO);
    }

    @Test
    void anUnfinishedHandshakeIsGivenUpAfterTenSeconds() {
        high.hears(low.says("hello"));
        high.says("key");
        pair.nowNs += 10 * Pair.SECOND_NS - 1;
        assertThat(Pair.first(high.says("key"))).isEqualTo(Handshake.REPEATED_KEY);
        pair.nowNs++;
        assertThat(Pair.first(high.says("hello"))).isEqualTo(Handshake.HELLO);
        assertThat(high.state()).isEqualTo(State.SENT_HELLO);
    }

    @Test
    void aCallerWhoGetsNoDataStartsAnewAfterTenSeconds() {
        high.hears(low.says("hello"));
        low.hears(high.says("key"));
        low.says("data");
        pair.pass(10);
        assertThat(low.session.canSendData(pair.nowNs)).isFalse();
        assertThat(Pair.first(low.says("hello"))).isEqualTo(Handshake.HELLO);
    }

    @Test
    void aKeyThatComesAfterALongTimeIsGood() {
        low.says("hello to a node that is away");
        pair.pass(1000);
        high.restarts();
        high.hears(low.says("hello"));
        assertThat(low.hears(high.says("key"))).isEqualTo(Verdict.OK);
        pair.pass(9);
        pair.converse(low, high);
    }

    @Test
    void repeatedMessagesDoNotKeepAnUnfinishedHandshakeAlive() {
        high.hears(low.says("hello"));
        byte[] repeatedHello = low.says("hello");
        low.hears(high.says("key"));
        byte[] repeatedKey = high.says("key");
        for (int i = 0; i < 3; i++) {
            assertThat(low.hears(repeatedKey)).isEqualTo(Verdict.OK);
            assertThat(high.hears(repeatedHello)).isEqualTo(Verdict.OK);
            pair.pass(3);
        }
        pair.pass(1);
        assertThat(low.hears(repeatedKey)).isEqualTo(Verdict.STRAY_KEY);
        assertThat(low.state()).isEqualTo(State.INIT);
        assertThat(Pair.first(high.says("hello"))).isEqualTo(Handshake.HELLO);
    }

    @Test
    void aSessionIsGivenUpAfterSixtySecondsOfSilence() {
        pair.establish(low, high);
        pair.nowNs += 60 * Pair.SECOND_NS - 1;
        assertThat(low.session.canSendData(pair.nowNs)).isTrue();
        byte[] data = low.says("data");
        pair.nowNs++;
        assertThat(low.session.canSendData(pair.nowNs)).isFalse();
        assertThat(low.state()).isEqualTo(State.INIT);
        assertThat(high.hears(data)).as("given up too").isEqualTo(Verdict.NO_SESSION);
        pair.establish(low, high);
    }

    @Test
    void onlyAuthenticDataKeepsASessionAlive() {
        pair.establish(low, high);
        byte[] data = low.says("data");
        for (int i = 0; i < 5; i++) {
            pair.pass(10);
            high.says("sending does not help");
            high.hears(Pair.flip(data, 180));
            assertThat(high.state()).isEqualTo(State.ESTABLISHED);
        }
        pair.pass(10);
        assertThat(Pair.first(high.says("hello"))).isEqualTo(Handshake.HELLO);
    }

    @Test
    void aHelloHasTenSecondsHoweverLongTheSilenceWas() {
        pair.pass(9);
        high.hears(low.says("hello"));
        pair.pass(9);
        assertThat(Pair.first(high.says("key"))).isEqualTo(Handshake.KEY);
        pair.pass(1);
        assertThat(Pair.first(high.says("hello"))).isEqualTo(Handshake.HELLO);
    }

    @Test
    void aHelloAfterTheTimeoutIsAnsweredWithAKey() {
        pair.establish(low, high);
        pair.pass(60);
        low.restarts();
        byte[] answer = high.answers(low.says("hello"), "key");
        assertThat(Pair.first(answer)).isEqualTo(Handshake.KEY);
        assertThat(low.hears(answer)).isEqualTo(Verdict.OK);
        pair.converse(low, high);
    }

    @Test
    void theEndOfTheNumbersStartsTheSessionAnew() {
        pair.establish(low, high);
        low.session.current().setNext(Incarnation.NEXT_END - 2);
        assertThat(low.session.isWornOut()).isTrue();
        pair.assertTalks(low, high);
        assertThat(Pair.first(low.says("lost"))).isEqualTo(0xffff_ffef);
        assertThat(low.session.canSendData(pair.nowNs)).isFalse();
        byte[] hello = low.says("hello");
        assertThat(Pair.first(hello)).isEqualTo(Handshake.HELLO);
        low.hears(high.answers(hello, "key"));
        pair.converse(low, high);
        assertThat(low.session.isWornOut()).isFalse();
    }

    @Test
    void aWornOutSessionIsRenewedWithoutAGap() {
        pair.establish(low, high);
        low.session.current().setNext(0xf000_0000L);
        assertThat(low.session.isWornOut()).isTrue();
        low.session.renew(pair.nowNs);
        low.hears(high.answers(low.greetsAfresh("hello"), "key"));
        assertThat(low.session.isWornOut()).isFalse();
        pair.converse(low, high);
    }

    @Test
    void handshakesAreLimitedToABurstAndARate() {
        pair.establish(low, high);
        int accepted = 0;
        for (int i = 0; i < 100; i++) {
            low.restarts();
            var verdict = high.hears(low.says("hello"));
            if (verdict == Verdict.OK) accepted++;
            else assertThat(verdict).isEqualTo(Verdict.HANDSHAKE_RATE);
        }
        assertThat(accepted).isEqualTo(Pairing.HANDSHAKE_BURST - 1);
        pair.pass(1);
        for (int i = 0; i < 100; i++) {
            low.restarts();
            if (high.hears(low.says("hello")) == Verdict.OK) accepted++;
        }
        assertThat(accepted).isEqualTo(Pairing.HANDSHAKE_BURST - 1 + Pairing.HANDSHAKES_PER_SECOND);
        assertThat(high.state()).isEqualTo(State.ESTABLISHED);
    }

    @Test
    void keysAreLimitedToo() {
        byte[] hello = low.says("hello");
        int accepted = 0;
        for (int i = 0; i < 100; i++) {
            high.restarts();
            high.hears(hello);
            var verdict = low.hears(high.says("key"));
            if (verdict == Verdict.OK) accepted++;
            else assertThat(verdict).isEqualTo(Verdict.HANDSHAKE_RATE);
        }
        assertThat(accepted)
                .as("the first is the one asked for")
                .isEqualTo(1 + Pairing.HANDSHAKE_BURST);
    }

    @Test
    void aResetForgetsEverything() {
        pair.establish(low, high);
        low.session.renew(pair.nowNs);
        low.greetsAfresh("hello");
        byte[] data = high.says("data");
        low.session.reset();
        assertThat(low.state()).isEqualTo(State.INIT);
        assertThat(low.session.isRenewing()).isFalse();
        assertThat(low.hears(data)).isEqualTo(Verdict.NO_SESSION);
        high.session.reset();
        pair.establish(high, low);
    }
}
