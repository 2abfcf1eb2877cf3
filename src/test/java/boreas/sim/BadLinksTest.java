package boreas.sim;

import static boreas.sim.Mesh.MS;
import static boreas.sim.Mesh.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.crypto.Crypto;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A tenth of all datagrams lost on every link, each way, and up to 50 ms of jitter, which
/// reorders.
class BadLinksTest {
    private static final int SLICE = 4;
    private static final Crypto FAST = new FastCrypto();

    @Test
    void onBadLinksNoPathFlapsAndNoSessionEnds() {
        int moves = 0;
        // Ten virtual minutes a seed: a slice of the seeds.
        for (long seed = 0; seed < SLICE; seed++) {
            var world = new SimWorld(seed, FAST);
            moves +=
                    movesOnBadLinks(
                            world, seed % 2 == 0 ? Mesh.triangle(world) : Mesh.square(world));
        }
        System.out.printf("bad links: %d runs of 10 minutes, %d moves%n", SLICE, moves);
    }

    /// An echo all the time. The links are good at first, so that paths are known.
    private static int movesOnBadLinks(SimWorld world, Mesh mesh) {
        var echo = new Ip6Echo(world, mesh.home, mesh.far);
        echo.sendEvery(200 * MS, 620 * SECOND);
        world.run(10 * SECOND);
        world.setWeather(new Weather(5 * MS, 50 * MS, 100_000, 10_000));
        int moves = movesIn(world, mesh.home, mesh.far);
        assertThat(echo.answers.size()).isGreaterThan(echo.sent() / 3);
        return moves;
    }

    private static int movesIn(SimWorld world, SimHost home, SimHost far) {
        var watches = List.of(new PathWatch(home, far), new PathWatch(far, home));
        for (long t = 0; t < 600 * SECOND; t += 100 * MS) {
            world.run(100 * MS);
            for (var watch : watches) watch.look(world.nowNs());
        }
        int moves = 0;
        for (var watch : watches) {
            assertThat(watch.flapsInAMinute()).as("%s", watch).isLessThanOrEqualTo(1);
            moves += watch.moves();
        }
        return moves;
    }
}
