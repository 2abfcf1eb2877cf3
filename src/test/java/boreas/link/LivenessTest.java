package boreas.link;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Timers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final long MS = 1_000_000L;

    private final Timers timers = new Timers();
    private final List<Long> probesMs = new ArrayList<>();
    private final List<Long> hellosMs = new ArrayList<>();
    private final List<Long> confirmedMs = new ArrayList<>();
    private final Liveness liveness =
            new Liveness(
                    timers,
                    new Liveness.Actions() {
                        @Override
                        public void probe(long nowNs) {
                            probesMs.add(nowNs / MS);
                        }

                        @Override
                        public void greetAfresh(long nowNs) {
                            hellosMs.add(nowNs / MS);
                        }

                        @Override
                        public void onDoubtConfirmed(long nowNs) {
                            confirmedMs.add(nowNs / MS);
                        }
                    });

    @Test
    void callsAtOnceAndThenEverMoreSlowlyUpToEightSeconds() {
        liveness.onUnestablished(0);
        runUntilMs(32_000);
        assertThat(probesMs)
                .containsExactly(0L, 250L, 750L, 1750L, 3750L, 7750L, 15750L, 23750L, 31750L);
        assertThat(hellosMs).isEmpty();
    }

    @Test
    void whoWasJustConfiguredIsCalledEachTwoSecondsForAMinute() {
        liveness.onConfigured(0);
        liveness.onUnestablished(0);
        runUntilMs(90_000);
        var expected = new ArrayList<Long>(List.of(0L, 250L, 750L, 1750L));
        for (long ms = 3750; ms <= 63_750; ms += 2_000) expected.add(ms);
        expected.addAll(List.of(67_750L, 75_750L, 83_750L));
        assertThat(probesMs).isEqualTo(expected);
        assertThat(hellosMs).isEmpty();
    }

    @Test
    void onceEstablishedALinkIsCalledPatientlyAgain() {
        liveness.onConfigured(0);
        establishAt(1_000);
        liveness.onUnestablished(10_000 * MS);
        runUntilMs(34_000);
        assertThat(probesMs)
                .containsExactly(
                        10_000L, 10_250L, 10_750L, 11_750L, 13_750L, 17_750L, 25_750L, 33_750L);
    }

    @Test
    void theWaitsOfAHandshakeInTheFirstSampleDoNotMakeALinkPatientForLong() {
        establishAt(0);
        liveness.onPong(40_000 * MS, MS);
        assertThat(liveness.rttNs()).isEqualTo(2_000 * MS);
        for (int i = 0; i < 20; i++) liveness.onPong(10 * MS, MS);
        assertThat(liveness.rttNs()).isLessThan(200 * MS);
    }

    @Test
    void aDoubtThatNobodyAnswersIsSureAfterTwoProbesAndGreetsAtOnce() {
        establishAt(0);
        runUntilMs(1_000);
        liveness.onDoubt(1_000 * MS);
        runUntilMs(1_199);
        assertThat(probesMs).containsExactly(1_000L, 1_100L);
        assertThat(liveness.isSuspect()).isFalse();
        runUntilMs(1_200);
        assertThat(liveness.isSuspect()).isTrue();
        assertThat(hellosMs).containsExactly(1_200L);
        assertThat(confirmedMs).containsExactly(1_200L);
    }

    @Test
    void anAnswerEndsADoubtWithoutAHello() {
        establishAt(0);
        runUntilMs(1_000);
        liveness.onDoubt(1_000 * MS);
        runUntilMs(1_150);
        liveness.onPong(10 * MS, 1_150 * MS);
        runUntilMs(4_000);
        assertThat(hellosMs).isEmpty();
        assertThat(confirmedMs).isEmpty();
    }

    @Test
    void doubtsThatComeAllTheTimeAreOneAtATime() {
        establishAt(0);
        for (long ms = 1_000; ms < 1_200; ms += 10) {
            runUntilMs(ms);
            liveness.onDoubt(ms * MS);
        }
        assertThat(probesMs).containsExactly(1_000L, 1_100L);
        runUntilMs(1_200);
        assertThat(hellosMs).containsExactly(1_200L);
    }

    @Test
    void whoIsCalledInVainIsCalledAtOnceWhenTheNetworkHasChanged() {
        liveness.onUnestablished(0);
        runUntilMs(10_000);
        probesMs.clear();
        liveness.onDoubt(10_000 * MS);
        runUntilMs(11_000);
        assertThat(probesMs).containsExactly(10_000L, 10_250L, 10_750L);
    }

    @Test
    void aQuietEstablishedLinkIsProbedAfterThreeSeconds() {
        establishAt(0);
        runUntilMs(3_071);
        assertThat(probesMs).isEmpty();
        runUntilMs(3_072);
        assertThat(probesMs).containsExactly(3072L);
    }

    @Test
    void aLinkThatAnswersIsNeverSuspectAndSeesAboutOneProbeInThreeSeconds() {
        establishAt(0);
        for (long ms = 1; ms < 600_000; ms++) {
            int before = probesMs.size();
            runUntilMs(ms);
            if (probesMs.size() > before) liveness.onPong(MS / 2, ms * MS);
        }
        assertThat(hellosMs).isEmpty();
        assertThat(probesMs).hasSizeBetween(190, 196);
    }

    @Test
    void silenceAfterOurOwnTrafficIsProbedEarlyAndSuspectAfterASecond() {
        establishAt(0);
        liveness.onAuthentic(10_000 * MS);
        liveness.onSent(10_001 * MS);
        runUntilMs(11_300);
        assertThat(probesMs).startsWith(10_251L, 10_501L, 10_751L, 11_001L);
        assertThat(hellosMs).startsWith(11_251L);
        assertThat(liveness.isSuspect()).isTrue();
    }

    @Test
    void aSuspectLinkIsGreetedTwiceEachTwoSecondsAndAfterAMinuteEachEight() {
        establishAt(0);
        liveness.onAuthentic(10_000 * MS);
        liveness.onSent(10_001 * MS);
        runUntilMs(90_000);
        long first = hellosMs.getFirst();
        var expected = new ArrayList<Long>(List.of(first, first + 250));
        for (long after = 1_000; after <= 61_000; after += 2_000) {
            expected.add(first + after);
            expected.add(first + after + 250);
        }
        for (long after : new long[] {65_000, 73_000}) {
            expected.add(first + after);
            expected.add(first + after + 250);
        }
        assertThat(hellosMs).isEqualTo(expected);
    }

    @Test
    void anythingAuthenticEndsSuspicion() {
        establishAt(0);
        liveness.onSent(2_000 * MS);
        runUntilMs(4_000);
        assertThat(liveness.isSuspect()).isTrue();
        liveness.onAuthentic(4_000 * MS);
        assertThat(liveness.isSuspect()).isFalse();
        hellosMs.clear();
        runUntilMs(7_000);
        assertThat(hellosMs).isEmpty();
    }

    @Test
    void fourProbesMustGoUnansweredHoweverLongTheSilence() {
        establishAt(0);
        runUntilMs(3_072);
        assertThat(probesMs).hasSize(1);
        assertThat(liveness.isSuspect()).isFalse();
        runUntilMs(3_072 + 750);
        assertThat(probesMs).hasSize(4);
        assertThat(liveness.isSuspect()).isFalse();
        runUntilMs(3_072 + 1_000);
        assertThat(liveness.isSuspect()).isTrue();
    }

    @Test
    void aSlowLinkIsGivenFourRoundTrips() {
        establishAt(0);
        liveness.onPong(2_000 * MS, 1_000 * MS);
        liveness.onSent(1_001 * MS);
        runUntilMs(8_900);
        assertThat(liveness.isSuspect()).isFalse();
        runUntilMs(12_000);
        assertThat(liveness.isSuspect()).isTrue();
    }

    @Test
    void oneWayTrafficCostsOneProbeASecond() {
        establishAt(0);
        for (long ms = 1; ms < 60_000; ms++) {
            liveness.onSent(ms * MS);
            int before = probesMs.size();
            runUntilMs(ms);
            if (probesMs.size() > before) liveness.onPong(MS, ms * MS);
        }
        assertThat(probesMs).hasSizeBetween(55, 61);
        assertThat(hellosMs).isEmpty();
    }

    private void establishAt(long ms) {
        liveness.onUnestablished(ms * MS);
        liveness.onEstablished(ms * MS);
        probesMs.clear();
    }

    /// Runs each deadline at its own moment.
    private void runUntilMs(long ms) {
        while (timers.nextDeadlineNs() <= ms * MS) timers.runUntil(timers.nextDeadlineNs());
    }
}
