package boreas.node;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.LinkAddress;
import boreas.crypto.CryptoProviders;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import boreas.sim.Tap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an operator reads while a node has nobody to talk to.
class AloneTest {
    private static final long SECOND = SimWorld.SECOND_NS;

    private final SimWorld world = new SimWorld(1, CryptoProviders.choose());
    private final SimHost home = world.addHost("home");
    private final SimHost vps3 = world.addHost("vps3");
    private final List<String> complaints = new ArrayList<>();

    AloneTest() {
        world.attach(
                new Tap() {
                    @Override
                    public void onDatagram(
                            long nowNs,
                            LinkAddress from,
                            LinkAddress to,
                            byte[] bytes,
                            Fate fate) {}

                    @Override
                    public void onNote(long nowNs, String who, String text) {
                        if (text.contains(Diagnosis.NO_NODES) && who.equals("home"))
                            complaints.add(text);
                    }
                });
    }

    @Test
    void aNodeThatIsTalkedToDoesNotComplain() {
        vps3.letIn(home);
        vps3.start();
        home.start();
        world.run(120 * SECOND);
        assertThat(complaints).isEmpty();
    }

    @Test
    void nothingReceivedAtAllPointsToFirewallOrAddress() {
        vps3.letIn(home);
        home.start();
        world.run(40 * SECOND);
        assertThat(complaints)
                .hasSize(2)
                .allMatch(c -> c.contains("Nothing was received at all"))
                .allMatch(c -> c.contains("firewall"))
                .allMatch(c -> c.contains("10.0.0.2:20000"));
    }

    @Test
    void itSaysSoEveryThirtySecondsAndNotMore() {
        vps3.letIn(home);
        home.start();
        world.run(600 * SECOND);
        assertThat(complaints).hasSize(20);
    }

    @Test
    void aHelloThatMeetsSilenceWhileOthersAreHeardPointsToPasswordOrKey() {
        var other = world.addHost("other");
        vps3.letIn(home);
        home.letIn(other);
        vps3.start();
        vps3.command(new NodeCommand.RemovePassword("Anon #0"));
        other.start();
        home.start();
        world.run(4 * SECOND);
        other.kill();
        world.run(60 * SECOND);
        assertThat(complaints)
                .last()
                .asString()
                .contains("nothing comes back from 10.0.0.2:20000 to")
                .contains("it does not know our password (or we not its publicKey)")
                .contains("`boreas peers` on that machine names those whom it refuses");
    }

    @Test
    void nobodyCalledAndNobodyLetInIsSaidPlainly() {
        home.start();
        world.run(6 * SECOND);
        assertThat(complaints)
                .singleElement()
                .asString()
                .contains("connectTo is empty")
                .contains("authorizedPasswords is empty");
    }

    @Test
    void aCalleeThatRefusesAPasswordSaysThatSomebodyTried() {
        home.letIn(vps3);
        home.start();
        home.command(new NodeCommand.RemovePassword("Anon #0"));
        vps3.start();
        world.run(40 * SECOND);
        assertThat(complaints)
                .last()
                .asString()
                .contains("hellos came with a password that is not in authorizedPasswords");
    }
}
