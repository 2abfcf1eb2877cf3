package boreas.sim;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.link.PeerState;
import org.junit.jupiter.api.Test;

/// The promise that nothing needs a manual restart, with its bounds, over many seeds.
class RecoveryTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    /// Between two rented servers on a day like others.
    private static Weather ordinary(SeededRandom random) {
        return new Weather(
                random.between(100_000, 50 * MS),
                random.between(0, 10 * MS),
                (int) random.between(0, 10_000),
                (int) random.between(0, 5_000));
    }

    @Test
    void aCalleeThatWasKilledAndRestartedAnswersWithinTwoSeconds() {
        Seeds.forEach(
                "callee-restarts",
                world -> {
                    long backNs = answerAfterCalleeRestart(world, true);
                    assertThat(backNs).isLessThanOrEqualTo(2 * SECOND);
                });
    }

    @Test
    void aCalleeThatRemembersNobodyAnswersWithinThreeSeconds() {
        Seeds.forEach(
                "forgetful-callee-restarts",
                world -> {
                    long backNs = answerAfterCalleeRestart(world, false);
                    assertThat(backNs).isLessThanOrEqualTo(3 * SECOND);
                });
    }

    private static long answerAfterCalleeRestart(SimWorld world, boolean remembers) {
        world.setWeather(ordinary(world.random()));
        var home = world.addHost("home");
        var vps3 = world.addHost("vps3");
        vps3.letIn(home);
        vps3.setRemembersPeers(remembers);
        vps3.start();
        home.start();
        var echo = new Ip6Echo(world, home, vps3);
        echo.sendEvery(50 * MS, 20 * SECOND);
        world.run(5 * SECOND + world.random().between(0, SECOND));
        assertThat(echo.answers).isNotEmpty();
        vps3.kill();
        world.run(2 * SECOND);
        long startNs = world.nowNs();
        vps3.start();
        world.run(10 * SECOND);
        return echo.firstAnswerNs(startNs) - startNs;
    }

    @Test
    void aRestartedCallerIsAnsweredWithinTwoSeconds() {
        Seeds.forEach(
                "caller-restarts",
                world -> {
                    world.setWeather(ordinary(world.random()));
                    var home = world.addHost("home");
                    var vps3 = world.addHost("vps3");
                    vps3.letIn(home);
                    vps3.start();
                    home.start();
                    var echo = new Ip6Echo(world, home, vps3);
                    echo.sendEvery(50 * MS, 20 * SECOND);
                    world.run(5 * SECOND);
                    home.kill();
                    world.run(2 * SECOND);
                    long startNs = world.nowNs();
                    home.start();
                    world.run(10 * SECOND);
                    assertThat(echo.firstAnswerNs(startNs) - startNs)
                            .isLessThanOrEqualTo(2 * SECOND);
                });
    }

    @Test
    void aLinkThatWasCutForAWhileCarriesAgainWithinTenSecondsOfItsHealing() {
        Seeds.forEach(
                "cut-and-healed",
                world -> {
                    world.setWeather(ordinary(world.random()));
                    var home = world.addHost("home");
                    var vps3 = world.addHost("vps3");
                    vps3.letIn(home);
                    vps3.start();
                    home.start();
                    var echo = new Ip6Echo(world, home, vps3);
                    echo.sendEvery(100 * MS, 200 * SECOND);
                    world.run(5 * SECOND);
                    world.cut(home, vps3);
                    world.run(world.random().between(SECOND, 120 * SECOND));
                    world.heal(home, vps3);
                    long healedNs = world.nowNs();
                    world.run(15 * SECOND);
                    assertThat(echo.firstAnswerNs(healedNs) - healedNs)
                            .isLessThanOrEqualTo(10 * SECOND);
                });
    }

    @Test
    void atATenthLostEachWayNoSessionIsTornDownInTenMinutes() {
        // Ten virtual minutes a seed: a slice of the seeds.
        for (long seed = 0; seed < 10; seed++) {
            Seeds.one(
                    "tenth-lost",
                    seed,
                    world -> {
                        var home = world.addHost("home");
                        var vps3 = world.addHost("vps3");
                        vps3.letIn(home);
                        vps3.start();
                        home.start();
                        var echo = new Ip6Echo(world, home, vps3);
                        echo.sendEvery(200 * MS, 605 * SECOND);
                        world.run(5 * SECOND);
                        world.setWeather(new Weather(10 * MS, 5 * MS, 100_000, 0));
                        for (int second = 0; second < 600; second++) {
                            world.run(SECOND);
                            for (var host : world.hosts()) {
                                var now = host.snapshot();
                                assertThat(now.peers().getFirst().state())
                                        .isEqualTo(PeerState.ESTABLISHED);
                                assertThat(now.sessions().getFirst().state().number())
                                        .isGreaterThanOrEqualTo(4);
                            }
                        }
                        // Two datagrams an answer, each lost with a chance of one in ten.
                        assertThat(echo.answers.size()).isGreaterThan(echo.sent() * 3 / 4);
                    });
        }
    }

    @Test
    void whateverHappenedTwoNodesTalkAgainWithinTwentySecondsOfCalm() {
        Seeds.forEach(
                "anything",
                world -> {
                    var random = world.random();
                    var home = world.addHost("home");
                    var vps3 = world.addHost("vps3");
                    vps3.letIn(home);
                    if (random.happens(300_000)) home.letIn(vps3);
                    vps3.setRemembersPeers(random.happens(500_000));
                    var replayer = new Replayer(world);
                    world.attach(replayer);
                    vps3.start();
                    home.start();
                    var echo = new Ip6Echo(world, home, vps3);
                    for (int i = 0; i < 12; i++) {
                        world.setWeather(Weather.random(random));
                        echo.sendEvery(100 * MS, 3 * SECOND);
                        switch (random.nextInt(6)) {
                            case 0 -> {
                                if (home.isRunning()) home.restart();
                            }
                            case 1 -> vps3.restart();
                            case 2 -> world.cut(home, vps3);
                            case 3 -> replayer.replay(50, random);
                            default -> world.heal(home, vps3);
                        }
                        world.run(random.between(10 * MS, 5 * SECOND));
                    }
                    world.heal(home, vps3);
                    world.setWeather(Weather.CALM);
                    world.run(20 * SECOND);
                    long calmNs = world.nowNs();
                    echo.sendEvery(100 * MS, SECOND);
                    world.run(2 * SECOND);
                    assertThat(echo.firstAnswerNs(calmNs)).isLessThan(calmNs + SECOND);
                });
    }
}
