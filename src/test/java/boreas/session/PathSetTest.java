package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.label.Label;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PathSetTest {
    static final PathSet.Register NO_REGISTER =
            new PathSet.Register() {
                @Override
                public void onKept(long label) {}

                @Override
                public void onDropped(long label) {}
            };

    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    /// Three links of this node, and ways of two hops.
    private static final long A = 0x13, B = 0x15, C = 0x17;

    private static final long D = 0x153, E = 0x155, F = 0x157;

    /// Pairs with a relay in common.
    private Set<Set<Long>> shared = Set.of();

    private final Set<Long> loops = new HashSet<>();
    private final Set<Long> kept = new HashSet<>();
    private int looked;

    private final PathSet paths =
            new PathSet(
                    new PathSet.Nodes() {
                        @Override
                        public int shared(long a, long b) {
                            return shared.contains(Set.of(a, b)) ? 1 : 0;
                        }

                        @Override
                        public boolean isLoop(long label) {
                            looked++;
                            return loops.contains(label);
                        }
                    },
                    new PathSet.Register() {
                        @Override
                        public void onKept(long label) {
                            assertThat(kept.add(label)).isTrue();
                        }

                        @Override
                        public void onDropped(long label) {
                            assertThat(kept.remove(label)).isTrue();
                        }
                    });

    private static int hops(int count) {
        return PathMetric.found((long) count * PathMetric.COST_OF_HOP);
    }

    private Path offered(long label, int hops) {
        paths.offer(label, hops(hops), 0);
        return path(label);
    }

    private Path path(long label) {
        var path = paths.find(label);
        if (path == null) throw new AssertionError("no path " + Label.toText(label));
        return path;
    }

    /// Answers to so many probes.
    private Path measured(long label, long roundTripNs, int count, long nowNs) {
        if (!paths.has(label)) paths.offer(label, hops(1), nowNs);
        for (int i = 0; i < count; i++) paths.onAnswered(path(label), nowNs - roundTripNs, nowNs);
        return path(label);
    }

    /// Whether it is taken after so many more answers.
    private boolean isTaken(Path path, long roundTripNs, int answers, long nowNs) {
        for (int i = 0; i < answers; i++) {
            paths.onAnswered(path, nowNs - roundTripNs, nowNs);
            if (paths.compare(path, nowNs)) return true;
        }
        return false;
    }

    @Test
    void withoutAPathThereIsNone() {
        assertThat(paths.label()).isEqualTo(Label.INVALID);
        assertThat(paths.forAttempt(3)).isEqualTo(Label.INVALID);
        assertThat(paths.stats(0)).isEmpty();
        assertThat(paths.successor(0, 0)).isNull();
    }

    @Test
    void theFirstPathIsUsedThoughNothingProvesIt() {
        offered(A, 1);
        assertThat(paths.label()).isEqualTo(A);
    }

    @Test
    void amongUnprovenPathsTheBestPraisedIsUsed() {
        offered(A, 3);
        offered(B, 1);
        assertThat(paths.label()).isEqualTo(B);
        paths.offer(C, PathMetric.NO_INFORMATION, 0);
        assertThat(paths.label()).isEqualTo(B);
    }

    @Test
    void aPathThatWasHeardIsNotLeftForOneThatIsOnlyPraised() {
        paths.onHeard(A, 0);
        paths.offer(B, PathMetric.SUPERNODE, 0);
        assertThat(paths.label()).isEqualTo(A);
    }

    @Test
    void whereSomethingCameFromIsUsedBeforeWhatIsOnlyTold() {
        offered(A, 1);
        paths.onHeard(B, 0);
        assertThat(paths.label()).isEqualTo(B);
    }

    @Test
    void aFifthAnsweredPathFromWhichSomethingCameTakesAPlaceButNotThatOfTheOneInUse() {
        for (long label : new long[] {A, B, C, D}) measured(label, 10 * MS, 1, 0);
        assertThat(paths.label()).isEqualTo(A);
        paths.onHeard(E, 0);
        assertThat(paths.has(E)).isTrue();
        assertThat(paths.has(A)).isTrue();
        assertThat(paths.size()).isEqualTo(PathSet.MAX);
    }

    @Test
    void whatSharesRelaysWithThePathInUseMakesRoomFirst() {
        shared = Set.of(Set.of(A, C));
        for (long label : new long[] {A, B, C, D}) measured(label, 10 * MS, 1, 0);
        assertThat(paths.offer(E, hops(5), 0)).isNotNull();
        assertThat(paths.labels()).containsExactlyInAnyOrder(A, B, D, E);
    }

    @Test
    void praiseAloneDisplacesNothingThatIsAsDisjointAndWasProven() {
        for (long label : new long[] {A, B, C, D}) measured(label, 10 * MS, 1, 0);
        assertThat(paths.offer(E, PathMetric.SUPERNODE, 0)).isNull();
    }

    @Test
    void aPathThatWasGoodUntilLatelyIsKeptForItsReturn() {
        measured(A, 10 * MS, 1, 0);
        measured(B, 10 * MS, 1, 0);
        offered(C, 2);
        offered(D, 3);
        paths.leave(path(B), SECOND);
        assertThat(paths.offer(E, hops(2), SECOND)).isNotNull();
        assertThat(paths.has(A)).isTrue();
        assertThat(paths.has(D)).isFalse();
    }

    @Test
    void aClearlyShorterRoundTripIsTakenAfterSeveralProbes() {
        measured(D, 50 * MS, 10, 0);
        var better = measured(E, 30 * MS, 1, 0);
        assertThat(paths.label()).isEqualTo(D);
        assertThat(isTaken(better, 30 * MS, PathSet.WINS - 1, 0)).isFalse();
        assertThat(isTaken(better, 30 * MS, 1, 0)).isTrue();
        assertThat(paths.label()).isEqualTo(E);
    }

    @Test
    void aLittleShorterIsNotBetter() {
        measured(D, 50 * MS, 10, 0);
        assertThat(isTaken(measured(E, 42 * MS, 1, 0), 42 * MS, 50, 0)).as("a fifth").isFalse();
        var few = new PathSet((_, _) -> 0, NO_REGISTER);
        few.offer(D, hops(2), 0);
        few.offer(E, hops(2), 0);
        for (int i = 0; i < 50; i++) {
            few.onAnswered(few.get(0), -3 * MS, 0);
            few.onAnswered(few.get(1), -2 * MS, 0);
            assertThat(few.compare(few.get(1), 0)).as("two milliseconds").isFalse();
        }
    }

    @Test
    void aDirectLinkIsTakenUnlessItTakesMuchLonger() {
        measured(D, 50 * MS, 10, 0);
        assertThat(isTaken(measured(A, 56 * MS, 1, 0), 56 * MS, 10, 0)).isTrue();
        assertThat(paths.label()).isEqualTo(A);
        assertThat(isTaken(path(D), 50 * MS, 50, 0)).as("and it is kept").isFalse();
    }

    @Test
    void whatLosesMuchIsNotBetter() {
        measured(D, 50 * MS, 10, 0);
        var lossy = offered(E, 1);
        for (int i = 0; i < 100; i++) {
            lossy.onProbe(i * SECOND);
            if (i % 4 == 0) continue;
            paths.onAnswered(lossy, i * SECOND, i * SECOND + MS);
            assertThat(i > 40 && paths.compare(lossy, i * SECOND)).isFalse();
        }
    }

    @Test
    void whatVariesMustDifferByMoreThanItVaries() {
        var current = measured(D, 100 * MS, 1, 0);
        var other = measured(E, 60 * MS, 1, 0);
        for (int i = 0; i < 40; i++) {
            paths.onAnswered(current, -(i % 2 == 0 ? 20 : 180) * MS, 0);
            paths.onAnswered(other, -(i % 2 == 0 ? 20 : 140) * MS, 0);
        }
        assertThat(PathSet.isBetter(other, current)).isFalse();
    }

    @Test
    void noMoreThanTwoMovesToSomethingBetterInAMinute() {
        measured(D, 50 * MS, 10, 0);
        measured(E, 50 * MS, 10, 0);
        int moves = 0;
        for (int second = 0; second < 60; second++) {
            var other = paths.label() == D ? path(E) : path(D);
            other.roundTrip().clear();
            if (isTaken(other, 10 * MS, PathSet.WINS, second * SECOND)) moves++;
            var current = paths.label() == D ? path(D) : path(E);
            current.roundTrip().clear();
            measured(current.label(), 50 * MS, 2, second * SECOND);
        }
        assertThat(moves).isEqualTo(2);
    }

    @Test
    void aPathThatFailedTwiceInAMinuteIsNotTakenBackInTheNext() {
        measured(A, 10 * MS, 10, 0);
        measured(D, 50 * MS, 10, 0);
        paths.leave(path(D), SECOND);
        assertThat(isTaken(path(A), 10 * MS, 5, 2 * SECOND)).isTrue();
        paths.leave(path(D), 3 * SECOND);
        assertThat(isTaken(path(A), 10 * MS, 20, 60 * SECOND)).isFalse();
        assertThat(isTaken(path(A), 10 * MS, 5, 70 * SECOND)).isTrue();
    }

    @Test
    void theSuccessorIsWhatHasAnsweredSinceTheDoubt() {
        measured(A, 10 * MS, 5, SECOND);
        measured(D, 20 * MS, 5, SECOND);
        measured(E, 50 * MS, 5, 3 * SECOND);
        assertThat(paths.successor(2 * SECOND, 3 * SECOND)).isEqualTo(path(E));
    }

    @Test
    void elseItIsWhatWasReadyAndSharesNoRelay() {
        shared = Set.of(Set.of(A, D));
        measured(A, 10 * MS, 5, SECOND);
        measured(D, 20 * MS, 5, SECOND);
        measured(E, 50 * MS, 5, SECOND);
        offered(C, 1);
        assertThat(paths.successor(2 * SECOND, 3 * SECOND)).isEqualTo(path(E));
    }

    @Test
    void whatDoesNotAnswerEitherIsNoSuccessor() {
        measured(A, 10 * MS, 5, SECOND);
        var other = measured(D, 20 * MS, 5, SECOND);
        other.onProbe(2 * SECOND);
        assertThat(paths.successor(2 * SECOND, 2 * SECOND + 50 * MS)).isEqualTo(other);
        assertThat(paths.successor(2 * SECOND, 3 * SECOND)).isNull();
    }

    @Test
    void pathsThroughADeadLinkAreDeadAndTheReadyOneIsUsed() {
        long behind = Label.splice(B, A);
        measured(A, 10 * MS, 3, 0);
        measured(behind, 20 * MS, 3, 0);
        offered(C, 1);
        measured(F, 40 * MS, 3, 0);
        assertThat(paths.onGone(A, SECOND)).isTrue();
        assertThat(paths.label()).isEqualTo(F);
        assertThat(paths.alive()).isEqualTo(2);
    }

    @Test
    void aDeadPathLivesAgainWhenItIsOfferedOrHeardFrom() {
        offered(A, 1);
        paths.onGone(A, 0);
        assertThat(paths.label()).isEqualTo(Label.INVALID);
        assertThat(paths.offer(A, hops(1), 0)).isNotNull();
        assertThat(paths.label()).isEqualTo(A);
        paths.onGone(A, 0);
        paths.onHeard(A, 0);
        assertThat(paths.label()).isEqualTo(A);
    }

    @Test
    void anUnknownDeadPathIsNotRemembered() {
        assertThat(paths.offer(A, PathMetric.DEAD, 0)).isNull();
        assertThat(paths.has(A)).isFalse();
    }

    @Test
    void whenAllIsSilentWhateverTurnsUpIsUsed() {
        measured(A, 10 * MS, 3, 0);
        paths.onAllSilent(SECOND);
        assertThat(paths.label()).isEqualTo(A);
        offered(B, 7);
        assertThat(paths.label()).isEqualTo(B);
    }

    @Test
    void attemptsTakeAllPathsInTurn() {
        offered(A, 1);
        offered(B, 2);
        offered(C, 3);
        assertThat(IntStream.range(0, 6).mapToObj(paths::forAttempt))
                .containsExactly(A, B, C, A, B, C);
        paths.onGone(B, 0);
        assertThat(paths.forAttempt(1)).isEqualTo(C);
        assertThat(paths.forAttempt(2)).isEqualTo(A);
    }

    @Test
    void peopleSeeThePathInUseFirst() {
        offered(C, 3);
        measured(D, 50 * MS, 2, 0);
        measured(E, 20 * MS, 2, 0);
        path(E).fallSilent();
        assertThat(paths.stats(SECOND))
                .extracting(PathStats::state)
                .containsExactly(
                        PathStats.State.IN_USE, PathStats.State.UNPROVEN, PathStats.State.SILENT);
        var first = paths.stats(SECOND).getFirst();
        assertThat(first.label()).isEqualTo(D);
        assertThat(first.roundTripNs()).isEqualTo(50 * MS);
        assertThat(first.provenAgeNs()).isEqualTo(SECOND);
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

    @Test
    void aFarEndWhosePacketsAllComeByAnotherPathCostsFewLooks() {
        offered(A, 1);
        for (int i = 0; i < 10_000; i++) paths.onHeard(0x1000 + i, i * MS / 10);
        assertThat(looked).isLessThan(60);
        assertThat(kept).hasSize(PathSet.MAX).contains(A);
        for (long label : kept) assertThat(paths.has(label)).isTrue();
        paths.onHeard(B, 2 * SECOND);
        assertThat(paths.has(B)).as("a second later").isTrue();
    }

    @Test
    void aLoopIsRefusedByWhomeverItIsTold() {
        offered(A, 1);
        loops.add(D);
        assertThat(paths.offer(D, hops(1), 0)).isNull();
        paths.onHeard(D, SECOND);
        paths.onHeard(D, SECOND + 1);
        assertThat(paths.has(D)).isFalse();
        loops.remove(D);
        paths.onHeard(D, 3 * SECOND);
        assertThat(paths.has(D)).as("it was none").isTrue();
    }

    @Test
    void aLoopIsUsedOnlyUntilSomethingElseIsProven() {
        loops.add(D);
        paths.onHeard(D, 0);
        var loop = measured(D, 40 * MS, 1, 0);
        assertThat(paths.label()).isEqualTo(D);
        assertThat(paths.dropLoop(loop, 0)).isFalse();
        offered(A, 1);
        assertThat(paths.dropLoop(loop, 0)).as("nothing proves the other").isFalse();
        measured(A, 40 * MS, 1, SECOND);
        assertThat(paths.dropLoop(loop, SECOND)).isTrue();
        assertThat(paths.label()).isEqualTo(A);
        assertThat(paths.has(D)).isFalse();
    }

    @Test
    void aPathThatTurnsOutToBeALoopIsDropped() {
        measured(A, 20 * MS, 1, 0);
        var loop = measured(D, 40 * MS, 1, 0);
        assertThat(paths.dropLoop(loop, 0)).isFalse();
        loops.add(D);
        assertThat(paths.dropLoop(loop, 0)).as("not in use").isFalse();
        assertThat(paths.has(D)).isFalse();
    }

    /// The far end spoke first by a path that had been told of, and left unproven for a better one.
    @Test
    void toLeaveWhatNothingHadProvenIsNoReasonAgainstAReturn() {
        paths.offer(D, PathMetric.INCOMING, 0);
        offered(A, 1);
        assertThat(paths.label()).isEqualTo(A);
        paths.onHeard(D, 1);
        assertThat(paths.label()).isEqualTo(D);
        measured(D, 40 * MS, 4, SECOND);
        var better = measured(A, 20 * MS, 1, SECOND);
        assertThat(isTaken(better, 20 * MS, PathSet.WINS, SECOND)).isTrue();
    }
}
