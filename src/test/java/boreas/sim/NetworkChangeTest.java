package boreas.sim;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.node.NodeCommand;
import org.junit.jupiter.api.Test;

/// What a node that is told of it makes of a change of its host's network, and of an hour of sleep,
/// under a running stream of echoes.
class NetworkChangeTest {
    private static final long MS = 1_000_000L, SECOND = 1_000 * MS;
    private static final int SEEDS = Integer.getInteger("boreas.seeds", 200) / 4;

    /// The driver gathers changes for that long before it tells.
    private static final long GATHERED_NS = 30 * MS;

    /// It looks at the clocks so often.
    private static final long LOOK_NS = SECOND;

    /// Two hosts, of which one calls the other, and what goes between them.
    private static final class Two {
        final SimWorld world;
        final SimHost home;
        final SimHost vps;
        final Ip6Echo echo;

        Two(SimWorld world) {
            this.world = world;
            world.setWeather(new Weather(world.random().between(MS, 40 * MS), 2 * MS, 0, 0));
            home = world.addHost("home");
            vps = world.addHost("vps");
            vps.letIn(home);
            vps.start();
            home.start();
            echo = new Ip6Echo(world, home, vps);
            echo.sendEvery(20 * MS, 30 * SECOND);
            world.run(5 * SECOND + world.random().between(0, SECOND));
        }

        void tell(SimHost host, boolean hasSlept) {
            host.command(new NodeCommand.NetworkChanged(hasSlept));
        }

        /// From a moment to the first answer to what was sent since.
        long gapNs(long sinceNs) {
            return echo.firstAnswerNs(sinceNs) - sinceNs;
        }
    }

    private interface Scenario {
        void run(Two two);
    }

    private static void forEachSeed(String name, Scenario scenario) {
        for (long seed = 0; seed < Math.max(1, SEEDS); seed++)
            Seeds.one(name, seed, world -> scenario.run(new Two(world)));
    }

    private static LinkAddress elsewhere(SimHost host) {
        return LinkAddress.udp(Ip6.mapped(0x0a01_0001), host.address().udpPort());
    }

    private static void moveAndBeBackWithinASecond(Two two, SimHost host) {
        host.moveTo(elsewhere(host));
        long movedNs = two.world.nowNs();
        two.world.run(GATHERED_NS);
        two.tell(host, false);
        two.world.run(5 * SECOND);
        assertThat(two.gapNs(movedNs)).isLessThan(SECOND);
    }

    @Test
    void aCallerWithAnotherAddressIsAnsweredWithinASecond() {
        forEachSeed("caller-moves", two -> moveAndBeBackWithinASecond(two, two.home));
    }

    @Test
    void aCalledHostWithAnotherAddressIsFoundWithinASecond() {
        forEachSeed("called-moves", two -> moveAndBeBackWithinASecond(two, two.vps));
    }

    @Test
    void aCalledHostThatGreetedFromElsewhereIsNoPeerWhenItIsCalledNoMore() {
        forEachSeed(
                "called-moves-and-is-left",
                two -> {
                    moveAndBeBackWithinASecond(two, two.vps);
                    assertThat(two.home.snapshot().peers()).hasSize(2);
                    var settings = two.home.command(new NodeCommand.AskPortSettings(0));
                    for (var called : settings.orElseThrow().peers())
                        two.home.command(new NodeCommand.StopCalling(called));
                    two.world.run(10 * SECOND);
                    assertThat(two.home.snapshot().peers()).isEmpty();
                });
    }

    @Test
    void aCableThatWasOutCarriesHalfASecondAfterItIsInAgain() {
        forEachSeed(
                "cable-out-and-in",
                two -> {
                    two.world.cut(two.home, two.vps);
                    two.tell(two.home, false);
                    two.world.run(two.world.random().between(SECOND, 15 * SECOND));
                    two.world.heal(two.home, two.vps);
                    long healedNs = two.world.nowNs();
                    two.world.run(GATHERED_NS);
                    two.tell(two.home, false);
                    two.world.run(3 * SECOND);
                    assertThat(two.gapNs(healedNs)).isLessThan(SECOND / 2);
                });
    }

    @Test
    void aHostThatSleptForAnHourIsAnsweredWithinTwoSecondsOfItsWaking() {
        forEachSeed(
                "slept-an-hour",
                two -> {
                    two.home.sleep();
                    two.world.run(3600 * SECOND);
                    two.home.wake();
                    long awakeNs = two.world.nowNs();
                    two.echo.sendEvery(20 * MS, 10 * SECOND);
                    two.world.run(two.world.random().between(0, LOOK_NS));
                    two.tell(two.home, true);
                    two.world.run(5 * SECOND);
                    assertThat(two.gapNs(awakeNs)).isLessThan(2 * SECOND);
                });
    }

    @Test
    void aChangeThatLeavesTheWayAsItIsCostsNoPacketAndNoHello() {
        forEachSeed(
                "route-changes",
                two -> {
                    int before = two.echo.sent();
                    for (int i = 0; i < 10; i++) {
                        two.tell(two.world.random().happens(500_000) ? two.home : two.vps, false);
                        two.world.run(two.world.random().between(MS, SECOND / 2));
                    }
                    int after = two.echo.sent();
                    two.world.run(SECOND);
                    var numbers = two.echo.answers.stream().map(Ip6Echo.Answer::number).toList();
                    for (int number = before; number < after; number++)
                        assertThat(numbers).contains(number);
                    for (var host : two.world.hosts())
                        assertThat(host.snapshot().peers()).allMatch(p -> p.hellosSent() == 0);
                });
    }
}
