package boreas.sim.survey;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.sim.FastCrypto;
import boreas.sim.Graph;
import boreas.sim.Weather;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A thousand nodes for ten minutes; some minutes of this machine's time.
@Tag("soak")
class SurveySoakTest {
    private static final long MS = 1_000_000;
    private static final int PAIRS = 10_000;

    @Test
    void aThousandNodesReachEachOtherByShortWaysAtALowPrice() {
        var plan =
                new SurveyPlan(
                        Graph.random(1_000, 4, 8, 1),
                        1,
                        600_000 * MS,
                        PAIRS,
                        new FastCrypto(),
                        new Weather(5 * MS, MS, 0, 0));
        var result = new Survey(plan).run((_, _, _) -> {});
        System.out.println(SurveyTable.of(plan, result, new SurveyCost(1, 1, 1)));
        assertThat(result.reached()).isGreaterThanOrEqualTo(PAIRS * 999 / 1_000);
        assertThat(result.stretch().median()).isLessThanOrEqualTo(1.2);
        assertThat(result.idle().questions().mean()).isLessThan(2.6);
    }
}
