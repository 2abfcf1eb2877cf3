package boreas.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SearchScheduleTest {
    private static final long SECOND = 1_000_000_000L;

    private final SearchSchedule searches = new SearchSchedule();

    @Test
    void withoutASecondPathTheGapsDoubleUntilHalfAMinute() {
        var gaps = new ArrayList<Long>();
        long nowNs = -7 * SECOND;
        for (int i = 0; i < 6; i++) {
            assertThat(searches.isDue(nowNs)).isTrue();
            searches.onSearch(false, false, nowNs);
            gaps.add((searches.nextNs() - nowNs) / SECOND);
            nowNs = searches.nextNs();
        }
        assertThat(gaps).containsExactly(2L, 4L, 8L, 16L, 30L, 30L);
        searches.restart(nowNs);
        searches.onSearch(false, false, nowNs);
        assertThat(searches.nextNs()).isEqualTo(nowNs + SearchSchedule.ALONE_NS);
    }

    @Test
    void whoIsLostIsSoughtEveryTwoSecondsAndWhoHasAStandbyTwiceAMinute() {
        searches.onSearch(true, true, 0);
        assertThat(searches.nextNs()).isEqualTo(2 * SECOND);
        searches.onSearch(false, true, 0);
        assertThat(searches.nextNs()).isEqualTo(30 * SECOND);
        searches.hurry(SECOND);
        assertThat(searches.isDue(SECOND)).isTrue();
    }

    @Test
    void doubtsThatFollowEachOtherBringOneSearchInTwoSeconds() {
        assertThat(searches.isDueInDoubt(0)).isTrue();
        assertThat(searches.isDueInDoubt(SECOND)).isFalse();
        assertThat(searches.isDueInDoubt(2 * SECOND)).isTrue();
    }
}
