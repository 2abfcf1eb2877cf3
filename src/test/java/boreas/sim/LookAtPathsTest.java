package boreas.sim;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.crypto.CryptoProviders;
import boreas.label.Label;
import boreas.node.NodeCommand;
import boreas.path.trace.PathTrace;
import boreas.path.trace.RouterPing;
import boreas.path.trace.RouterPing.Ending;
import boreas.path.trace.RouterPing.Target;
import boreas.path.trace.Trace;
import boreas.wire.RoutingMessage.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Looks at paths through whole nodes: home - vps - far - end, in a line.
final class LookAtPathsTest {
    private static final long MS = 1_000_000;

    private final SimWorld world = new SimWorld(17, CryptoProviders.choose());
    private final SimHost home = world.addHost("home");
    private final SimHost vps = world.addHost("vps");
    private final SimHost far = world.addHost("far");
    private final SimHost end = world.addHost("end");
    private final long label;

    LookAtPathsTest() {
        world.setWeather(new Weather(5 * MS, MS, 0, 0));
        vps.letIn(home);
        far.letIn(vps);
        end.letIn(far);
        for (var host : List.of(home, vps, far, end)) host.start();
        world.run(3_000 * MS);
        label = ping(new Target.Address(end.ip6())).node() instanceof Node n ? n.path() : 0;
        assertThat(label).isNotZero();
    }

    private RouterPing.Outcome ping(Target to) {
        var outcomes = new ArrayList<RouterPing.Outcome>();
        home.command(
                new NodeCommand.AskRouter(
                        RouterPing.Request.ping(to, 0, 3_000 * MS), (o, _) -> outcomes.add(o)));
        world.runUntil(() -> !outcomes.isEmpty(), 30_000 * MS);
        assertThat(outcomes).hasSize(1);
        return outcomes.getFirst();
    }

    private Trace look() {
        var traces = new ArrayList<Trace>();
        var request = new PathTrace.Request(label, end.identity().publicKey(), 10, true);
        assertThat(home.command(new NodeCommand.TracePath(request, (t, _) -> traces.add(t))))
                .isTrue();
        world.runUntil(() -> !traces.isEmpty(), 60_000 * MS);
        assertThat(traces).hasSize(1);
        return traces.getFirst();
    }

    @Test
    void eachNodeOfALineIsNamedAndMeasured() {
        var trace = look();
        assertThat(trace.ending()).isEqualTo(Trace.Ending.WHOLE);
        assertThat(trace.hops().stream().map(h -> Objects.requireNonNull(h.key()).ip6()))
                .containsExactly(home.ip6(), vps.ip6(), far.ip6(), end.ip6());
        for (int i = 1; i < 4; i++) {
            var hop = trace.hops().get(i);
            assertThat(hop.pings().answered()).isEqualTo(10);
            assertThat(hop.pings().meanNs()).isBetween(10 * MS * i, 12 * MS * i);
            assertThat(hop.frameBytes()).isEqualTo(1500);
        }
        assertThat(trace.session().answered()).isEqualTo(10);
    }

    @Test
    void aNodeThatIsOffIsWhereThePathBreaks() {
        far.kill();
        var trace = look();
        assertThat(trace.ending()).isEqualTo(Trace.Ending.SILENCE);
        assertThat(trace.brokenAt()).isEqualTo(1);
    }

    @Test
    void aLinkThatIsGoneIsSaidByItsSwitch() {
        var key = end.identity().publicKey();
        far.command(new NodeCommand.Disconnect(key));
        end.kill();
        var trace = look();
        assertThat(trace.ending()).isEqualTo(Trace.Ending.NO_LINK);
        assertThat(trace.brokenAt()).isEqualTo(2);
    }

    @Test
    void lossIsToldFromItsLinkOn() {
        world.setWeather(vps, far, new Weather(5 * MS, MS, 300_000, 0));
        var trace = look();
        assertThat(trace.ending()).isEqualTo(Trace.Ending.WHOLE);
        assertThat(trace.hops().get(1).pings().lossPpm()).isZero();
        assertThat(trace.hops().get(2).pings().lossPpm()).isPositive();
    }

    @Test
    void oneLookAtATimeIsEnough() {
        var request = new PathTrace.Request(label, null, 10, false);
        assertThat(home.command(new NodeCommand.TracePath(request, (_, _) -> {}))).isTrue();
        assertThat(home.command(new NodeCommand.TracePath(request, (_, _) -> {}))).isFalse();
        world.run(10_000 * MS);
        assertThat(home.command(new NodeCommand.TracePath(request, (_, _) -> {}))).isTrue();
    }

    @Test
    void routersAreAskedByAddressByPathAndByBoth() {
        assertThat(ping(new Target.Address(end.ip6())).ending()).isEqualTo(Ending.ANSWERED);
        assertThat(ping(new Target.Path(label)).ending()).isEqualTo(Ending.ANSWERED);
        var exact = new Node(end.identity().publicKey(), label, 22);
        assertThat(ping(new Target.Exact(exact)).roundTripNs()).isBetween(30 * MS, 40 * MS);
        assertThat(ping(new Target.Path(Label.splice(0x1f, label))).ending())
                .isEqualTo(Ending.NOBODY_THERE);
    }

    @Test
    void aFilledPingIsAnsweredToo() {
        var outcomes = new ArrayList<RouterPing.Outcome>();
        home.command(
                new NodeCommand.AskRouter(
                        RouterPing.Request.ping(new Target.Address(end.ip6()), 1_264, 3_000 * MS),
                        (o, _) -> outcomes.add(o)));
        world.runUntil(() -> !outcomes.isEmpty(), 10_000 * MS);
        assertThat(outcomes.getFirst().ending()).isEqualTo(Ending.ANSWERED);
    }
}
