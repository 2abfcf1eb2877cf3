package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CredibilityTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final long START_NS = -5 * SECOND;

    private final Credibility credibility = new Credibility();

    /// Hints each 10 ms, each answered after so long.
    private int lookedAt(long startNs, long forNs, long answeredAfterNs) {
        int count = 0;
        for (long t = startNs; t < startNs + forNs; t += 10 * MS) {
            if (credibility.isOpen() && t - credibility.hintedNs() >= answeredAfterNs)
                credibility.onAnswered(t - answeredAfterNs);
            if (credibility.onHint(t)) count++;
        }
        return count;
    }

    @Test
    void liesAreLookedAtLessAndLess() {
        assertThat(lookedAt(START_NS, 60 * SECOND, 20 * MS)).isEqualTo(8);
        assertThat(lookedAt(START_NS + 60 * SECOND, 160 * SECOND, 20 * MS)).isEqualTo(10);
    }

    @Test
    void anAnswerThatTakesLongerThanTheGapDisprovesToo() {
        assertThat(lookedAt(START_NS, 60 * SECOND, 700 * MS)).isLessThan(12);
    }

    @Test
    void anAnswerToWhatWasAskedBeforeTheHintDisprovesNothing() {
        credibility.onHint(START_NS);
        credibility.onAnswered(START_NS - 1);
        assertThat(credibility.isOpen()).isTrue();
        credibility.onAnswered(START_NS);
        assertThat(credibility.isOpen()).isFalse();
    }

    @Test
    void whoWasRightIsBelievedAtOnce() {
        lookedAt(START_NS, 60 * SECOND, 20 * MS);
        credibility.restore();
        assertThat(credibility.onHint(START_NS + 60 * SECOND)).isTrue();
        assertThat(credibility.onHint(START_NS + 60 * SECOND)).as("says the same").isFalse();
    }

    @Test
    void whatNothingHasDecidedStandsInNobodysWayForLong() {
        credibility.onHint(START_NS);
        assertThat(credibility.onHint(START_NS + SECOND)).isFalse();
        assertThat(credibility.onHint(START_NS + Credibility.UNDECIDED_NS)).isTrue();
    }

    @Test
    void aQuietMinuteForgives() {
        lookedAt(START_NS, 60 * SECOND, 20 * MS);
        long laterNs = START_NS + 60 * SECOND + Credibility.FORGIVEN_NS;
        assertThat(lookedAt(laterNs, SECOND, 20 * MS)).isEqualTo(2);
    }
}
