package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModerationTest {
    private static final long US = 1_000;

    private final Moderation moderation = new Moderation();
    private long nowNs = 1_000_000_000;

    @Test
    void packetsThatComeSinglyForAWhileAreWaitedFor() {
        turn(1000, 1);
        for (int i = 0; i < Moderation.TURNS; i++) {
            assertThat(moderation.isRestDue()).isFalse();
            turn(20, 1);
        }
        assertThat(moderation.isRestDue()).isTrue();
        // Those that gathered in a rest come in one turn: still the same stream.
        for (int packets : new int[] {5, 10, Moderation.BATCH_PACKETS}) {
            turn(150, packets);
            assertThat(moderation.isRestDue()).isTrue();
        }
    }

    @Test
    void whenTheyComeNoMoreItEnds() {
        for (int i = 0; i < 2 * Moderation.TURNS; i++) turn(20, 1);
        turn(150, 1);
        assertThat(moderation.isRestDue()).isFalse();
    }

    @Test
    void aTurnWithoutPacketsEndsIt() {
        for (int i = 0; i < 2 * Moderation.TURNS; i++) turn(20, 1);
        turn(20, 0);
        assertThat(moderation.isRestDue()).isFalse();
    }

    @Test
    void aPingWaitsForNothing() {
        for (int i = 0; i < 1000; i++) {
            turn(200, 1);
            assertThat(moderation.isRestDue()).isFalse();
        }
    }

    @Test
    void aBurstEachMillisecondWaitsForNothing() {
        for (int i = 0; i < 1000; i++) {
            turn(980, 2);
            turn(20, 6);
            assertThat(moderation.isRestDue()).isFalse();
        }
    }

    @Test
    void largeBatchesWaitForNothing() {
        for (int i = 0; i < 1000; i++) {
            turn(100, Moderation.LARGE_BATCH_PACKETS);
            assertThat(moderation.isRestDue()).isFalse();
        }
    }

    @Test
    void afterABatchAndOnlyThenOthersGetTheProcessor() {
        turn(100, Moderation.BATCH_PACKETS);
        assertThat(moderation.isWayDue()).isTrue();
        turn(100, Moderation.BATCH_PACKETS - 1);
        assertThat(moderation.isWayDue()).isFalse();
    }

    private void turn(long afterUs, int packets) {
        nowNs += afterUs * US;
        moderation.onTurn(nowNs, packets);
    }
}
