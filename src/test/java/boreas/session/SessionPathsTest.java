package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.label.Label;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionPathsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long A = 0x13, B = 0x15, C = 0x17, D = 0x19;

    private final SessionPaths paths = new SessionPaths();

    private static int hops(int count) {
        return PathMetric.found((long) count * PathMetric.COST_OF_HOP);
    }

    @Test
    void withoutAPathThereIsNone() {
        assertThat(paths.label()).isEqualTo(Label.INVALID);
        assertThat(paths.forAttempt(3)).isEqualTo(Label.INVALID);
        assertThat(paths.toProve(0)).isEqualTo(Label.INVALID);
        assertThat(paths.toRetry()).isEqualTo(Label.INVALID);
        assertThat(paths.labels()).isEmpty();
    }

    @Test
    void theFirstPathIsUsedThoughNothingProvesIt() {
        paths.offer(A, hops(1), 0);
        assertThat(paths.label()).isEqualTo(A);
    }

    @Test
    void amongUnprovenPathsTheBestIsUsed() {
        paths.offer(A, hops(3), 0);
        paths.offer(B, hops(1), 0);
        assertThat(paths.label()).isEqualTo(B);
    }

    @Test
    void aPathOfWhichNothingIsKnownIsTheWorst() {
        paths.offer(A, hops(1), 0);
        paths.offer(B, PathMetric.NO_INFORMATION, 0);
        assertThat(paths.label()).isEqualTo(A);
        paths.offer(A, hops(1), SECOND);
        assertThat(paths.label()).isEqualTo(A);
    }

    @Test
    void aProvenPathIsNotLeftForOneThatIsOnlyPraised() {
        paths.onAuthentic(A, 0);
        paths.offer(B, PathMetric.SUPERNODE, 0);
        assertThat(paths.label()).isEqualTo(A);
        assertThat(paths.toProve(0)).isEqualTo(B);

        paths.onAuthentic(B, SECOND);
        assertThat(paths.label()).isEqualTo(B);
        assertThat(paths.toProve(SECOND)).isEqualTo(Label.INVALID);
    }

    @Test
    void aLittleFresherIsNotBetter() {
        paths.offer(A, hops(1), 0);
        paths.onAuthentic(A, 0);
        paths.offer(B, hops(1), 10 * SECOND);
        assertThat(paths.toProve(10 * SECOND)).isEqualTo(Label.INVALID);
        paths.onAuthentic(B, 10 * SECOND);
        assertThat(paths.label()).isEqualTo(A);
    }

    @Test
    void oneHopLessIsBetter() {
        paths.offer(A, hops(2), 0);
        paths.onAuthentic(A, 0);
        paths.offer(B, hops(1), 0);
        paths.onAuthentic(B, 0);
        assertThat(paths.label()).isEqualTo(B);
    }

    @Test
    void aSilentPathIsTheLastChoiceUntilItIsProvenAgain() {
        paths.onAuthentic(A, 0);
        paths.offer(B, hops(5), 0);
        paths.onSilent(A, 0);
        assertThat(paths.label()).isEqualTo(B);
        paths.offer(A, hops(1), 0);
        assertThat(paths.label()).as("praise proves nothing").isEqualTo(B);
        assertThat(paths.toRetry()).isEqualTo(A);
        paths.onAuthentic(A, 0);
        assertThat(paths.label()).isEqualTo(A);
    }

    @Test
    void theOnlyPathStaysInUseEvenWhenItIsSilent() {
        paths.onAuthentic(A, 0);
        paths.onSilent(A, 0);
        assertThat(paths.label()).isEqualTo(A);
    }

    @Test
    void theLinkOfAPeerEndsItsSilence() {
        paths.offer(A, PathMetric.ROUTING_TABLE_PEER, 0);
        paths.offer(B, hops(2), 0);
        paths.onSilent(A, 0);
        assertThat(paths.label()).isEqualTo(B);
        paths.offer(A, PathMetric.ROUTING_TABLE_PEER, SECOND);
        assertThat(paths.label()).isEqualTo(A);
    }

    @Test
    void aPathThatIsProbedInVainBecomesSilent() {
        paths.offer(A, hops(2), 0);
        paths.offer(B, hops(1), 0);
        assertThat(paths.label()).isEqualTo(B);
        for (int i = 0; i <= SessionPaths.PROOFS_MAX; i++) paths.onProbe(B, 0);
        assertThat(paths.label()).isEqualTo(A);
    }

    @Test
    void pathsThroughADeadLinkAreDead() {
        long behind = Label.splice(B, A);
        paths.offer(A, hops(1), 0);
        paths.offer(behind, hops(2), 0);
        paths.offer(C, hops(3), 0);
        assertThat(paths.onGone(A, 0)).isTrue();
        assertThat(paths.label()).isEqualTo(C);
        assertThat(paths.alive()).isEqualTo(1);
    }

    @Test
    void aDeadPathLivesAgainWhenItIsOfferedOrHeardFrom() {
        paths.offer(A, hops(1), 0);
        paths.onGone(A, 0);
        assertThat(paths.label()).isEqualTo(Label.INVALID);
        paths.offer(A, hops(1), 0);
        assertThat(paths.label()).isEqualTo(A);
        paths.onGone(A, 0);
        paths.onAuthentic(A, 0);
        assertThat(paths.label()).isEqualTo(A);
    }

    @Test
    void anUnknownDeadPathIsNotRemembered() {
        assertThat(paths.offer(A, PathMetric.DEAD, 0)).isFalse();
        assertThat(paths.has(A)).isFalse();
    }

    @Test
    void threePathsAreRememberedAndTheWorstMakesRoom() {
        paths.onAuthentic(A, 0);
        paths.offer(B, hops(4), 0);
        paths.offer(C, hops(2), 0);
        assertThat(paths.offer(D, hops(9), 0)).isFalse();
        assertThat(paths.offer(D, hops(3), 0)).isTrue();
        assertThat(paths.labels()).containsExactlyInAnyOrder(A, C, D);
    }

    @Test
    void whereSomethingCameFromIsRememberedAlways() {
        paths.offer(A, hops(1), 0);
        paths.offer(B, hops(1), 0);
        paths.offer(C, hops(1), 0);
        paths.onAuthentic(D, 0);
        assertThat(paths.label()).isEqualTo(D);
    }

    @Test
    void attemptsTakeAllPathsInTurn() {
        paths.offer(A, hops(1), 0);
        paths.offer(B, hops(2), 0);
        paths.offer(C, hops(3), 0);
        assertThat(IntStream.range(0, 6).mapToObj(paths::forAttempt))
                .containsExactly(A, B, C, A, B, C);
        paths.onGone(B, 0);
        assertThat(paths.forAttempt(1)).isEqualTo(C);
        assertThat(paths.forAttempt(2)).isEqualTo(A);
    }

    @Test
    void metricsAgeByTheMillisecondAndStayBelowDead() {
        assertThat(PathMetric.aged(hops(1), SECOND)).isEqualTo(hops(1) + 1000);
        assertThat(PathMetric.aged(PathMetric.INCOMING, Long.MAX_VALUE))
                .isEqualTo(PathMetric.NO_INFORMATION);
        assertThat(PathMetric.aged(PathMetric.DEAD, 0)).isEqualTo(PathMetric.DEAD);
        assertThat(PathMetric.aged(hops(1), -5)).isEqualTo(hops(1));
    }

    @Test
    void costsAreBounded() {
        assertThat(PathMetric.found(-1)).isEqualTo(PathMetric.FOUND);
        assertThat(PathMetric.isBetter(PathMetric.found(Long.MAX_VALUE), PathMetric.INCOMING))
                .isTrue();
    }
}
