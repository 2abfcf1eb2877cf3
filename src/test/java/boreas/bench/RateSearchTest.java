package boreas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import boreas.bench.RateSearch.Probe;
import org.junit.jupiter.api.Test;

class RateSearchTest {
    private static final double SENDER_PPS = 200_000;

    /// Carries so many packets, and of more than that fewer the more there are.
    private static RateSearch.Path carries(double capacity) {
        return pps -> {
            double sent = pps == 0 ? SENDER_PPS : Math.min(pps, SENDER_PPS);
            double received =
                    sent <= capacity
                            ? sent
                            : Math.max(0.3 * capacity, capacity - 0.2 * (sent - capacity));
            return new Probe(sent, received);
        };
    }

    @Test
    void findsWhatAPathCarriesToATenth() {
        for (double capacity : new double[] {9000, 40_000, 90_000})
            assertThat(RateSearch.highest(carries(capacity)))
                    .isLessThanOrEqualTo(capacity * 1.01)
                    .isCloseTo(capacity, within(capacity * 0.12));
    }

    @Test
    void aPathFasterThanTheSenderIsAsFastAsTheSender() {
        assertThat(RateSearch.highest(carries(SENDER_PPS * 2))).isEqualTo(SENDER_PPS);
    }

    @Test
    void aPathThatLosesAtEachRateHasNoHighestOne() {
        assertThat(RateSearch.highest(pps -> new Probe(pps == 0 ? SENDER_PPS : pps, 100))).isZero();
    }

    @Test
    void aPathThatCannotBeMeasuredHasNone() {
        assertThat(RateSearch.highest(_ -> null)).isNaN();
    }

    @Test
    void lossOfLessThanOnePercentIsWhole() {
        assertThat(new Probe(1000, 991).isWhole()).isTrue();
        assertThat(new Probe(1000, 990).isWhole()).isFalse();
        assertThat(new Probe(0, 0).isWhole()).isFalse();
    }
}
