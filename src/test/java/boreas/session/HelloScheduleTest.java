package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Timers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelloScheduleTest {
    private static final long MS = 1_000_000L;

    private final HelloSchedule hellos = new HelloSchedule();

    private List<Long> timesMs(int count) {
        var times = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            long at = hellos.nextNs();
            times.add(at / MS);
            hellos.onSent(at);
        }
        return times;
    }

    @Test
    void aFreshSessionIsOfferedWithGrowingGaps() {
        hellos.start(false, 0);
        assertThat(timesMs(8))
                .containsExactly(0L, 1000L, 3000L, 7000L, 15000L, 23000L, 31000L, 39000L);
    }

    @Test
    void theVeryFirstHelloIsRepeatedSooner() {
        hellos.start(true, 0);
        assertThat(timesMs(7)).containsExactly(0L, 500L, 1500L, 3500L, 7500L, 15500L, 23500L);
    }

    @Test
    void aSecondStartDoesNotHurry() {
        hellos.start(false, 0);
        hellos.onSent(0);
        hellos.start(false, 10 * MS);
        assertThat(hellos.isDue(999 * MS)).isFalse();
        assertThat(hellos.isDue(1000 * MS)).isTrue();
    }

    @Test
    void newsMakeTheNextHelloCloserButNotDenser() {
        hellos.start(false, 0);
        timesMs(5);
        hellos.hurry(15_100 * MS);
        assertThat(hellos.nextNs()).isEqualTo(16_000 * MS);
        hellos.hurry(17_000 * MS);
        assertThat(hellos.nextNs()).as("never later").isEqualTo(16_000 * MS);
    }

    @Test
    void afterAnAnswerThereAreNoMore() {
        hellos.start(false, 0);
        hellos.stop();
        assertThat(hellos.nextNs()).isEqualTo(Timers.NEVER);
        assertThat(hellos.isDue(Long.MAX_VALUE - 1)).isFalse();
    }
}
