package boreas.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static Series of(Double... values) {
        return new Series(List.of(values));
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(of(4.0, 1.0, 2.0, 10.0).median()).isEqualTo(3);
        assertThat(of(5.0, 1.0, 9.0).median()).isEqualTo(5);
    }

    @Test
    void theSpreadIsTheLowestAndTheHighestRound() {
        var series = of(3.0, 1.5, 2.0);
        assertThat(series.min()).isEqualTo(1.5);
        assertThat(series.max()).isEqualTo(3);
        assertThat(series.text(1)).isEqualTo("2.0 (1.5–3.0)");
    }

    @Test
    void aRoundWithoutAFigureCountsNowhere() {
        var series = of(Double.NaN, 2.0, Double.NaN, 4.0);
        assertThat(series.count()).isEqualTo(2);
        assertThat(series.median()).isEqualTo(3);
        assertThat(of(Double.NaN).text(0)).isEqualTo("–");
        assertThat(Series.NONE.median()).isNaN();
    }

    @Test
    void aRatioIsTakenRoundByRound() {
        // the machine was twice as slow in the second round, for both
        var ratio = of(30.0, 15.0, 33.0).per(of(10.0, 5.0, 10.0));
        assertThat(ratio.values()).containsExactly(3.0, 3.0, 3.3);
        assertThat(ratio.median()).isEqualTo(3);
    }

    @Test
    void aRatioNeedsBothFiguresOfARound() {
        assertThat(of(30.0, Double.NaN, 20.0, 7.0).per(of(10.0, 5.0, 0.0)).values())
                .containsExactly(3.0, Double.NaN, Double.NaN);
    }
}
