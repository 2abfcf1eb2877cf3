package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.address.Identity;
import boreas.config.CjdrouteConf;
import boreas.crypto.CryptoProviders;
import boreas.daemon.site.SiteException;
import boreas.daemon.site.SiteOptions;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.HeardLog;
import boreas.env.Timers;
import boreas.env.World;
import boreas.interop.Programs;
import boreas.io.DataLoop;
import boreas.lab.Host;
import boreas.lab.Namespaces;
import boreas.node.Outside;
import boreas.site.SitePlan;
import boreas.site.Sites;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The site of a node in this process, on a host of the laboratory, told another plan that is given
/// up before it holds.
class RunningSiteScenarioTest {
    private static final SitePlan BEFORE = plan(Sites.STORY);
    private static final SitePlan AFTER = plan(Sites.STORY.replace("3306 }", "3307 }"));

    private volatile Runnable whenFirewallChanges = () -> {};

    // Said when the machine is changed and the node is not yet.
    private final EventLog log =
            new HeardLog(line -> {
                if (line.contains("is in force: ")) whenFirewallChanges.run();
            });

    private interface Scenario {
        void run(RunningSite site, CjdrouteConf conf) throws Exception;
    }

    private static SitePlan plan(String text) {
        return Sites.plan(Sites.good(text), "home");
    }

    @BeforeEach
    void needsNamespaces() {
        Programs.assumeNamespaces();
    }

    @Test
    void aChangeThatIsGivenUpBeforeItBeginsIsNotDoneButTheNextOneIs() {
        on(
                3307,
                (site, conf) -> {
                    var claim = new Claim();
                    assertThat(claim.take()).isTrue();
                    assertGivenUp(site, conf, claim);
                    assertThat(site.change(AFTER, conf, new Claim()).get().differences())
                            .isNotEmpty();
                    assertThat(site.plan()).isEqualTo(AFTER);
                });
    }

    @Test
    void aChangeThatIsGivenUpWhenTheFirewallIsChangedIsTakenBack() {
        on(
                3306,
                (site, conf) -> {
                    var claim = new Claim();
                    whenFirewallChanges = () -> claim.take();
                    assertGivenUp(site, conf, claim);
                    assertThat(site.view().tunnels()).hasSize(2);
                });
    }

    @Test
    void aChangeThatIsAboutToBeDoneIsNotGivenUpAnyMore() {
        on(
                3307,
                (site, conf) -> {
                    var claim = new Claim();
                    assertThat(site.change(AFTER, conf, claim).get().differences()).isNotEmpty();
                    assertThat(claim.take()).isFalse();
                });
    }

    private static void assertGivenUp(RunningSite site, CjdrouteConf conf, Claim claim) {
        assertThatThrownBy(() -> site.change(AFTER, conf, claim).get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(SiteException.class)
                .hasMessageContaining("given up");
        assertThat(site.plan()).isEqualTo(BEFORE);
    }

    /// @param port that the firewall lets in when it is over
    private void on(int port, Scenario scenario) {
        try (var lab = Namespaces.open()) {
            var host = lab.host("home");
            host.inside(() -> {
                try {
                    run(host, scenario);
                    return null;
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            var rules = host.must("nft", "list", "table", "inet", "boreas_site").out();
            assertThat(rules).contains("dport " + port);
            assertThat(rules).doesNotContain("dport " + (port == 3306 ? 3307 : 3306));
        }
    }

    private void run(Host host, Scenario scenario) throws Exception {
        var clock = SystemClock.INSTANCE;
        var counters = new Counters();
        var crypto = CryptoProviders.choose();
        var random = new SystemRandom();
        var identity = Identity.generate(random, crypto);
        var options = SiteOptions.ofNode(List.of());
        var ledger = host.folder().resolve("test.site");
        try (var loop = new DataLoop(clock, counters);
                var inForce = SiteInForce.begin(BEFORE, ledger, options, log)) {
            var world = new World(random, new Timers(), counters, log);
            var node =
                    LoopCore.node(identity, world, crypto, loop, Outside.NOTHING, clock.nanoTime());
            var gate = new LoopGate(loop, node);
            var tunnels = new SiteTunnels(inForce, loop, node, counters, log);
            var conf = ReloadedHost.conf(identity, List.of(), List.of());
            var links = new SiteLinks(crypto, log);
            var site = new RunningSite(inForce, tunnels, links, node, gate, conf, log);
            tunnels.open(clock.nanoTime());
            inForce.keep();
            var core =
                    new LoopCore(node, log, tunnels, new NetworkChanges(clock, node, log), _ -> {});
            var data = Thread.ofPlatform().name("data").start(() -> loop.run(core));
            try {
                scenario.run(site, conf);
            } finally {
                loop.stop();
                data.join();
            }
        }
    }
}
