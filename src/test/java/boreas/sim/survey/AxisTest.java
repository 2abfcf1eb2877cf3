package boreas.sim.survey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void ticksOfALinearAxisAreRoundAndHoldAllValues() {
        assertThat(Axis.linear(0, 47).ticks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 50.0);
        assertThat(Axis.linear(1, 3.4).ticks()).containsExactly(1.0, 1.5, 2.0, 2.5, 3.0, 3.5);
        assertThat(Axis.linear(0, 1).ticks()).hasSize(6).startsWith(0.0).endsWith(1.0);
    }

    @Test
    void ticksOfALogarithmicAxisAreDecades() {
        assertThat(Axis.logarithmic(3, 900).ticks()).containsExactly(1.0, 10.0, 100.0, 1000.0);
        assertThat(Axis.logarithmic(5, 5).ticks()).containsExactly(1.0, 10.0);
    }

    @Test
    void positionsRunFromZeroToOne() {
        var linear = Axis.linear(0, 50);
        assertThat(linear.position(0)).isZero();
        assertThat(linear.position(25)).isEqualTo(0.5);
        assertThat(linear.position(99)).isEqualTo(1);
        var decades = Axis.logarithmic(1, 100);
        assertThat(decades.position(10)).isEqualTo(0.5);
        assertThat(decades.position(0.1)).isZero();
    }
}
