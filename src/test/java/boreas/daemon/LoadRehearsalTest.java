package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadRehearsalTest {
    /// More than a handshake and the search for a path take, with the patience of a round.
    private static final int ROUNDS = 120;

    @Test
    void whatTheHostsSayArrives() throws Exception {
        assertThat(LoadRehearsal.play(ROUNDS, Long.MAX_VALUE, true)).isPositive();
    }

    @Test
    void whereNothingIsHeardInTimeItEnds() throws Exception {
        assertThat(LoadRehearsal.play(Integer.MAX_VALUE, 0, false)).isZero();
    }
}
