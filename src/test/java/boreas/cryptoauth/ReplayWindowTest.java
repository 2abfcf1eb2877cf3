package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow();

    @Test
    void eachNumberIsAcceptedOnce() {
        for (long n = 0; n < 10_000; n++) {
            assertThat(window.accept(n)).isTrue();
            assertThat(window.accept(n)).isFalse();
        }
        assertThat(window.counters()).isEqualTo(new SessionCounters(10_000, 0, 10_000, 0));
    }

    @Test
    void takesItsWholeMemoryOnlyForTrafficThatLasts() {
        assertThat(window.bits()).isZero();
        for (long n = 0; n < ReplayWindow.NARROW_BITS; n++) window.accept(n);
        assertThat(window.bits()).isEqualTo(ReplayWindow.NARROW_BITS);
        window.accept(ReplayWindow.NARROW_BITS);
        assertThat(window.bits()).isEqualTo(ReplayWindow.BITS);
        for (long n = 0; n < ReplayWindow.NARROW_BITS; n++)
            assertThat(window.accept(n)).as("%d again", n).isFalse();
        window.clear();
        assertThat(window.bits()).isZero();
    }

    @Test
    void whatCameWhileItWasNarrowIsKnownAfterALeap() {
        window.accept(7);
        window.accept(ReplayWindow.BITS + 6);
        assertThat(window.accept(7)).as("at the lower edge").isFalse();
        assertThat(window.accept(8)).isTrue();
        window.accept(ReplayWindow.BITS + 8);
        assertThat(window.accept(8)).as("below it").isFalse();
        assertThat(window.accept(9)).isTrue();
    }

    @Test
    void numbersMayComeBackwardsWithinTheWidth() {
        for (long n = 2 * ReplayWindow.BITS - 1; n >= ReplayWindow.BITS; n--)
            assertThat(window.accept(n)).as("%d", n).isTrue();
        assertThat(window.accept(ReplayWindow.BITS - 1)).as("too old").isFalse();
        assertThat(window.counters()).isEqualTo(new SessionCounters(ReplayWindow.BITS, 0, 0, 1));
    }

    @Test
    void theOldestNumberOfTheWindowIsToldApart() {
        window.accept(10_000);
        assertThat(window.accept(10_000 - ReplayWindow.BITS)).isFalse();
        assertThat(window.accept(10_001 - ReplayWindow.BITS)).isTrue();
        assertThat(window.accept(10_001 - ReplayWindow.BITS)).isFalse();
        assertThat(window.counters().outOfRange()).isEqualTo(1);
        assertThat(window.counters().duplicates()).isEqualTo(1);
    }

    @Test
    void aLeapForgetsWhatIsBehindIt() {
        for (long n = 0; n < 100; n++) window.accept(n);
        assertThat(window.accept(0xffff_ffefL)).as("the last number ever").isTrue();
        assertThat(window.accept(0xffff_ffefL)).isFalse();
        assertThat(window.accept(99)).isFalse();
        for (long n = 0xffff_ffefL - ReplayWindow.BITS + 1; n < 0xffff_ffefL; n++)
            assertThat(window.accept(n)).isTrue();
    }

    @Test
    void lostAreThoseThatWerePassedOverAndHaveNotComeYet() {
        window.accept(4);
        window.accept(8);
        assertThat(window.counters().lost()).isEqualTo(3);
        window.accept(6);
        assertThat(window.counters().lost()).isEqualTo(2);
        window.accept(3);
        assertThat(window.counters()).isEqualTo(new SessionCounters(4, 2, 0, 0));
        window.clear();
        assertThat(window.counters()).isEqualTo(new SessionCounters(0, 0, 0, 0));
        assertThat(window.accept(8)).isTrue();
    }

    @Test
    void noLatePacketOfAnOldPathIsRefusedAndNoneAcceptedTwice() {
        // 20,000 packets a second go by a path of 80 ms, then by one of 5 ms.
        long spacingNs = 50_000, moveNs = 2_000_000_000L;
        var arrivals = new TreeMap<Long, List<Long>>();
        for (long n = 0; n * spacingNs < 2 * moveNs; n++) {
            long sentNs = n * spacingNs;
            long atNs = sentNs + (sentNs < moveNs ? 80_000_000L : 5_000_000L);
            arrivals.computeIfAbsent(atNs, _ -> new ArrayList<>()).add(n);
        }
        int refused = 0;
        for (var numbers : arrivals.values())
            for (long n : numbers) {
                if (!window.accept(n)) refused++;
                assertThat(window.accept(n)).as("%d again", n).isFalse();
            }
        assertThat(refused).isZero();
    }

    @Test
    void agreesWithASetThatForgetsNothing() {
        var random = new SplittableRandom(7);
        var seen = new HashSet<Long>();
        long highest = 0;
        for (int i = 0; i < 200_000; i++) {
            int kind = random.nextInt(100);
            long n =
                    kind < 60
                            ? highest + 1
                            : kind < 70
                                    ? highest + random.nextInt(200)
                                    : kind == 99
                                            ? highest + random.nextInt(3 * ReplayWindow.BITS)
                                            : Math.max(0, highest - random.nextInt(12_000));
            boolean isInside = n > highest - ReplayWindow.BITS;
            assertThat(window.accept(n)).as("%d", n).isEqualTo(isInside && seen.add(n));
            highest = Math.max(highest, n);
        }
    }
}
