package boreas.interop;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.lab.Network;
import boreas.lab.NodeAdmin;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProgram;
import boreas.lab.Output;
import boreas.lab.Topology;
import boreas.value.Value;
import boreas.vectors.StandardJson;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Programs that look on at a node's traffic and take part in it, unchanged from where they are
/// published: on host0 of a line of three, the last of which is genuine where there is one.
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LookingOnScenarioTest {
    private static final String PASSWORD = "sekrit";
    private static final Duration REACH_LIMIT = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(12);
    private static final String FAR = "CJDROUTE_V22";
    private @Nullable Network shared;

    @BeforeAll
    void start() {
        Programs.assumeNamespaces();
        var laid = Network.lay(Topology.line(3), Auth.LOGIN, LookingOnScenarioTest::program);
        shared = laid;
        laid.config("host0").edit("\"password\": \"NONE\"", "\"password\": \"" + PASSWORD + "\"");
        laid.startAll();
        var pairs =
                List.of(new Topology.Pair("host0", "host1"), new Topology.Pair("host0", "host2"));
        assertThat(laid.reach(pairs, 3, REACH_LIMIT)).allMatch(Network.Reach::isWhole);
    }

    private static NodeProgram program(String name) {
        boolean isGenuine = name.equals("host2") && Programs.isGenuineNamed(FAR);
        return isGenuine ? Programs.genuine(FAR) : Programs.boreas();
    }

    @AfterAll
    void takeDown() {
        if (shared != null) shared.close();
    }

    private Network network() {
        return Objects.requireNonNull(shared);
    }

    private int port() {
        return network().config("host0").adminPort();
    }

    private Output cjdnstool(Duration limit, String... words) {
        return AdminLibraries.cjdnstool(network().host("host0"), port(), PASSWORD, limit, words);
    }

    private String key(String host) {
        return network().config(host).publicKey();
    }

    @Test
    void cjdnsniffOfNpmSeesAndAsks() {
        AdminLibraries.assumeNode("cjdnsniff");
        var peer = new NodeAdmin(network().node("host0")).peers().getFirst().str("addr");
        var name = Objects.requireNonNull(peer).text();
        var output =
                AdminLibraries.node(
                        network().host("host0"), port(), PASSWORD, "sniff_client.js", name);
        assertThat(output.code()).as(output.out() + output.err()).isZero();
        var told = StandardJson.parseDict(output.out());
        assertThat(Objects.requireNonNull(told.items("handlers")).values())
                .containsExactlyInAnyOrder(Value.of(256), Value.of(65_536));
        for (var answer : List.of("ping", "peers", "own", "switchPing", "selfPing"))
            assertThat(told.dict(answer)).as(answer + " in " + output.out()).isNotNull();
        assertThat(Objects.requireNonNull(told.dict("peers")).number("nodes", 0)).isPositive();
        assertThat(Objects.requireNonNull(told.dict("own")).number("nodes", 0)).isPositive();
        assertThat(Objects.requireNonNull(told.items("afterwards")).values()).isEmpty();
    }

    @Test
    void cjdnstoolPings() {
        AdminLibraries.cjdnstool();
        var far = network().ip6("host2");
        var output = cjdnstool(SHORT, "ping", "-c", "2", far);
        assertThat(output.code()).as(output.out() + output.err()).isZero();
        assertThat(output.out()).contains("seq=0 time=").contains("seq=1 time=");
        var byLabel = cjdnstool(SHORT, "ping", "-s", "-c", "2", far);
        assertThat(byLabel.out()).contains("seq=0 time=").doesNotContain("TIMEOUT");
        var forKey = cjdnstool(SHORT, "ping", "-s", "-k", "-c", "1", far);
        assertThat(forKey.out()).contains(key("host2")).doesNotContain("TIMEOUT");
    }

    @Test
    void cjdnstoolTracesTheRoute() {
        AdminLibraries.cjdnstool();
        var output = cjdnstool(SHORT, "traceroute", network().ip6("host2"));
        assertThat(output.code()).as(output.out() + output.err()).isZero();
        assertThat(output.out()).doesNotContain("No next hop");
        for (var host : List.of("host0", "host1", "host2"))
            assertThat(output.out()).containsPattern(key(host) + " \\d+ms");
    }

    @Test
    void cjdnstoolAsksForPeers() {
        AdminLibraries.cjdnstool();
        var output = cjdnstool(SHORT, "query", "getpeers", network().ip6("host1"));
        assertThat(output.out()).as(output.err()).contains("Total 3 peers");
    }

    @Test
    void cjdnstoolMonitors() {
        AdminLibraries.cjdnstool();
        var ping = during("mon ctrl --raw", "SwitchPinger_ping", "--path=" + label("host1"));
        assertThat(ping).contains("> " + label("host1") + " PONG").contains("Raw: ");
        var router = network().ip6("host1");
        assertThat(during("mon pf", "RouterModule_pingNode", "--path=" + router))
                .contains("< v22 " + label("host1"))
                .contains("> v22 " + label("host1"));
    }

    /// What a monitor says while something is called again and again: a quiet node asks nobody. Not
    /// by another program of its kind, of which cjdnsniff lets only one hear anything, beside
    /// genuine nodes too.
    private String during(String monitor, String function, String argument) {
        var output = new CompletableFuture<Output>();
        Thread.ofVirtual().start(() -> output.complete(cjdnstool(SHORT, monitor.split(" "))));
        while (!output.isDone()) {
            var called = cjdnstool(SHORT, "cexec", function, argument);
            assertThat(called.code()).as(called.out() + called.err()).isZero();
        }
        return output.join().out();
    }

    /// Of a neighbour of host0.
    private String label(String host) {
        for (var peer : new NodeAdmin(network().node("host0")).peers()) {
            var address = Objects.requireNonNull(peer.str("addr")).text();
            if (address.endsWith(key(host))) return address.substring(4, 23);
        }
        throw new AssertionError("no peer " + host);
    }

    @Test
    void cjdnstoolShowsTheRest() {
        AdminLibraries.cjdnstool();
        assertThat(cjdnstool(SHORT, "peer", "show").out()).contains(key("host1"));
        assertThat(cjdnstool(SHORT, "session", "show").out()).contains(key("host2"));
        assertThat(cjdnstool(SHORT, "resolve", network().ip6("host2")).out())
                .contains("session v")
                .contains("pf      v");
        assertThat(cjdnstool(SHORT, "snode", "show").out()).contains("NONE");
        assertThat(cjdnstool(SHORT, "iface", "show").out()).contains("UDP/IPv4/");
        assertThat(cjdnstool(SHORT, "passwd", "show").code()).isZero();
        assertThat(cjdnstool(SHORT, "iptun", "show").code()).isZero();
        assertThat(cjdnstool(SHORT, "cexec", "Core_nodeInfo").out()).contains(key("host0"));
    }
}
