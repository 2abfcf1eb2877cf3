package boreas.sim;

import boreas.crypto.CryptoProviders;
import java.util.HashSet;

/// Scenarios that a sound node passes with every seed and that name a fault when it has one. They
/// are run in worlds with and without planted faults.
final class FaultScenarios {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    private FaultScenarios() {}

    /// Two nodes that call each other at the same moment agree within two seconds.
    static void crossedCalls(long seed) {
        var world = new SimWorld(seed, CryptoProviders.choose());
        world.setWeather(new Weather(20 * MS, 0, 0, 0));
        var home = world.addHost("home");
        var vps3 = world.addHost("vps3");
        vps3.letIn(home);
        home.letIn(vps3);
        home.start();
        vps3.start();
        var echo = new Ip6Echo(world, home, vps3);
        echo.sendEvery(100 * MS, 2 * SECOND);
        world.run(2 * SECOND);
        require(!echo.answers.isEmpty(), "no answer in two seconds");
    }

    /// What a wire-tapper sends again reaches no program twice.
    static void replayedData(long seed) {
        var world = new SimWorld(seed, CryptoProviders.choose());
        var replayer = new Replayer(world);
        world.attach(replayer);
        var home = world.addHost("home");
        var vps3 = world.addHost("vps3");
        vps3.letIn(home);
        vps3.start();
        home.start();
        var echo = new Ip6Echo(world, home, vps3);
        echo.sendEvery(50 * MS, 2 * SECOND);
        world.run(SECOND);
        replayer.replay(200, world.random());
        world.run(3 * SECOND);
        var numbers = new HashSet<Integer>();
        for (var a : echo.answers)
            require(numbers.add(a.number()), "answer " + a.number() + " came twice");
        require(echo.answers.size() > 30, "only " + echo.answers.size() + " answers");
    }

    /// A callee that forgot everything is found again within four seconds.
    static void forgetfulCallee(long seed) {
        var world = new SimWorld(seed, CryptoProviders.choose());
        var home = world.addHost("home");
        var vps3 = world.addHost("vps3");
        vps3.letIn(home);
        vps3.setRemembersPeers(false);
        vps3.start();
        home.start();
        var echo = new Ip6Echo(world, home, vps3);
        echo.sendEvery(50 * MS, 10 * SECOND);
        world.run(SECOND);
        vps3.kill();
        world.run(2 * SECOND);
        vps3.start();
        long startNs = world.nowNs();
        world.run(4 * SECOND);
        require(echo.firstAnswerNs(startNs) < Long.MAX_VALUE, "not back in four seconds");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) throw new AssertionError(otherwise);
    }
}
