package boreas.sim.survey;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.sim.FastCrypto;
import boreas.sim.Graph;
import boreas.sim.Weather;
import org.junit.jupiter.api.Test;

/// What `boreas sim` promises, on networks that a minute is enough for. The large one is in
/// [SurveySoakTest].
class SurveyTest {
    private static final long MS = 1_000_000;
    private static final long MINUTE_NS = 60_000 * MS;
    private static final Weather ORDINARY = new Weather(5 * MS, MS, 0, 0);

    @Test
    void onALineThereIsOneWayAndAllTakeIt() {
        var result = run(Graph.line(6), 1, 60, ORDINARY);
        assertThat(result.reached()).isEqualTo(60);
        assertThat(result.stretch().size()).isEqualTo(60);
        assertThat(result.stretch().max()).isEqualTo(1);
        assertThat(result.hops().max()).isEqualTo(5);
        assertThat(result.worst()).isEmpty();
    }

    @Test
    void anEightyNodeMeshIsReachedByShortWays() {
        var result = run(Graph.random(80, 4, 8, 1), 1, 200, ORDINARY);
        assertThat(result.reached()).isEqualTo(200);
        assertThat(result.packets()).isEqualTo(200 * SurveyPlan.PACKETS);
        assertThat(result.stretch().median()).isLessThanOrEqualTo(1.2);
        assertThat(result.labelOverflows()).isZero();
    }

    @Test
    void aMeshInWhichNobodyTalksIsQuietAfterAMinute() {
        var plan =
                new SurveyPlan(
                        Graph.random(60, 4, 8, 1), 1, 5 * MINUTE_NS, 0, new FastCrypto(), ORDINARY);
        var idle = new Survey(plan).run((_, _, _) -> {}).idle();
        assertThat(idle.questions().mean()).isLessThan(2.6);
        assertThat(idle.bytes().mean()).isLessThan(5_000);
    }

    @Test
    void theSameSeedGivesTheSameResult() {
        var topology = Graph.random(20, 3, 5, 1);
        var weather = new Weather(5 * MS, 20 * MS, 20_000, 10_000);
        var one = run(topology, 7, 50, weather);
        var again = run(topology, 7, 50, weather);
        var other = run(topology, 8, 50, weather);
        assertThat(again.digest()).isEqualTo(one.digest()).isNotEqualTo(other.digest());
        assertThat(told(again, topology)).isEqualTo(told(one, topology));
    }

    @Test
    void bothCryptosGiveTheSameNumbersOfPackets() {
        // Not the same digest: keys differ, and with them the keyspace.
        var real =
                new SurveyPlan(
                        Graph.line(3),
                        1,
                        MINUTE_NS,
                        12,
                        boreas.crypto.CryptoProviders.choose(),
                        ORDINARY);
        var result = new Survey(real).run((_, _, _) -> {});
        assertThat(result.reached()).isEqualTo(12);
        assertThat(result.arrived()).isEqualTo(run(Graph.line(3), 1, 12, ORDINARY).arrived());
    }

    private static SurveyResult run(Graph topology, long seed, int pairs, Weather weather) {
        return new Survey(plan(topology, seed, pairs, weather)).run((_, _, _) -> {});
    }

    private static SurveyPlan plan(Graph topology, long seed, int pairs, Weather weather) {
        return new SurveyPlan(topology, seed, MINUTE_NS, pairs, new FastCrypto(), weather);
    }

    private static String told(SurveyResult result, Graph topology) {
        var plan = plan(topology, 7, 50, ORDINARY);
        var cost = new SurveyCost(1, 1, 1);
        return SurveyTable.of(plan, result, cost)
                + SurveyJson.of(plan, result, cost)
                + SurveyPlot.of(plan, result)
                + Explanation.of(result, 50);
    }
}
