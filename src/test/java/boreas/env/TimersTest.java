package boreas.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final Timers timers = new Timers();
    private final List<String> ran = new ArrayList<>();

    @Test
    void nothingArmedMeansNever() {
        assertThat(timers.nextDeadlineNs()).isEqualTo(Timers.NEVER);
        timers.runUntil(Long.MAX_VALUE - 1);
    }

    @Test
    void equalDeadlinesRunInTheOrderInWhichTheyWereSet() {
        for (var name : List.of("a", "b", "c")) named(name).at(5);
        timers.runUntil(5);
        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    void anEarlyOrRepeatedCallDoesNothing() {
        named("a").at(5);
        timers.runUntil(4);
        assertThat(ran).isEmpty();
        timers.runUntil(5);
        timers.runUntil(5);
        assertThat(ran).containsExactly("a");
    }

    @Test
    void aTimerThatArmsItselfForThePresentRunsAgainInTheSameCall() {
        var rounds = new int[1];
        var timer = new Timers.Timer[1];
        timer[0] =
                timers.newTimer(now -> {
                    if (++rounds[0] < 3) timer[0].at(now);
                });
        timer[0].at(1);
        timers.runUntil(1);
        assertThat(rounds[0]).isEqualTo(3);
    }

    @Test
    void noLaterThanOnlyMovesForward() {
        var t = named("a");
        t.noLaterThan(10);
        t.noLaterThan(20);
        assertThat(t.deadlineNs()).isEqualTo(10);
        t.noLaterThan(5);
        assertThat(timers.nextDeadlineNs()).isEqualTo(5);
    }

    @Test
    void aCancelledTimerDoesNotRun() {
        var t = named("a");
        t.at(5);
        t.cancel();
        t.cancel();
        timers.runUntil(10);
        assertThat(ran).isEmpty();
        assertThat(t.isArmed()).isFalse();
    }

    /// Against a plain list, with timers moved and cancelled at random.
    @Test
    void theEarliestComesFirstWhateverWasMovedOrCancelled() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new SplittableRandom(seed);
            var core = new Timers();
            var deadlines = new long[40];
            var fired = new ArrayList<Long>();
            var all = new Timers.Timer[deadlines.length];
            for (int i = 0; i < all.length; i++) {
                int n = i;
                all[i] =
                        core.newTimer(_ -> {
                            fired.add(deadlines[n]);
                            deadlines[n] = Timers.NEVER;
                        });
                deadlines[i] = Timers.NEVER;
            }
            for (int step = 0; step < 400; step++) {
                int i = random.nextInt(all.length);
                if (random.nextInt(4) == 0) {
                    all[i].cancel();
                    deadlines[i] = Timers.NEVER;
                } else {
                    deadlines[i] = random.nextInt(1000);
                    all[i].at(deadlines[i]);
                }
                long least = Timers.NEVER;
                for (long d : deadlines) least = Math.min(least, d);
                assertThat(core.nextDeadlineNs()).as("seed %s", seed).isEqualTo(least);
            }
            core.runUntil(1000);
            assertThat(fired).as("seed %s", seed).isSorted();
            assertThat(core.nextDeadlineNs()).isEqualTo(Timers.NEVER);
        }
    }

    private Timers.Timer named(String name) {
        return timers.newTimer(_ -> ran.add(name));
    }
}
