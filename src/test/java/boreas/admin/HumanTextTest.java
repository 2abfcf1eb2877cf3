package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HumanTextTest {
    @Test
    void bytesHaveThreeDigits() {
        assertThat(HumanText.bytes(0)).isEqualTo("0 B");
        assertThat(HumanText.bytes(999)).isEqualTo("999 B");
        assertThat(HumanText.bytes(1000)).isEqualTo("1.0 kB");
        assertThat(HumanText.bytes(9_960)).isEqualTo("10 kB");
        assertThat(HumanText.bytes(999_499)).isEqualTo("999 kB");
        assertThat(HumanText.bytes(999_600)).isEqualTo("1.0 MB");
        assertThat(HumanText.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
    }

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
