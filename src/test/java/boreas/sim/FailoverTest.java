package boreas.sim;

import static boreas.sim.Mesh.MS;
import static boreas.sim.Mesh.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.crypto.Crypto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A dead link costs less than a second, with its bounds, over many seeds.
class FailoverTest {
    private static final long TRIANGLE_NS = SECOND;
    private static final long SQUARE_NS = 1_500 * MS;
    private static final long ECHO_NS = 50 * MS;
    private static final Crypto FAST = new FastCrypto();

    /// How long the silence lasted in each run.
    private static final class Gaps {
        private final String name;
        private final List<Long> all = new ArrayList<>();

        Gaps(String name) {
            this.name = name;
        }

        void add(long gapNs) {
            all.add(gapNs / MS);
        }

        void print() {
            var sorted = all.stream().mapToLong(Long::longValue).sorted().toArray();
            if (sorted.length == 0) return;
            System.out.printf(
                    "%s: %d runs, gap in ms: min %d, median %d, p99 %d, max %d%n",
                    name,
                    sorted.length,
                    sorted[0],
                    sorted[sorted.length / 2],
                    sorted[(int) (sorted.length * 0.99)],
                    Arrays.stream(sorted).max().orElseThrow());
        }
    }

    private interface Fault {
        void happen(Mesh mesh);
    }

    /// The longest silence between two answers, around a fault.
    private static long echoGapNs(Mesh mesh, SimHost from, SimHost to, Fault fault) {
        var world = mesh.world;
        var echo = new Ip6Echo(world, from, to);
        echo.sendEvery(ECHO_NS, 12 * SECOND);
        world.run(5 * SECOND + world.random().between(0, SECOND));
        long cutNs = world.nowNs();
        fault.happen(mesh);
        world.run(4 * SECOND);
        return Mesh.gapNs(
                echo.answers.stream().map(Ip6Echo.Answer::nowNs).toList(),
                cutNs - 200 * MS,
                world.nowNs());
    }

    private static long streamGapNs(Mesh mesh, SimHost from, SimHost to, Fault fault) {
        var world = mesh.world;
        var stream = new Stream(world, from, to);
        stream.sendEvery(20 * MS, 12 * SECOND);
        world.run(5 * SECOND + world.random().between(0, SECOND));
        long cutNs = world.nowNs();
        fault.happen(mesh);
        world.run(4 * SECOND);
        return Mesh.gapNs(stream.arrivalsNs, cutNs - 200 * MS, world.nowNs());
    }

    private interface Run {
        long gapNs(SimWorld world);
    }

    private static void within(long boundNs, String name, Run run) {
        var gaps = new Gaps(name);
        Seeds.forEach(
                name,
                FAST,
                world -> {
                    world.setWeather(Mesh.ordinary(world.random()));
                    long gapNs = run.gapNs(world);
                    gaps.add(gapNs);
                    assertThat(gapNs).isLessThanOrEqualTo(boundNs);
                });
        gaps.print();
    }

    @Test
    void inATriangleTheCutOfTheDirectLinkCostsLessThanASecond() {
        within(
                TRIANGLE_NS,
                "triangle",
                world -> {
                    var mesh = Mesh.triangle(world);
                    return echoGapNs(mesh, mesh.home, mesh.far, m -> m.world.cut(m.home, m.far));
                });
    }

    @Test
    void inASquareTheCutOfTheFarLinkCostsLessThanASecondAndAHalf() {
        within(
                SQUARE_NS,
                "square-far-link",
                world -> {
                    var mesh = Mesh.square(world);
                    return echoGapNs(
                            mesh, mesh.home, mesh.far, m -> m.world.cut(m.relayInUse(), m.far));
                });
    }

    @Test
    void inASquareTheDeathOfTheRelayCostsLessThanASecondAndAHalf() {
        within(
                SQUARE_NS,
                "square-relay",
                world -> {
                    var mesh = Mesh.square(world);
                    return echoGapNs(mesh, mesh.home, mesh.far, m -> m.relayInUse().kill());
                });
    }

    @Test
    void aStreamInOneDirectionIsOverACutWithinASecond() {
        within(
                TRIANGLE_NS,
                "triangle-one-way",
                world -> {
                    var mesh = Mesh.triangle(world);
                    return streamGapNs(mesh, mesh.home, mesh.far, m -> m.world.cut(m.home, m.far));
                });
    }

    @Test
    void aLinkThatCarriesOnlyTheOtherDirectionIsLeftByBoth() {
        within(
                SQUARE_NS,
                "triangle-half-cut",
                world -> {
                    var mesh = Mesh.triangle(world);
                    boolean isOut = world.random().happens(500_000);
                    return echoGapNs(
                            mesh,
                            mesh.home,
                            mesh.far,
                            m -> {
                                if (isOut) m.world.cutOneWay(m.home, m.far);
                                else m.world.cutOneWay(m.far, m.home);
                            });
                });
    }

    @Test
    void theHealedDirectLinkIsUsedAgainAndTheRelayCarriesNextToNothing() {
        var back = new Gaps("triangle-healed");
        Seeds.forEach(
                "triangle-healed",
                FAST,
                world -> {
                    world.setWeather(Mesh.ordinary(world.random()));
                    var mesh = Mesh.triangle(world);
                    var echo = new Ip6Echo(world, mesh.home, mesh.far);
                    echo.sendEvery(ECHO_NS, 60 * SECOND);
                    world.run(5 * SECOND);
                    world.cut(mesh.home, mesh.far);
                    world.run(world.random().between(2 * SECOND, 15 * SECOND));
                    assertThat(mesh.isDirect(mesh.home, mesh.far)).isFalse();
                    world.heal(mesh.home, mesh.far);
                    assertThat(
                                    world.runUntil(
                                            () -> mesh.isLinkWell(mesh.home, mesh.far),
                                            12 * SECOND))
                            .isTrue();
                    long wellNs = world.nowNs();
                    boolean isBack =
                            world.runUntil(
                                    () ->
                                            mesh.isDirect(mesh.home, mesh.far)
                                                    && mesh.isDirect(mesh.far, mesh.home),
                                    3 * SECOND);
                    assertThat(isBack).isTrue();
                    back.add(world.nowNs() - wellNs);
                    world.run(SECOND);
                    long before = mesh.left.datagramsOut();
                    world.run(10 * SECOND);
                    assertThat(mesh.left.datagramsOut() - before)
                            .as("datagrams of the relay in 10 s beside 400 of the echo")
                            .isLessThan(120);
                    assertThat(mesh.isDirect(mesh.home, mesh.far)).isTrue();
                });
        back.print();
    }
}
