package boreas.sim;

import static boreas.sim.Mesh.MS;
import static boreas.sim.Mesh.SECOND;

import java.util.List;

/// What a sound node does with more than one path, for worlds with and without planted faults.
final class FailoverScenarios {
    private FailoverScenarios() {}

    private static SimWorld world(long seed) {
        var world = new SimWorld(seed, new FastCrypto());
        world.setWeather(new Weather(10 * MS, 2 * MS, 0, 0));
        return world;
    }

    /// The direct link of a triangle is cut: less than a second of silence.
    static void cutLink(long seed) {
        var mesh = Mesh.triangle(world(seed));
        var world = mesh.world;
        var echo = new Ip6Echo(world, mesh.home, mesh.far);
        echo.sendEvery(50 * MS, 12 * SECOND);
        world.run(6 * SECOND);
        long cutNs = world.nowNs();
        world.cut(mesh.home, mesh.far);
        world.run(3 * SECOND);
        var arrivals = echo.answers.stream().map(Ip6Echo.Answer::nowNs).toList();
        long gapNs = Mesh.gapNs(arrivals, cutNs - 200 * MS, world.nowNs());
        require(gapNs <= SECOND, "silence of " + gapNs / MS + " ms");
    }

    /// The direct link comes back, and traffic to it.
    static void healedLink(long seed) {
        var mesh = Mesh.triangle(world(seed));
        var world = mesh.world;
        new Ip6Echo(world, mesh.home, mesh.far).sendEvery(50 * MS, 40 * SECOND);
        world.run(5 * SECOND);
        world.cut(mesh.home, mesh.far);
        world.run(6 * SECOND);
        world.heal(mesh.home, mesh.far);
        boolean isBack = world.runUntil(() -> mesh.isDirect(mesh.home, mesh.far), 12 * SECOND);
        require(isBack, "traffic stays with the relay");
    }

    /// One direction of the direct link is cut, and streams flow both ways: what is heard by a path
    /// does not prove that it carries the other way.
    static void halfCutLink(long seed) {
        var mesh = Mesh.triangle(world(seed));
        var world = mesh.world;
        var out = new Stream(world, mesh.home, mesh.far);
        var back = new Stream(world, mesh.far, mesh.home);
        out.sendEvery(20 * MS, 20 * SECOND);
        back.sendEvery(20 * MS, 20 * SECOND);
        world.run(6 * SECOND);
        long cutNs = world.nowNs();
        world.cutOneWay(mesh.home, mesh.far);
        world.run(10 * SECOND);
        long gapNs = Mesh.gapNs(out.arrivalsNs, cutNs - 200 * MS, world.nowNs());
        require(gapNs <= 3 * SECOND, "one direction silent for " + gapNs / MS + " ms");
    }

    /// Three minutes on bad links: nobody leaves a path and comes back over and over.
    static void badLinks(long seed) {
        var mesh = Mesh.square(world(seed));
        var world = mesh.world;
        world.setWeather(new Weather(5 * MS, 50 * MS, 100_000, 10_000));
        new Ip6Echo(world, mesh.home, mesh.far).sendEvery(100 * MS, 200 * SECOND);
        world.run(15 * SECOND);
        var watches =
                List.of(new PathWatch(mesh.home, mesh.far), new PathWatch(mesh.far, mesh.home));
        for (int i = 0; i < 1_800; i++) {
            world.run(100 * MS);
            for (var watch : watches) watch.look(world.nowNs());
        }
        for (var watch : watches) {
            require(watch.flapsInAMinute() <= 1, "flaps: " + watch);
            require(watch.moves() <= 6, "restless: " + watch);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) throw new AssertionError(otherwise);
    }
}
