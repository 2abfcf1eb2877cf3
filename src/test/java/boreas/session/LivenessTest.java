package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Timers;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final long MS = 1_000_000L;
    private static final long T0 = -5_000 * MS; // the clock's zero means nothing

    private final Liveness liveness = new Liveness();

    @Test
    void asLongAsNothingIsSentNothingIsExpected() {
        assertThat(liveness.nextProbeNs()).isEqualTo(Timers.NEVER);
        assertThat(liveness.isDead(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void theFirstProbeIsDueAfterAQuarterSecondOfSilence() {
        assertThat(liveness.onSent(T0)).isTrue();
        assertThat(liveness.onSent(T0 + 100 * MS)).as("waits already").isFalse();
        assertThat(liveness.nextProbeNs()).isEqualTo(T0 + 250 * MS);
    }

    @Test
    void fourProbesAndASecondMakeItDead() {
        liveness.onSent(T0);
        for (int i = 1; i <= 4; i++) {
            long at = T0 + i * 250L * MS;
            assertThat(liveness.nextProbeNs()).isEqualTo(at);
            assertThat(liveness.isDead(at)).isFalse();
            liveness.onProbeSent(at);
        }
        assertThat(liveness.isDead(T0 + 1_249 * MS)).as("the last may be answered").isFalse();
        assertThat(liveness.isDead(T0 + 1_250 * MS)).isTrue();
    }

    @Test
    void anythingAuthenticEndsTheWaiting() {
        liveness.onSent(T0);
        for (int i = 0; i < 5; i++) liveness.onProbeSent(T0 + i * 250L * MS);
        liveness.onAuthentic();
        assertThat(liveness.isDead(T0 + 9_000 * MS)).isFalse();
        assertThat(liveness.isWaiting()).isFalse();
        assertThat(liveness.onSent(T0 + 9_000 * MS)).isTrue();
        assertThat(liveness.probes()).isZero();
    }

    @Test
    void aSlowPathIsGivenFourRoundTrips() {
        liveness.onRoundTrip(800 * MS);
        liveness.onSent(T0);
        assertThat(liveness.nextProbeNs()).isEqualTo(T0 + 1_600 * MS);
        for (int i = 0; i < 4; i++) liveness.onProbeSent(T0 + 1_600 * MS + i * 800L * MS);
        assertThat(liveness.isDead(T0 + 4_000 * MS)).isFalse();
        assertThat(liveness.isDead(T0 + 4_800 * MS)).isTrue();
    }

    @Test
    void roundTripsAreSmoothed() {
        liveness.onRoundTrip(80 * MS);
        assertThat(liveness.roundTripNs()).isEqualTo(80 * MS);
        liveness.onRoundTrip(160 * MS);
        assertThat(liveness.roundTripNs()).isEqualTo(90 * MS);
    }

    @Test
    void doubtMakesTheFirstProbeDueAtOnce() {
        liveness.onDoubt(T0);
        assertThat(liveness.nextProbeNs()).isEqualTo(T0);
        liveness.onProbeSent(T0);
        assertThat(liveness.nextProbeNs()).isEqualTo(T0 + 250 * MS);
        liveness.onDoubt(T0 + MS);
        assertThat(liveness.nextProbeNs()).as("no faster").isEqualTo(T0 + 250 * MS);
    }
}
