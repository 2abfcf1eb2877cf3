package boreas.sim;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.crypto.CryptoProviders;
import boreas.link.PeerState;
import org.junit.jupiter.api.Test;

class TwoSitesTest {
    private static final long MS = 1_000_000L;

    private final SimWorld world = new SimWorld(1, CryptoProviders.choose());
    private final SimHost home = world.addHost("home");
    private final SimHost vps3 = world.addHost("vps3");
    private final Ip6Echo echo = new Ip6Echo(world, home, vps3);

    TwoSitesTest() {
        vps3.letIn(home);
    }

    @Test
    void theFirstPacketBetweenFreshNodesArrives() {
        vps3.start();
        home.start();
        echo.send();
        world.run(50 * MS);
        assertThat(echo.answers).hasSize(1);
        assertThat(home.snapshot().peers().getFirst().state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void aCallerThatIsFirstFindsTheCalleeSoonAfterItComes() {
        home.start();
        echo.sendEvery(50 * MS, 2_000 * MS);
        world.run(500 * MS);
        vps3.start();
        world.run(1_500 * MS);
        assertThat(echo.firstAnswerNs(500 * MS)).isLessThan(1_100 * MS);
    }

    @Test
    void aRestartedCalleeIsBackAtOnceSinceItGreetsItsCallers() {
        vps3.start();
        home.start();
        echo.sendEvery(50 * MS, 5_000 * MS);
        world.run(1_000 * MS);
        vps3.kill();
        world.run(2_000 * MS);
        vps3.start();
        world.run(2_000 * MS);
        assertThat(echo.firstAnswerNs(3_000 * MS)).isLessThan(3_100 * MS);
    }

    @Test
    void aRestartedCallerIsBackAtOnce() {
        vps3.start();
        home.start();
        echo.sendEvery(50 * MS, 3_000 * MS);
        world.run(1_000 * MS);
        home.restart();
        world.run(2_000 * MS);
        assertThat(echo.firstAnswerNs(1_000 * MS)).isLessThan(1_200 * MS);
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(fingerprint(7)).isEqualTo(fingerprint(7));
        assertThat(fingerprint(7)).isNotEqualTo(fingerprint(8));
    }

    private static String fingerprint(long seed) {
        var world = new SimWorld(seed, CryptoProviders.choose());
        var diagram = new SequenceDiagram();
        world.attach(diagram);
        var home = world.addHost("home");
        var vps3 = world.addHost("vps3");
        vps3.letIn(home);
        world.setWeather(Weather.random(world.random()));
        var echo = new Ip6Echo(world, home, vps3);
        home.start();
        vps3.start();
        echo.sendEvery(100 * MS, 5_000 * MS);
        world.run(10_000 * MS);
        return diagram.text() + home.snapshot() + vps3.snapshot();
    }
}
