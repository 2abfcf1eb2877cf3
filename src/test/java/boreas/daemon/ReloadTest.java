package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PeerEndpoint;
import boreas.admin.KeptLog;
import boreas.admin.ReloadReport;
import boreas.admin.ReloadTexts;
import boreas.config.CjdrouteConf;
import boreas.cryptoauth.Credentials;
import boreas.daemon.site.SiteException;
import boreas.env.EventLog.Level;
import boreas.link.PeerSettings;
import boreas.link.PeerStats;
import boreas.node.NodeCommand;
import boreas.site.SitePlan;
import boreas.site.Sites;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A reload of a node of a site, whose site does what a test wants.
class ReloadTest {
    private static final String HOME =
            "{ \"password\": \"a-password-of-home\", \"user\": \"home\" }";

    private final Site site = new Site();

    @SuppressWarnings("NullAway.Init") // before each
    private LiveNode node;

    /// Takes what it is told, with its warnings, unless a test says otherwise.
    private static final class Site implements ReloadableSite {
        CompletableFuture<SiteChange> outcome =
                CompletableFuture.completedFuture(new SiteChange(List.of(), List.of("see to it")));
        Runnable atChange = () -> {};
        boolean isAboutToBeDone;
        Claim claim = new Claim();

        @Override
        public List<String> differences(SitePlan next) {
            return List.of();
        }

        @Override
        public CompletableFuture<SiteChange> change(SitePlan next, CjdrouteConf conf, Claim claim) {
            this.claim = claim;
            if (isAboutToBeDone) claim.take();
            atChange.run();
            return outcome;
        }
    }

    @BeforeEach
    void aNodeOfASite() throws Exception {
        var plan = Sites.plan(Sites.good(Sites.STORY), "home");
        node = LiveNode.ofSite(new LiveNode.PlayedSite(site, plan, Duration.ZERO));
        assertThat(reload(conf(HOME, "")).isDone()).isTrue();
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void warningsOfTheSiteReachWhoeverAskedAndTheLogOnce() {
        assertThat(reload(conf(HOME, "")).notes())
                .extracting(Object::toString)
                .containsExactly("warning: site: see to it");
        assertThat(node.logged("reload"))
                .filteredOn(line -> line.level() == Level.WARN)
                .last()
                .extracting(KeptLog.Line::text)
                .isEqualTo("site: see to it");
    }

    @Test
    void ofWhatIsTakenBackNothingIsToldThatHeldForIt() {
        var elsewhere = conf("192.0.2.7:0", HOME, "");
        site.outcome = CompletableFuture.failedFuture(new SiteException("nft does not want to"));
        assertThat(reload(elsewhere).notes()).isEmpty();
        site.outcome = CompletableFuture.completedFuture(new SiteChange(List.of(), List.of()));
        assertThat(reload(elsewhere).notes()).singleElement().asString().contains("192.0.2.7");
    }

    @Test
    void whatTheSiteRefusesLeavesTheNodeWithWhomItCalledByOtherWords() throws Exception {
        int port = node.command(new NodeCommand.TakeSnapshot()).ports().getLast().port();
        var key = Sites.good(Sites.STORY).machines().getLast().key();
        var endpoint = PeerEndpoint.parse("127.0.0.1:9");
        var credentials = Credentials.of(null, "of-the-site");
        var called = new PeerSettings(port, endpoint, key, credentials, "vps3", 0);
        assertThat(node.command(new NodeCommand.Connect(called))).isEmpty();
        site.outcome = CompletableFuture.failedFuture(new SiteException("nft does not want to"));
        site.atChange =
                () ->
                        assertThat(peers())
                                .extracting(PeerStats::user)
                                .containsExactly("by the file");
        var peer =
                "\"127.0.0.1:9\": { \"password\": \"x\", \"publicKey\": \"%s\", \"peerName\": \"by the file\" }"
                        .formatted(key);
        var report = reload(conf("", peer));
        assertThat(report.refusal()).isEqualTo("site: nft does not want to");
        assertThat(report.isDone()).isFalse();
        assertThat(peers()).extracting(PeerStats::user).containsExactly("vps3");
        assertThat(hasHome()).isTrue();
        site.outcome = CompletableFuture.completedFuture(new SiteChange(List.of(), List.of()));
        assertThat(reload(conf("", peer)).changes()).hasSize(2);
        assertThat(hasHome()).isFalse();
    }

    @Test
    void whatIsTakenBackIsTakenBackByANodeThatIsBusyForAWhileToo() {
        site.outcome = CompletableFuture.failedFuture(new SiteException("nft does not want to"));
        site.atChange =
                () -> {
                    var isFree = node.busy();
                    CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS)
                            .execute(isFree::countDown);
                };
        assertThat(reload(conf("", "")).refusal()).isEqualTo("site: nft does not want to");
        assertThat(hasHome()).isTrue();
        assertThat(node.logged("reload"))
                .extracting(KeptLog.Line::text)
                .anyMatch(text -> text.startsWith("not taken back yet: the node is busy"));
    }

    @Test
    void aChangeOfTheSiteThatTakesTooLongIsGivenUpAndWillNotBeDoneLater() {
        site.outcome = new CompletableFuture<>();
        var report = reload(conf("", ""));
        assertThat(report.refusal()).endsWith("was given up");
        assertThat(site.claim.take()).isFalse();
        assertThat(hasHome()).isTrue();
    }

    @Test
    void aChangeOfTheSiteThatIsAboutToBeDoneIsWaitedFor() {
        var outcome = new CompletableFuture<SiteChange>();
        site.outcome = outcome;
        site.isAboutToBeDone = true;
        site.atChange =
                () -> {
                    var _ =
                            Thread.startVirtualThread(
                                    () -> outcome.complete(new SiteChange(List.of(), List.of())));
                };
        assertThat(reload(conf("", "")).isDone()).isTrue();
        assertThat(hasHome()).isFalse();
    }

    @Test
    void theSiteFileAloneLeavesPasswordsAsSomebodyHasMadeThemMeanwhile() {
        assertThat(node.command(new NodeCommand.RemovePassword("home"))).isEqualTo(1);
        node.command(new NodeCommand.AddPassword(bytes("of-guest"), "guest", null));
        var report = node.reload().begin(null, false).join();
        assertThat(report.isDone()).isTrue();
        assertThat(report.changes()).isEmpty();
        assertThat(report.notes().getFirst().toString()).startsWith("warning: only the site file");
        assertThat(node.command(new NodeCommand.TakeSnapshot()).users()).containsExactly("guest");
    }

    @Test
    void theLogSaysEachReasonOnceAndWithItsLevel() {
        var report = reload(conf("{ \"password\": 7 }", ""));
        assertThat(Objects.requireNonNull(report.refusal()))
                .contains("the configuration has errors");
        var lines = node.logged("reload");
        assertThat(lines.stream().map(l -> l.level() + " " + l.text()).toList())
                .filteredOn(text -> !text.startsWith("INFO"))
                .last()
                .isEqualTo("ERROR refused, nothing has changed: 1 error");
        assertThat(lines).extracting(KeptLog.Line::text).noneMatch(t -> t.contains("error: "));
        assertThat(lines)
                .filteredOn(l -> l.level() == Level.ERROR)
                .hasSize(2)
                .first()
                .extracting(KeptLog.Line::text)
                .asString()
                .matches("\\d+:\\d+: .*password.*");
    }

    private boolean hasHome() {
        return node.command(new NodeCommand.HasPassword(bytes("a-password-of-home"), "home", null));
    }

    private List<PeerStats> peers() {
        return node.command(new NodeCommand.TakeSnapshot()).peers();
    }

    private ReloadReport reload(String conf) {
        return node.reload().begin(new ReloadTexts(bytes(conf), null), false).join();
    }

    private String conf(String passwords, String peers) {
        return conf("127.0.0.1:0", passwords, peers);
    }

    private String conf(String bind, String passwords, String peers) {
        return """
        {
        "privateKey": "%s",
        "admin": { "bind": "127.0.0.1:11234" },
        "authorizedPasswords": [ %s ],
        "interfaces": { "UDPInterface": [ { "bind": "%s", "connectTo": { %s } } ] }
        }
        """
                .formatted(node.identity().privateKey().toSecretText(), passwords, bind, peers);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
