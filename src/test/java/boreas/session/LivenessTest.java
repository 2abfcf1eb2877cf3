package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Timers;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final long MS = 1_000_000L;
    private static final long T0 = -5_000 * MS; // the clock's zero means nothing

    private final Liveness liveness = new Liveness();
    private final RoundTrip unknown = new RoundTrip();

    private static RoundTrip steady(long ns) {
        var roundTrip = new RoundTrip();
        // What is left of the variation is less than what its smoothing can tell.
        for (int i = 0; i < 60; i++) roundTrip.add(ns);
        return roundTrip;
    }

    @Test
    void asLongAsNothingIsSentNothingIsExpected() {
        assertThat(liveness.silenceNs(unknown)).isEqualTo(Timers.NEVER);
        assertThat(liveness.isDead(0, Long.MAX_VALUE - 1)).isFalse();
    }

    @Test
    void whoOnlyListensIsWaitedForLonger() {
        assertThat(liveness.onSent(T0)).isTrue();
        assertThat(liveness.onSent(T0 + 100 * MS)).as("waits already").isFalse();
        assertThat(liveness.silenceNs(unknown)).isEqualTo(T0 + 600 * MS);
    }

    @Test
    void theSilenceOfATalkerIsNoticedSoon() {
        liveness.onAuthentic(true, 0, T0);
        liveness.onSent(T0 + 50 * MS);
        assertThat(liveness.silenceNs(unknown)).isEqualTo(T0 + 150 * MS);
        assertThat(liveness.silenceNs(steady(30 * MS)))
                .isBetween(T0 + 180 * MS, T0 + 180 * MS + 20);
    }

    @Test
    void whatWasSentAMomentAgoCannotHaveBeenAnswered() {
        liveness.onSent(T0);
        liveness.onSent(T0 + 95 * MS);
        liveness.onAuthentic(true, 100 * MS, T0 + 100 * MS);
        assertThat(liveness.isWaiting()).isTrue();
        assertThat(liveness.silenceNs(steady(100 * MS)))
                .isBetween(T0 + 250 * MS, T0 + 250 * MS + 20);
    }

    @Test
    void fourRoundsAndASecondMakeItDead() {
        liveness.onSent(T0);
        for (int i = 1; i <= 4; i++) {
            long at = T0 + i * 250L * MS;
            assertThat(liveness.isDead(0, at)).isFalse();
            liveness.onRound(at);
        }
        assertThat(liveness.deadNs(0)).isEqualTo(T0 + 1_250 * MS);
        assertThat(liveness.isDead(0, T0 + 1_249 * MS)).as("the last may be answered").isFalse();
        assertThat(liveness.isDead(0, T0 + 1_250 * MS)).isTrue();
    }

    @Test
    void manyRoundsInLessThanASecondDoNot() {
        liveness.onSent(T0);
        for (int i = 0; i < 20; i++) liveness.onRound(T0 + i * 10L * MS);
        assertThat(liveness.isDead(0, T0 + 999 * MS)).isFalse();
        assertThat(liveness.isDead(0, T0 + 1_000 * MS)).isTrue();
    }

    @Test
    void anythingAuthenticEndsTheWaiting() {
        liveness.onSent(T0);
        for (int i = 0; i < 5; i++) liveness.onRound(T0 + i * 250L * MS);
        liveness.onAuthentic(false, 0, T0 + 1_250 * MS);
        assertThat(liveness.isDead(0, T0 + 9_000 * MS)).isFalse();
        assertThat(liveness.isWaiting()).isFalse();
        assertThat(liveness.onSent(T0 + 9_000 * MS)).isTrue();
        assertThat(liveness.rounds()).isZero();
    }

    @Test
    void aSlowPathIsGivenFourRoundTrips() {
        long roundTripNs = 800 * MS;
        liveness.onSent(T0);
        for (int i = 0; i < 4; i++) liveness.onRound(T0 + i * 600L * MS);
        assertThat(liveness.isDead(roundTripNs, T0 + 3_199 * MS)).isFalse();
        assertThat(liveness.isDead(roundTripNs, T0 + 3_200 * MS)).isTrue();
    }

    @Test
    void doubtMakesSilenceDueAtOnce() {
        liveness.onDoubt(unknown, T0);
        assertThat(liveness.silenceNs(unknown)).isEqualTo(T0);
        liveness.onDoubt(unknown, T0 + MS);
        assertThat(liveness.silenceNs(unknown)).isEqualTo(T0);
    }
}
