package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HumanTextTest {
    @Test
    void saysDurationsInTwoUnitsAtMost() {
        assertThat(HumanText.duration(-5)).isEqualTo("0 s");
        assertThat(HumanText.duration(59_999)).isEqualTo("59 s");
        assertThat(HumanText.duration(60_000)).isEqualTo("1 min");
        assertThat(HumanText.duration(3_599_999)).isEqualTo("59 min 59 s");
        assertThat(HumanText.duration(3_600_000)).isEqualTo("1 h");
        assertThat(HumanText.duration(90_000_000)).isEqualTo("1 d 1 h");
    }

    @Test
    void saysRatesAndRoundTripsInTheUnitThatFits() {
        assertThat(HumanText.rate(9_999)).isEqualTo("9999 kb/s");
        assertThat(HumanText.rate(123_456)).isEqualTo("123.5 Mb/s");
        assertThat(HumanText.millis(250)).isEqualTo("0.3 ms");
        assertThat(HumanText.millis(42_400)).isEqualTo("42 ms");
    }
}
