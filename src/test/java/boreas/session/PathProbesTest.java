package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The probes of one session whose far end answers by the paths that are not cut, on a clock that
/// jumps from one moment to the next.
class PathProbesTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    private static final long DIRECT = 0x13, RELAYED = 0x153, OTHER = 0x157;

    private record Probe(long label, long sentNs) {}

    private final PathSet paths = new PathSet((_, _) -> 0, PathSetTest.NO_REGISTER);
    private final Liveness liveness = new Liveness();
    private final PathProbes probes = new PathProbes(paths, liveness, new Recorder());
    private final Map<Long, Long> roundTripNs = new HashMap<>();
    private final List<Probe> sent = new ArrayList<>();
    private final List<Probe> answers = new ArrayList<>();
    private final List<String> moves = new ArrayList<>();
    private final List<Long> silent = new ArrayList<>();
    private int doubts;
    private long nowNs = -77 * SECOND;

    /// Traffic: a user's packet each so often, and whether each is answered.
    private long everyNs;

    private boolean isAnswered;
    private long nextTrafficNs = Long.MAX_VALUE;
    private final List<Long> userAnswersNs = new ArrayList<>();

    private final class Recorder implements PathProbes.Actions {
        @Override
        public void probe(long label, long nowNs) {
            var probe = new Probe(label, nowNs);
            sent.add(probe);
            if (roundTripNs.containsKey(label)) answers.add(probe);
        }

        @Override
        public void onDoubt(long nowNs) {
            doubts++;
        }

        @Override
        public void onSilent(long label, long nowNs) {
            silent.add(label);
        }

        @Override
        public void onMoved(String why, long label, long forLabel) {
            moves.add(why + " " + Long.toHexString(label) + " " + Long.toHexString(forLabel));
        }
    }

    private void path(long label, long roundTripNs) {
        this.roundTripNs.put(label, roundTripNs);
        paths.offer(label, PathMetric.found(PathMetric.COST_OF_HOP), nowNs);
    }

    private void cut(long label) {
        roundTripNs.remove(label);
        answers.removeIf(p -> p.label == label);
        userAnswersNs.clear();
    }

    private void twoWay(long everyNs) {
        talk(everyNs, true);
    }

    private void oneWay(long everyNs) {
        talk(everyNs, false);
    }

    private void talk(long everyNs, boolean isAnswered) {
        this.everyNs = everyNs;
        this.isAnswered = isAnswered;
        nextTrafficNs = nowNs;
    }

    private void hush() {
        nextTrafficNs = Long.MAX_VALUE;
    }

    private void run(long forNs) {
        long endNs = nowNs + forNs;
        while (true) {
            long next = Math.min(nextTrafficNs, Math.max(nowNs, probes.nextNs(nowNs)));
            for (var p : answers) next = Math.min(next, arrivalNs(p));
            for (long ns : userAnswersNs) next = Math.min(next, ns);
            if (next > endNs) break;
            nowNs = next;
            step();
        }
        nowNs = endNs;
    }

    private long arrivalNs(Probe p) {
        return p.sentNs + Objects.requireNonNull(roundTripNs.get(p.label));
    }

    private void step() {
        if (nextTrafficNs <= nowNs) {
            probes.onUse(nowNs);
            liveness.onSent(nowNs);
            var trip = roundTripNs.get(paths.label());
            if (isAnswered && trip != null) userAnswersNs.add(nowNs + trip);
            nextTrafficNs = nowNs + everyNs;
        }
        if (userAnswersNs.removeIf(ns -> ns <= nowNs)) heard(paths.label(), true);
        for (var p : List.copyOf(answers)) {
            if (arrivalNs(p) > nowNs) continue;
            answers.remove(p);
            heard(p.label, false);
            probes.onAnswered(p.label, nowNs - p.sentNs, nowNs);
        }
        probes.run(nowNs);
    }

    private void heard(long label, boolean isTalk) {
        var path = paths.inUse();
        liveness.onAuthentic(isTalk, path == null ? 0 : path.roundTrip().meanNs(), nowNs);
        probes.onHeard(label, isTalk, nowNs);
    }

    private long sentBy(long label) {
        return sent.stream().filter(p -> p.label == label).count();
    }

    /// A direct link in use, a relayed way ready.
    private void ready() {
        path(DIRECT, 10 * MS);
        path(RELAYED, 20 * MS);
        twoWay(50 * MS);
        run(10 * SECOND);
        assertThat(paths.label()).isEqualTo(DIRECT);
        assertThat(paths.hasStandby()).isTrue();
        sent.clear();
    }

    @Test
    void whereNoTrafficFlowsNothingIsProbed() {
        path(DIRECT, 10 * MS);
        path(RELAYED, 20 * MS);
        assertThat(probes.nextNs(nowNs)).isEqualTo(Timers.NEVER);
        ready();
        hush();
        run(60 * SECOND);
        assertThat(sent).hasSizeLessThan(6);
        assertThat(probes.nextNs(nowNs)).isEqualTo(Timers.NEVER);
    }

    @Test
    void aProbeThatIsLostBehindTheLastTrafficEndsInADeadSession() {
        path(DIRECT, 10 * MS);
        twoWay(50 * MS);
        run(10 * SECOND + 300 * MS);
        hush();
        run(20 * MS);
        assertThat(answers).isEmpty();
        assertThat(liveness.isWaiting()).isFalse();
        cut(DIRECT);
        run(5 * SECOND);
        assertThat(liveness.deadNs(10 * MS)).isLessThanOrEqualTo(nowNs + Liveness.ROUND_NS);
    }

    @Test
    void twoWayTrafficCostsOneProbeASecondAndOneInFiveForAPathBeside() {
        ready();
        run(20 * SECOND);
        assertThat(sentBy(DIRECT)).isBetween(18L, 20L);
        assertThat(sentBy(RELAYED)).isBetween(3L, 4L);
    }

    @Test
    void anyNumberOfPathsBesideCostTwoProbesInFiveSecondsTogether() {
        ready();
        path(OTHER, 30 * MS);
        path(0x159, 30 * MS);
        run(5 * SECOND);
        sent.clear();
        run(50 * SECOND);
        assertThat(sent.size() - sentBy(DIRECT)).isBetween(18L, 21L);
        assertThat(moves).isEmpty();
    }

    @Test
    void aStreamThatIsNotAnsweredCostsLessThanTwoProbesASecond() {
        path(DIRECT, 10 * MS);
        oneWay(20 * MS);
        run(SECOND);
        sent.clear();
        run(10 * SECOND);
        assertThat(sent.size()).isBetween(15, 20);
        assertThat(doubts).isZero();
    }

    @Test
    void aSilentPathIsLeftForTheReadyOne() {
        ready();
        cut(DIRECT);
        long cutNs = nowNs;
        while (moves.isEmpty()) run(5 * MS);
        assertThat(nowNs - cutNs).isBetween(80 * MS, 300 * MS);
        assertThat(moves).containsExactly("silent 13 153");
        assertThat(silent).containsExactly(DIRECT);
        assertThat(doubts).isEqualTo(1);
        assertThat(sent.size()).as("probes that it took").isLessThan(12);
    }

    @Test
    void aSilentPathOfAStreamIsLeftWithinASecond() {
        ready();
        oneWay(20 * MS);
        run(5 * SECOND);
        cut(DIRECT);
        long cutNs = nowNs;
        while (moves.isEmpty()) run(5 * MS);
        assertThat(nowNs - cutNs).isLessThan(850 * MS);
    }

    @Test
    void whenNothingAnswersTrafficStaysAndProbesGoByAll() {
        ready();
        cut(DIRECT);
        cut(RELAYED);
        run(3 * SECOND);
        assertThat(moves.size()).isLessThan(2);
        sent.clear();
        run(SECOND);
        assertThat(sentBy(DIRECT)).isEqualTo(4);
        assertThat(sentBy(RELAYED)).isEqualTo(4);
        assertThat(liveness.deadNs(10 * MS)).isBetween(nowNs, nowNs + PathProbes.ROUND_MAX_NS);
    }

    @Test
    void onALongPathRoundsEndTooAndTheSessionIsCalledDead() {
        path(DIRECT, 800 * MS);
        twoWay(50 * MS);
        run(20 * SECOND);
        cut(DIRECT);
        long cutNs = nowNs;
        while (liveness.deadNs(800 * MS) > nowNs + 2 * MS) {
            run(MS);
            assertThat(nowNs - cutNs).isLessThan(20 * SECOND);
        }
    }

    @Test
    void whateverAnswersFirstAfterAnOutageIsUsed() {
        ready();
        cut(DIRECT);
        cut(RELAYED);
        run(3 * SECOND);
        long inUse = paths.label();
        long other = inUse == DIRECT ? RELAYED : DIRECT;
        roundTripNs.put(other, 15 * MS);
        run(500 * MS);
        assertThat(paths.label()).isEqualTo(other);
    }

    @Test
    void oneLostProbeMovesNothing() {
        ready();
        oneWay(20 * MS);
        run(3 * SECOND);
        for (int i = 0; i < 20; i++) {
            long before = sentBy(DIRECT);
            while (sentBy(DIRECT) == before) run(MS);
            answers.removeIf(p -> p.label == DIRECT);
            run(2 * SECOND);
        }
        assertThat(moves).isEmpty();
    }

    @Test
    void aPathThatLosesMuchIsGivenMoreProbes() {
        ready();
        oneWay(20 * MS);
        var random = new Random(3);
        int lost = 0, known = 0;
        for (int i = 0; i < 600_000; i++) {
            run(MS);
            if (sent.size() > known) {
                known = sent.size();
                if (random.nextInt(100) < 19) {
                    answers.removeIf(p -> p.sentNs == nowNs);
                    lost++;
                }
            }
        }
        assertThat(lost).isGreaterThan(200);
        assertThat(moves.size()).as("in ten minutes: %s", moves).isLessThan(8);
    }

    @Test
    void aHintAndAnAnswerElsewhereMoveTrafficInAboutARoundTrip() {
        ready();
        cut(DIRECT);
        run(20 * MS);
        assertThat(probes.onHint(nowNs)).isTrue();
        probes.run(nowNs);
        long hintNs = nowNs;
        while (moves.isEmpty()) run(MS);
        assertThat(nowNs - hintNs).isLessThan(40 * MS);
    }

    @Test
    void aHintAboutAPathThatAnswersMovesNothing() {
        ready();
        for (int i = 0; i < 100; i++) {
            probes.onHint(nowNs);
            probes.run(nowNs);
            run(50 * MS);
        }
        assertThat(moves).isEmpty();
        assertThat(sent.size()).as("probes of five seconds of lies").isLessThan(60);
    }

    @Test
    void whoIsHeardByAnotherPathWhileOursIsSilentIsFollowed() {
        ready();
        cut(DIRECT);
        cut(RELAYED);
        run(240 * MS);
        assertThat(paths.label()).isEqualTo(DIRECT);
        heard(RELAYED, true);
        assertThat(paths.label()).isEqualTo(RELAYED);
    }

    @Test
    void whoIsHeardByAnotherPathWhileOursIsWellIsNotFollowed() {
        ready();
        for (int i = 0; i < 50; i++) {
            heard(RELAYED, true);
            run(100 * MS);
        }
        assertThat(moves).isEmpty();
        assertThat(paths.label()).isEqualTo(DIRECT);
    }

    @Test
    void aPathThatCarriesOnlyTheWayBackIsLeft() {
        ready();
        cut(DIRECT);
        isAnswered = false;
        for (int i = 0; i < 200 && moves.isEmpty(); i++) {
            heard(DIRECT, true);
            run(10 * MS);
        }
        assertThat(paths.label()).isEqualTo(RELAYED);
        for (int i = 0; i < 1_000; i++) {
            heard(DIRECT, true);
            run(10 * MS);
        }
        assertThat(paths.label()).as("to be heard proves nothing").isEqualTo(RELAYED);
    }

    @Test
    void aDirectLinkThatHasComeUpIsTakenWithinTwoSeconds() {
        ready();
        cut(DIRECT);
        run(2 * SECOND);
        paths.onGone(DIRECT, nowNs);
        run(5 * SECOND);
        path(DIRECT, 10 * MS);
        var direct = paths.find(DIRECT);
        probes.onLinkUp(Objects.requireNonNull(direct));
        long upNs = nowNs;
        while (paths.label() != DIRECT) run(10 * MS);
        assertThat(nowNs - upNs).isLessThan(1_500 * MS);
    }

    @Test
    void aLinkThatHasComeUpIsTakenThoughTheFirstProbesAreLost() {
        ready();
        cut(DIRECT);
        run(2 * SECOND);
        paths.onGone(DIRECT, nowNs);
        run(5 * SECOND);
        path(DIRECT, 10 * MS);
        cut(DIRECT);
        probes.onLinkUp(Objects.requireNonNull(paths.find(DIRECT)));
        long upNs = nowNs;
        run(700 * MS);
        roundTripNs.put(DIRECT, 10 * MS);
        while (paths.label() != DIRECT) run(10 * MS);
        assertThat(nowNs - upNs).isLessThan(2 * SECOND);
    }

    @Test
    void anOutageTooShortForTheLinkToNoticeIsOverSoonAfterIt() {
        ready();
        cut(DIRECT);
        while (moves.isEmpty()) run(5 * MS);
        run(300 * MS);
        roundTripNs.put(DIRECT, 10 * MS);
        long healedNs = nowNs;
        while (paths.label() != DIRECT) run(10 * MS);
        assertThat(nowNs - healedNs).isLessThan(1_300 * MS);
    }

    @Test
    void aSilentPathIsProbedNoMoreThanOnceInFiveSecondsAndTakenWhenItAnswers() {
        ready();
        cut(DIRECT);
        run(2 * SECOND);
        sent.clear();
        run(30 * SECOND);
        assertThat(sentBy(DIRECT)).isBetween(5L, 6L);
        roundTripNs.put(DIRECT, 10 * MS);
        run(7 * SECOND);
        assertThat(paths.label()).isEqualTo(DIRECT);
    }

    @Test
    void aPathThatIsOnlyToldOfIsProbedThreeTimesInVain() {
        path(DIRECT, 10 * MS);
        paths.offer(OTHER, PathMetric.SUPERNODE, nowNs);
        twoWay(50 * MS);
        run(4 * SECOND);
        assertThat(sentBy(OTHER)).isBetween(3L, 4L);
        assertThat(paths.label()).isEqualTo(DIRECT);
    }

    /// The pathfinder had asked by it before anybody talked, when there was nothing to compare
    /// with.
    @Test
    void aStandbyTwiceAsFastIsTakenAFewSecondsAfterTrafficBegins() {
        paths.onHeard(RELAYED, nowNs);
        path(RELAYED, 40 * MS);
        path(OTHER, 20 * MS);
        for (int i = 0; i < 3; i++) {
            run(SECOND);
            probes.onAnswered(OTHER, 20 * MS, nowNs);
        }
        assertThat(paths.label()).isEqualTo(RELAYED);
        twoWay(SECOND);
        run(4 * SECOND);
        assertThat(paths.label()).isEqualTo(OTHER);
    }
}
