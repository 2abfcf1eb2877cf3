package boreas.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private record Planned(long atNs, int number) {}

    private final EventQueue queue = new EventQueue();
    private final List<Planned> happened = new ArrayList<>();

    @Test
    void eventsHappenInTheOrderOfTheirTimes() {
        plan(new Planned(3, 0));
        plan(new Planned(1, 1));
        plan(new Planned(2, 2));
        runAll();
        assertThat(happened)
                .containsExactly(new Planned(1, 1), new Planned(2, 2), new Planned(3, 0));
    }

    @Test
    void eventsOfTheSameMomentHappenInTheOrderInWhichTheyWerePlanned() {
        var all = new ArrayList<Planned>();
        var random = new SeededRandom(1);
        for (int i = 0; i < 5_000; i++) all.add(new Planned(random.nextInt(50), i));
        all.forEach(this::plan);
        runAll();
        all.sort(Comparator.comparingLong(Planned::atNs)); // stable
        assertThat(happened).isEqualTo(all);
    }

    @Test
    void whatIsPlannedMeanwhileFindsItsPlace() {
        var random = new SeededRandom(2);
        long nowNs = 0;
        for (int i = 0; i < 20_000; i++) {
            for (int n = random.nextInt(3); n > 0; n--)
                plan(new Planned(nowNs + random.nextInt(1_000), i));
            if (queue.size() == 0) continue;
            nowNs = queue.firstNs();
            queue.removeFirst().run();
        }
        runAll();
        assertThat(happened).isSortedAccordingTo(Comparator.comparingLong(Planned::atNs));
    }

    @Test
    void anEmptyQueueHasNoFirstEvent() {
        assertThat(queue.firstNs()).isEqualTo(Long.MAX_VALUE);
    }

    private void plan(Planned event) {
        queue.add(event.atNs, () -> happened.add(event));
    }

    private void runAll() {
        while (queue.size() > 0) queue.removeFirst().run();
    }
}
