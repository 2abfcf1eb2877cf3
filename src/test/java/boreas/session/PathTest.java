package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Timers;
import org.junit.jupiter.api.Test;

class PathTest {
    private static final long MS = 1_000_000L;
    private static final long T0 = -5_000 * MS;

    private final Path path = new Path(0x13, PathMetric.PEER, T0);

    @Test
    void theRoundTripIsAMeanAtFirstAndMovesSlowlyLater() {
        var roundTrip = path.roundTrip();
        roundTrip.add(80 * MS);
        roundTrip.add(160 * MS);
        assertThat(roundTrip.meanNs()).isEqualTo(120 * MS);
        for (int i = 0; i < 50; i++) roundTrip.add(100 * MS);
        long before = roundTrip.meanNs();
        roundTrip.add(before + 80 * MS);
        assertThat(roundTrip.meanNs()).isEqualTo(before + 10 * MS);
    }

    @Test
    void anAnswerIsOverdueAfterTheUsualTimeAndHowMuchThatVaries() {
        assertThat(path.roundTrip().overdueNs()).isEqualTo(RoundTrip.FIRST_GUESS_NS);
        for (int i = 0; i < 60; i++) path.roundTrip().add(200_000);
        assertThat(path.roundTrip().overdueNs()).isEqualTo(RoundTrip.OVERDUE_MIN_NS);
        for (int i = 0; i < 60; i++) path.roundTrip().add(100 * MS);
        assertThat(path.roundTrip().overdueNs()).isBetween(150 * MS, 160 * MS);
        path.roundTrip().add(3_600_000 * MS);
        assertThat(path.roundTrip().overdueNs()).isEqualTo(RoundTrip.OVERDUE_MAX_NS);
    }

    @Test
    void anAnswerEndsTheWaitingForAllProbesBefore() {
        for (int i = 0; i < 3; i++) path.onProbe(T0 + i * 100L * MS);
        assertThat(path.overdue(T0 + 450 * MS)).isEqualTo(1);
        path.onAnswered(T0 + 100 * MS, T0 + 450 * MS);
        assertThat(path.unanswered()).isEqualTo(1);
        assertThat(path.firstUnansweredNs()).isEqualTo(T0 + 200 * MS);
    }

    @Test
    void aLateAnswerCountsForTheRoundTrip() {
        path.onProbe(T0);
        assertThat(path.onAnswered(T0, T0 + 2_000 * MS)).as("news").isTrue();
        assertThat(path.roundTrip().meanNs()).isEqualTo(2_000 * MS);
        assertThat(path.onAnswered(T0 + MS, T0 + 2_001 * MS)).isFalse();
    }

    @Test
    void lossIsThatOfProbesLately() {
        long now = T0;
        for (int i = 0; i < 400; i++) {
            now += 1_000 * MS;
            path.onProbe(now);
            if (i % 5 != 0) path.onAnswered(now, now + 10 * MS);
        }
        assertThat(path.lossPpm()).isBetween(150_000, 250_000);
        for (int i = 0; i < 200; i++) {
            now += 1_000 * MS;
            path.onProbe(now);
            path.onAnswered(now, now + 10 * MS);
        }
        assertThat(path.lossPpm()).isLessThan(2_000);
    }

    @Test
    void silenceEndsWithAnAnswerAndWithNothingElse() {
        path.onAnswered(T0, T0 + MS);
        path.fallSilent();
        path.onHeard(T0 + 3 * MS);
        path.offer(PathMetric.SUPERNODE, T0 + 3 * MS);
        assertThat(path.isSilent()).isTrue();
        assertThat(path.onAnswered(T0 + 4 * MS, T0 + 5 * MS)).as("news").isTrue();
        assertThat(path.isSilent()).isFalse();
        assertThat(path.roundTrip().samples()).as("another time").isEqualTo(1);
    }

    @Test
    void ofADeadPathNothingHolds() {
        path.onAnswered(T0, T0 + MS);
        path.offer(PathMetric.DEAD, T0 + MS);
        assertThat(path.isDead()).isTrue();
        assertThat(path.isAnswered()).isFalse();
        path.offer(PathMetric.PEER, T0 + 2 * MS);
        assertThat(path.isDead()).isFalse();
        assertThat(path.isAnswered()).isFalse();
    }

    @Test
    void theListOfUnansweredProbesIsBounded() {
        for (int i = 0; i < 100; i++) path.onProbe(T0 + i * MS);
        assertThat(path.unanswered()).isEqualTo(Path.UNANSWERED_MAX);
        assertThat(path.firstUnansweredNs()).isEqualTo(T0 + (100 - Path.UNANSWERED_MAX) * MS);
        assertThat(path.nextUnansweredFor(10 * MS, T0 + 100 * MS)).isEqualTo(T0 + 101 * MS);
        assertThat(path.nextUnansweredFor(10 * MS, T0 + 500 * MS)).isEqualTo(Timers.NEVER);
    }
}
