package boreas.sim.survey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void aQuantileIsTheLeastValueThatSoManyDoNotExceed() {
        var sample = Sample.of(50, 10, 40, 20, 30);
        assertThat(sample.quantile(0)).isEqualTo(10);
        assertThat(sample.quantile(0.2)).isEqualTo(10);
        assertThat(sample.quantile(0.21)).isEqualTo(20);
        assertThat(sample.median()).isEqualTo(30);
        assertThat(sample.quantile(0.9)).isEqualTo(50);
        assertThat(sample.max()).isEqualTo(50);
    }

    @Test
    void ofAnEvenNumberTheMedianIsTheLowerOfTheMiddleTwo() {
        assertThat(Sample.of(1, 2, 3, 4).median()).isEqualTo(2);
    }

    @Test
    void theNinetyNinthOfAHundredIsTheOneBeforeTheLast() {
        var values = new double[100];
        for (int i = 0; i < 100; i++) values[i] = 100 - i;
        assertThat(Sample.of(values).quantile(0.99)).isEqualTo(99);
        assertThat(Sample.of(values).quantile(0.9)).isEqualTo(90);
        assertThat(Sample.of(values).mean()).isEqualTo(50.5);
        assertThat(Sample.of(values).sum()).isEqualTo(5050);
    }

    @Test
    void countsWhatIsNotGreater() {
        var sample = Sample.of(1, 2, 2, 3);
        assertThat(sample.upTo(0.5)).isZero();
        assertThat(sample.upTo(2)).isEqualTo(3);
        assertThat(sample.upTo(9)).isEqualTo(4);
    }

    @Test
    void ofNothingAllIsZero() {
        var none = Sample.of();
        assertThat(none.median()).isZero();
        assertThat(none.max()).isZero();
        assertThat(none.mean()).isZero();
        assertThat(none.size()).isZero();
    }

    @Test
    void aLaterChangeOfTheArrayChangesNothing() {
        double[] values = {3, 1, 2};
        var sample = Sample.of(values);
        values[0] = 9;
        sample.values()[0] = 9;
        assertThat(sample.values()).containsExactly(1, 2, 3);
    }
}
