package boreas.sim;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.link.BeaconState;
import boreas.link.PeerState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Nodes on one segment that find each other with nothing but beacons.
class SegmentTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    /// A busy segment: more loss than a cable has.
    private static Weather ordinary(SeededRandom random) {
        return new Weather(
                random.between(50_000, 5 * MS),
                random.between(0, 5 * MS),
                (int) random.between(0, 20_000),
                (int) random.between(0, 5_000));
    }

    private static List<SimHost> segment(SimWorld world, int hosts, BeaconState state) {
        var on = new ArrayList<SimHost>();
        var segment = world.addSegment();
        for (int i = 0; i < hosts; i++) {
            var host = world.addHost("host" + i);
            host.setBeacon(state);
            segment.join(host);
            on.add(host);
        }
        return on;
    }

    @Test
    void twoNodesThatShoutTalkWithinTwoSecondsOfTheSecondOnesStart() {
        Seeds.forEach(
                "beacon-pair",
                world -> {
                    var hosts = segment(world, 2, BeaconState.SEND);
                    hosts.get(0).start();
                    world.run(world.random().between(0, 40 * SECOND));
                    hosts.get(1).start();
                    assertAnswersWithin(world, hosts.get(0), hosts.get(1), 2 * SECOND);
                });
    }

    @Test
    void inOrdinaryWeatherTheyTalkToo() {
        Seeds.forEach(
                "beacon-pair-weather",
                world -> {
                    world.setWeather(ordinary(world.random()));
                    var hosts = segment(world, 2, BeaconState.SEND);
                    hosts.get(0).start();
                    world.run(world.random().between(0, 5 * SECOND));
                    hosts.get(1).start();
                    assertAnswersWithin(world, hosts.get(1), hosts.get(0), 4 * SECOND);
                });
    }

    @Test
    void fiveNodesThatStartAtOnceAreAllNeighbours() {
        Seeds.forEach(
                "beacon-five",
                world -> {
                    world.setWeather(ordinary(world.random()));
                    var hosts = segment(world, 5, BeaconState.SEND);
                    for (var host : hosts) {
                        host.start();
                        world.run(world.random().between(0, 20 * MS));
                    }
                    world.run(8 * SECOND);
                    for (var host : hosts) {
                        assertThat(established(host)).as(host.name()).isEqualTo(4);
                        assertThat(host.snapshot().peers()).as(host.name()).hasSize(4);
                    }
                    for (var a : hosts)
                        for (var b : hosts)
                            if (a != b) assertAnswersWithin(world, a, b, 2 * SECOND);
                });
    }

    @Test
    void whoOnlyListensHearsWhoShouts() {
        Seeds.forEach(
                "beacon-1-2",
                world -> {
                    world.setWeather(ordinary(world.random()));
                    var hosts = segment(world, 2, BeaconState.SEND);
                    hosts.get(0).setBeacon(BeaconState.ACCEPT);
                    boolean listenerFirst = world.random().happens(500_000);
                    hosts.get(listenerFirst ? 0 : 1).start();
                    world.run(world.random().between(0, 2 * SECOND));
                    hosts.get(listenerFirst ? 1 : 0).start();
                    // One that comes later than the first beacons waits for the next.
                    long boundNs = listenerFirst ? 4 * SECOND : 36 * SECOND;
                    assertAnswersWithin(world, hosts.get(0), hosts.get(1), boundNs);
                });
    }

    @Test
    void twoWhoOnlyListenNeverLink() {
        for (int seed = 0; seed < 3; seed++)
            Seeds.one(
                    "beacon-1-1",
                    seed,
                    world -> {
                        var hosts = segment(world, 2, BeaconState.ACCEPT);
                        for (var host : hosts) host.start();
                        world.run(200 * SECOND);
                        for (var host : hosts) assertThat(host.snapshot().peers()).isEmpty();
                    });
    }

    @Test
    void aNodeThatIgnoresBeaconsCallsNobody() {
        for (int seed = 0; seed < 3; seed++)
            Seeds.one(
                    "beacon-0-2",
                    seed,
                    world -> {
                        var hosts = segment(world, 2, BeaconState.SEND);
                        hosts.get(0).setBeacon(BeaconState.OFF);
                        for (var host : hosts) host.start();
                        world.run(200 * SECOND);
                        for (var host : hosts) assertThat(host.snapshot().peers()).isEmpty();
                    });
    }

    @Test
    void aRestartedNeighbourAnswersWithinTwoSeconds() {
        for (boolean remembers : new boolean[] {true, false})
            Seeds.forEach(
                    "beacon-restart-" + remembers,
                    world -> {
                        world.setWeather(ordinary(world.random()));
                        var hosts = segment(world, 2, BeaconState.SEND);
                        assertRecovers(world, hosts, remembers, 2 * SECOND);
                    });
    }

    @Test
    void aRestartedNeighbourThatOnlyListensAnswersWithinThreeSeconds() {
        for (boolean remembers : new boolean[] {true, false})
            Seeds.forEach(
                    "beacon-restart-listener-" + remembers,
                    world -> {
                        world.setWeather(ordinary(world.random()));
                        var hosts = segment(world, 2, BeaconState.SEND);
                        hosts.get(1).setBeacon(BeaconState.ACCEPT);
                        assertRecovers(world, hosts, remembers, 3 * SECOND);
                    });
    }

    @Test
    void aRestartedShouterAnswersAListenerWithinTwoSeconds() {
        for (boolean remembers : new boolean[] {true, false})
            Seeds.forEach(
                    "beacon-restart-shouter-" + remembers,
                    world -> {
                        world.setWeather(ordinary(world.random()));
                        var hosts = segment(world, 2, BeaconState.SEND);
                        hosts.get(0).setBeacon(BeaconState.ACCEPT);
                        assertRecovers(world, hosts, remembers, 2 * SECOND);
                    });
    }

    @Test
    void whateverHappenedNeighboursTalkAgainAfterTheNextBeacons() {
        Seeds.forEach(
                "beacon-anything",
                world -> {
                    var random = world.random();
                    var hosts = segment(world, 3, BeaconState.SEND);
                    if (random.happens(300_000)) hosts.get(0).setBeacon(BeaconState.ACCEPT);
                    for (var host : hosts) {
                        host.setRemembersPeers(random.happens(500_000));
                        host.start();
                    }
                    if (random.happens(300_000)) hosts.get(1).letIn(hosts.get(2));
                    var replayer = new Replayer(world);
                    world.attach(replayer);
                    for (int i = 0; i < 12; i++) {
                        world.setWeather(Weather.random(random));
                        var a = hosts.get(random.nextInt(3));
                        var b = hosts.get((hosts.indexOf(a) + 1) % 3);
                        switch (random.nextInt(6)) {
                            case 0 -> a.restart();
                            case 1 -> world.cut(a, b);
                            case 2 -> replayer.replay(50, random);
                            case 3 -> lie(world, a, b);
                            default -> world.heal(a, b);
                        }
                        world.run(random.between(10 * MS, 10 * SECOND));
                    }
                    for (var a : hosts) for (var b : hosts) if (a != b) world.heal(a, b);
                    world.setWeather(Weather.CALM);
                    world.run(70 * SECOND);
                    for (var host : hosts) {
                        assertThat(established(host)).as(host.name()).isEqualTo(2);
                        assertThat(host.snapshot().peers()).as(host.name()).hasSize(2);
                    }
                });
    }

    /// A beacon that one host never sent, with a password that it never had.
    private static void lie(SimWorld world, SimHost about, SimHost to) {
        byte[] beacon = new byte[64];
        world.random().nextBytes(beacon);
        byte[] header = {-1, -1, -1, -4, 0, 0, (byte) (20_000 >> 8), (byte) 20_000, 0, 0, 0, 21};
        System.arraycopy(header, 0, beacon, 0, header.length);
        about.identity().publicKey().copyTo(beacon, 32);
        world.injectBroadcast(about.address(), to.address(), beacon, 0);
    }

    @Test
    void liesAboutANeighbourThatIsWellAreNotNoticed() {
        Seeds.forEach(
                "beacon-lies",
                world -> {
                    world.setWeather(ordinary(world.random()));
                    var hosts = segment(world, 2, BeaconState.SEND);
                    for (var host : hosts) host.start();
                    world.run(5 * SECOND);
                    var echo = new Ip6Echo(world, hosts.get(0), hosts.get(1));
                    echo.sendEvery(20 * MS, 21 * SECOND);
                    for (int i = 0; i < 200; i++) {
                        lie(world, hosts.get(1), hosts.get(0));
                        lie(world, hosts.get(0), hosts.get(1));
                        world.run(100 * MS);
                    }
                    world.run(2 * SECOND);
                    // Of each packet and its answer, a few per cent are lost on the way.
                    assertThat(echo.answers.size()).isGreaterThan(echo.sent() * 9 / 10);
                    for (var host : hosts) assertThat(established(host)).isEqualTo(1);
                });
    }

    /// The second of two hosts is restarted.
    private static void assertRecovers(
            SimWorld world, List<SimHost> hosts, boolean remembers, long boundNs) {
        var stays = hosts.get(0);
        var restarts = hosts.get(1);
        restarts.setRemembersPeers(remembers);
        restarts.start();
        stays.start();
        var echo = new Ip6Echo(world, stays, restarts);
        world.run(40 * SECOND);
        echo.sendEvery(50 * MS, 30 * SECOND);
        world.run(2 * SECOND + world.random().between(0, SECOND));
        assertThat(echo.answers).isNotEmpty();
        restarts.kill();
        world.run(world.random().between(100 * MS, 10 * SECOND));
        long startNs = world.nowNs();
        restarts.start();
        world.run(10 * SECOND);
        assertThat(echo.firstAnswerNs(startNs) - startNs).isLessThanOrEqualTo(boundNs);
    }

    private static void assertAnswersWithin(SimWorld world, SimHost a, SimHost b, long boundNs) {
        long startNs = world.nowNs();
        var echo = new Ip6Echo(world, a, b);
        echo.sendEvery(50 * MS, boundNs + SECOND);
        world.run(boundNs + 2 * SECOND);
        assertThat(echo.firstAnswerNs(startNs) - startNs)
                .as(a.name() + " to " + b.name())
                .isLessThanOrEqualTo(boundNs);
    }

    private static long established(SimHost host) {
        return host.snapshot().peers().stream()
                .filter(p -> p.state() == PeerState.ESTABLISHED)
                .count();
    }
}
