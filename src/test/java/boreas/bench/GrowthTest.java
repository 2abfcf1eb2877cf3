package boreas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
    @Test
    void theLastQuarterIsComparedWithTheSecond() {
        var growth = Growth.of(List.of(10.0, 60.0, 100.0, 102.0, 103.0, 104.0, 110.0, 112.2));
        assertThat(growth.early()).isEqualTo(101);
        assertThat(growth.late()).isCloseTo(111.1, within(1e-9));
        assertThat(growth.share()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void whatStaysTheSameDoesNotGrow() {
        assertThat(Growth.of(List.of(5.0, 9.0, 9.0, 9.0)).share()).isZero();
    }

    @Test
    void tooFewSamplesTellNothing() {
        assertThat(Growth.of(List.of(1.0, 2.0, 3.0)).share()).isNaN();
    }
}
