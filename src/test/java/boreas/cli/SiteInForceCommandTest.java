package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.daemon.StatePath;
import boreas.daemon.site.SiteControl;
import boreas.daemon.site.SiteException;
import boreas.daemon.site.SiteStatus;
import boreas.daemon.site.Unprivileged;
import boreas.ffm.LibCProcess;
import boreas.interop.Programs;
import boreas.lab.Namespaces;
import boreas.value.LaxJson;
import boreas.value.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `boreas site up`, `down` and `status` as an operator types them. Whatever might change a machine
/// runs in a namespace, or without the right to.
class SiteInForceCommandTest {
    private static final String[] COMMANDS = {"up", "down", "status"};

    @TempDir Path folder;
    private String conf = "";
    private String site = "";
    private String state = "";

    @BeforeEach
    void makesASiteOfTwo() throws IOException {
        // Nobody answers at this port of the admin interface.
        conf = write("home.conf", genconf().replace("127.0.0.1:11234", "127.0.0.1:9"));
        var other = write("away.conf", genconf());
        var lines = enrolled("home", conf, "1001") + enrolled("away", other, "1002");
        site =
                write(
                        "site.conf",
                        Ran.boreas("site", "init", "--ula", "fdd7:5938:e2e6::/48")
                                .out()
                                .replace("\"machines\": {", "\"machines\": {\n" + lines));
        state = folder.resolve("state/peers").toString();
    }

    // --- arguments

    @Test
    void helpSaysWhatEachDoesAndWhatItsExitCodesMean() {
        for (var command : COMMANDS) {
            var help = Ran.boreas("site", command, "--help");
            assertThat(help.code()).isZero();
            assertThat(help.out())
                    .contains("Usage: boreas site " + command, "--site=FILE", "--state=FILE")
                    .containsPattern("Exit codes:\\R +0 +\\w+");
        }
        assertThat(Ran.boreas("site").out()).contains("up ", "down ", "status ");
    }

    @Test
    void anOptionThatIsNoneIsRefused() {
        for (var command : COMMANDS) {
            var ran = Ran.boreas("site", command, "--sites", site);
            assertThat(ran.code()).isNotZero();
            assertThat(ran.err()).contains("Unknown option").contains("--site");
        }
        assertThat(Ran.boreas("site", "down", "--insert").err()).contains("Unknown option");
        assertThat(Ran.boreas("site", "up", "--json").err()).contains("Unknown option");
    }

    @Test
    void aUserWhomNobodyKnowsIsNamed() {
        var ran = Unprivileged.run(() -> run("up", "--without-firewall", "--user", "nobody-here"));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .endsWith(
                        "boreas: --user: read 'nobody-here', expected a user of /etc/passwd, or a"
                                + " number\n");
    }

    // --- files

    @Test
    void aMissingFileIsNamedInOneLine() {
        var none = folder.resolve("none").toString();
        for (var command : new String[] {"up", "status"})
            assertThat(Ran.boreas("site", command, "-s", none, "-c", conf).err())
                    .startsWith("boreas: no such file: " + none + "; boreas site init > ")
                    .hasLineCount(1);
        for (var command : COMMANDS) {
            var ran = Ran.boreas("site", command, "-s", site, "-c", none);
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .endsWith(
                            "boreas: this machine's key is not known: there is no "
                                    + none
                                    + "; name the node's configuration with --config FILE\n");
        }
    }

    @Test
    void aFileThatCannotBeUsedSaysWhere() throws IOException {
        var bad = write("bad.conf", "{ \"ula\": 3, \"machines\": {} }");
        for (var command : new String[] {"up", "status"}) {
            var ran = Ran.boreas("site", command, "-s", bad, "-c", conf);
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .contains(bad + ":1:10: error: ula: read 3")
                    .endsWith("boreas: " + bad + " cannot be used, see above\n");
        }
    }

    @Test
    void aMachineThatIsNotInTheFileIsTold() throws IOException {
        var stranger = write("stranger.conf", genconf());
        for (var command : new String[] {"up", "status"})
            assertThat(Ran.boreas("site", command, "-s", site, "-c", stranger).err())
                    .contains("no machine in " + site + " has the key of " + stranger)
                    .contains("boreas site enroll prints the line to add");
    }

    @Test
    void theSiteFileMayBeNamedByTheConfiguration() throws IOException {
        var none = folder.resolve("elsewhere.conf").toString();
        Files.writeString(
                Path.of(conf),
                Files.readString(Path.of(conf))
                        .replace("\"pipe\"", "\"site\": \"" + none + "\", \"pipe\""));
        assertThat(Ran.boreas("site", "status", "-c", conf).err())
                .startsWith("boreas: no such file: " + none + "; boreas site init > ")
                .hasLineCount(1);
    }

    // --- rights

    @Test
    void withoutTheRightNothingIsChangedAndTheWayOutIsSaid() {
        for (var command : new String[] {"up", "down"}) {
            var ran =
                    Unprivileged.run(() ->
                            command.equals("up") ? run("up", "--without-firewall") : run("down"));
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err())
                    .contains("changes the network of this machine: run it as root, or with")
                    .contains("CAP_NET_ADMIN");
        }
    }

    @Test
    void statusNeedsNoRightAndSaysWhatItCannotSee() {
        var ran = Unprivileged.run(() -> run("status"));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).doesNotContain("boreas: ");
        assertThat(ran.out())
                .containsPattern("^home: \\d+ of \\d+ settings are not in force\\R")
                .contains(
                        "held by no process: no node that this user can see runs with this site",
                        "  missing: device ula-net-away, MTU 1280");
    }

    @Test
    void whatMayNotBeLookedAtIsUnknownAndNotOutOfForce() {
        var good = new SiteStatus.Item("route", SiteStatus.State.IN_FORCE, "", true);
        var hidden = new SiteStatus.Item("firewall", SiteStatus.State.UNKNOWN, "", false);
        var missing = new SiteStatus.Item("device", SiteStatus.State.MISSING, "", false);
        assertThat(SiteStatusCommand.summary(List.of(good, good, hidden)))
                .isEqualTo("2 of 3 settings are in force, 1 unknown; root sees all");
        assertThat(SiteStatusCommand.summary(List.of(good, missing, hidden)))
                .isEqualTo("1 of 3 settings are in force, 1 not, 1 unknown; root sees all");
        assertThat(SiteStatusCommand.summary(List.of(good, missing)))
                .isEqualTo("1 of 2 settings are not in force");
        assertThat(SiteStatusCommand.summary(List.of(good, good)))
                .isEqualTo("all 2 settings are in force");
    }

    @Test
    void whoHasTheLockIsNamed() throws Exception {
        var key =
                Files.readString(Path.of(conf))
                        .replaceAll("(?s).*\"ipv6\": \"([0-9a-f:]+)\".*", "$1");
        var ledger = StatePath.siteLedger(state, Ip6.parse(key));
        try (var _ = SiteControl.open(ledger, "boreas run")) {
            var ran = Unprivileged.run(() -> run("down"));
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .contains(
                            "the site on this machine is in the hands of boreas run, pid "
                                    + LibCProcess.getpid()
                                    + "; end that first");
            assertThat(Unprivileged.run(() -> run("status")).out())
                    .contains("kept by boreas run, pid " + LibCProcess.getpid());
        } catch (SiteException e) {
            throw new AssertionError(e.sentence(), e);
        }
    }

    // --- for programs

    @Test
    void statusAsJsonHasTheSameKeysInForceOrNot() {
        var json = json(Unprivileged.run(() -> run("status", "--json")));
        isComplete(json);
        assertThat(json.number("isInForce", -1)).isZero();
        assertThat(Objects.requireNonNull(json.str("holder")).text()).isEmpty();
        assertThat(states(json)).contains("missing").isSubsetOf(STATES);
    }

    private static final List<String> STATES =
            List.of("in force", "missing", "differs", "left over", "unknown");

    private static void isComplete(Value.Dict json) {
        assertThat(json.entries().keySet().stream().map(Value.Str::text))
                .containsExactly(
                        "machine", "isInForce", "holder", "settings", "foreign", "tunnels");
        assertThat(Objects.requireNonNull(json.str("machine")).text()).isEqualTo("home");
        var settings = Objects.requireNonNull(json.items("settings")).values();
        assertThat(settings).isNotEmpty();
        for (var item : settings)
            assertThat(((Value.Dict) item).entries().keySet().stream().map(Value.Str::text))
                    .containsExactly("what", "state", "detail", "isOurs");
        assertThat(Objects.requireNonNull(json.items("tunnels")).values()).isEmpty();
    }

    private static List<String> states(Value.Dict json) {
        var states = new ArrayList<String>();
        for (var item : Objects.requireNonNull(json.items("settings")).values())
            states.add(Objects.requireNonNull(((Value.Dict) item).str("state")).text());
        return states;
    }

    private static Value.Dict json(Ran ran) {
        var document = LaxJson.parse(ran.out().getBytes(StandardCharsets.UTF_8));
        assertThat(document.flaws()).as(ran.out()).isEmpty();
        return Objects.requireNonNull(document.root());
    }

    // --- in force

    @Test
    void upIsRepeatedWithoutAChangeAndDownTakesAllOfItBack() {
        Programs.assumeNamespaces();
        try (var lab = Namespaces.open()) {
            var host = lab.host("home");
            var up = host.inside(() -> run("up"));
            assertThat(up.code()).as(up.err()).isZero();
            assertThat(up.out()).contains("ula-net-away").doesNotContain("nothing to do");
            assertThat(host.inside(() -> run("up")).out()).isEqualTo("nothing to do\n");

            var status = host.inside(() -> run("status"));
            assertThat(status.code()).as(status.out()).isZero();
            assertThat(status.out()).containsPattern("^home: all \\d+ settings are in force\\R");
            var json = json(host.inside(() -> run("status", "--json")));
            isComplete(json);
            assertThat(json.number("isInForce", -1)).isEqualTo(1);
            assertThat(states(json)).containsOnly("in force");

            var ofAnybody = host.inside(() -> Unprivileged.runWithPrograms(() -> run("status")));
            assertThat(ofAnybody.code()).isEqualTo(1);
            assertThat(ofAnybody.out())
                    .containsPattern(
                            "^home: \\d+ of \\d+ settings are in force, 1 unknown; root sees all\\R")
                    .contains(
                            "  unknown: firewall, table inet boreas_site; cannot read the firewall")
                    .doesNotContain("missing", "differs");

            var down = host.inside(() -> run("down"));
            assertThat(down.code()).as(down.err()).isZero();
            assertThat(down.out()).contains("ula-net-away");
            assertThat(host.inside(() -> run("down")).out()).isEqualTo("nothing to do\n");
            assertThat(host.inside(() -> run("status")).code()).isEqualTo(1);
        }
    }

    @Test
    void aNodeThatDoesNotStartSaysThatItsSiteIsInForceAllTheSame() throws Exception {
        Programs.assumeNamespaces();
        var text =
                Files.readString(Path.of(conf))
                        .replace(
                                "\"type\": \"TUNInterface\"",
                                "\"type\": \"TUNInterface\", \"tunDevice\": \"other0\"")
                        .replace("\"pipe\"", "\"site\": \"" + site + "\", \"pipe\"");
        var err = new ByteArrayOutputStream();
        System.setProperty("boreas.state", state);
        try (var lab = Namespaces.open()) {
            var host = lab.host("home");
            int code =
                    host.inside(() -> {
                        try {
                            return new Cjdroute(
                                            "cjdroute",
                                            new ByteArrayInputStream(
                                                    text.getBytes(StandardCharsets.UTF_8)),
                                            new PrintStream(OutputStream.nullOutputStream()),
                                            new PrintStream(err))
                                    .run(List.of("--nobg"), false);
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    });
            assertThat(code).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains("router.interface.tunDevice: read \"other0\"")
                    .endsWith(
                            "; what was made for the site (devices, routes, firewall) stays in"
                                    + " force: 'boreas site down' takes it away\n");
            assertThat(host.inside(() -> run("status")).code()).isZero();
            assertThat(host.inside(() -> run("down")).code()).isZero();
        } finally {
            System.clearProperty("boreas.state");
        }
    }

    // ---

    private Ran run(String command, String... more) {
        var words = new ArrayList<>(List.of("site", command, "-s", site, "-c", conf));
        words.addAll(List.of("--state", state));
        words.addAll(List.of(more));
        return Ran.boreas(words.toArray(String[]::new));
    }

    private static String genconf() {
        return Ran.boreas("genconf").out();
    }

    private static String enrolled(String name, String conf, String subnet) {
        return Ran.boreas("site", "enroll", name, "-c", conf)
                .out()
                .replace(" },", ", \"subnet\": \"" + subnet + "\" },");
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
