package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.label.Label;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnknownHandlesTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<Long> asked = new ArrayList<>();
    private final UnknownHandles unknown =
            new UnknownHandles((label, _, _) -> asked.add(label), (_, _, _, _) -> {}, 0);

    @Test
    void whoeverSendsForAnUnknownSessionIsAskedForItsKey() {
        unknown.onPacket(0x13, 0);
        assertThat(asked).containsExactly(0x13L);
    }

    @Test
    void aPathIsAskedOnceASecondAtMost() {
        for (int i = 0; i < 1000; i++) unknown.onPacket(0x13, i * SECOND / 1000);
        assertThat(asked).hasSize(1);
        unknown.onPacket(0x13, SECOND);
        assertThat(asked).hasSize(2);
    }

    @Test
    void manyPathsTogetherAreAskedWithinABudget() {
        for (int i = 0; i < 1000; i++) unknown.onPacket(behind(0x13, i), 0);
        assertThat(asked).hasSize(8);
        for (int i = 0; i < 1000; i++) unknown.onPacket(behind(0x13, i), SECOND);
        assertThat(asked).hasSize(12);
    }

    @Test
    void whoeverFloodsUsesUpTheBudgetOfOneNeighbourOnly() {
        for (int i = 0; i < 1000; i++) unknown.onPacket(behind(0x13, i), 0);
        asked.clear();
        unknown.onPacket(behind(0x15, 7), 0);
        assertThat(asked).containsExactly(behind(0x15, 7));
    }

    @Test
    void allNeighboursTogetherHaveABudgetToo() {
        for (int i = 0; i < 250; i++)
            for (int j = 0; j < 8; j++) unknown.onPacket(behind(Label.ofInterface(i + 2), j), 0);
        assertThat(asked).hasSize(64);
    }

    private static long behind(long neighbour, int number) {
        return Label.splice(0x100 | number << 1 & 0xff | 1 | (long) (number >> 7) << 9, neighbour);
    }

    @Test
    void theZeroOfTheClockMeansNothing() {
        unknown.onPacket(0, 0);
        assertThat(asked).as("a label of 0, asked at time 0").hasSize(1);
    }
}
