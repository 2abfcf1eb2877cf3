package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// From nothing to a plan, as an operator types it.
class SiteCommandTest {
    @TempDir Path folder;

    @Test
    void helpNamesTheFirstSteps() {
        assertThat(Ran.boreas("site").out())
                .contains("init ", "enroll ", "check ", "plan ", "boreas site init > site.conf");
        for (var command : new String[] {"init", "enroll", "check", "plan"})
            assertThat(Ran.boreas("site", command, "--help").code()).isZero();
    }

    @Test
    void aSiteIsMadeOfAnInitialFileAndTheLinesOfItsMachines() throws Exception {
        var site = Ran.boreas("site", "init", "--ula", "fdd7:5938:e2e6::/48");
        assertThat(site.code()).isZero();
        var home = conf();
        var away = conf();
        var lines =
                Ran.boreas("site", "enroll", "home", "-c", home).out()
                        + Ran.boreas(
                                        "site",
                                        "enroll",
                                        "away",
                                        "-c",
                                        away,
                                        "--address",
                                        "203.0.113.7:27177")
                                .out();
        assertThat(lines.lines()).hasSize(2).allMatch(l -> l.endsWith(" },"));
        assertThat(lines).doesNotContain("rivateKey", "assword");
        // Both lines were printed on this machine, so they have the same MAC, or none.
        var text = site.out().replace("\"machines\": {", "\"machines\": {\n" + chosen(lines));
        var file = write(text);
        var checked = Ran.boreas("site", "check", file);
        assertThat(checked.out()).endsWith(": usable, 2 machines, 1 rule, 1 warning\n");
        assertThat(checked.code()).isZero();

        var own = Ran.boreas("site", "plan", "-s", file, "-c", home);
        assertThat(own.out())
                .startsWith("home: fdd7:5938:e2e6:1001::/64, node fc")
                .contains("accept away, call it at 203.0.113.7:27177");
        assertThat(Ran.boreas("site", "plan", "-s", file, "--machine", "home").out())
                .isEqualTo(own.out());
        for (var form : new String[] {"ip", "nft", "ip6tables", "json"})
            assertThat(Ran.boreas("site", "plan", "-s", file, "-m", "away", "--as", form).out())
                    .contains("ula-net-home");
    }

    @Test
    void thePlanIsOfTheFileThatTheConfigurationNames() throws Exception {
        var home = conf();
        var line = Ran.boreas("site", "enroll", "home", "-c", home).out();
        var site = Ran.boreas("site", "init", "--ula", "fdd7:5938:e2e6::/48").out();
        var file = write(site.replace("\"machines\": {", "\"machines\": {\n" + chosen(line)));
        var named =
                write(
                        Files.readString(Path.of(home))
                                .replace("\"pipe\"", "\"site\": \"" + file + "\", \"pipe\""));
        var given = Ran.boreas("site", "plan", "-s", file, "-c", home);
        assertThat(given.code()).isZero();
        assertThat(Ran.boreas("site", "plan", "-c", named)).isEqualTo(given);
        assertThat(Ran.boreas("site", "plan", "-c", named, "-m", "home")).isEqualTo(given);
    }

    @Test
    void aNameThatTheFileWouldNotTakeIsNotEnrolled() throws Exception {
        var conf = conf();
        for (var name : new String[] {"ho me", "all", "mesh", "7", "x".repeat(33)}) {
            var ran = Ran.boreas("site", "enroll", name, "-c", conf);
            assertThat(ran.code()).isNotZero();
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err())
                    .contains("NAME: read \"" + name + "\", expected a name of up to 32 letters");
        }
    }

    @Test
    void devicesWithAMacThatWereNotChosenAreNamed() {
        assertThat(SiteEnrollCommand.withoutMac(List.of("eth0", "veth1")))
                .contains("of eth0, veth1 name one, such as --device eth0, or add \"subnet\"");
        assertThat(SiteEnrollCommand.withoutMac(List.of()))
                .startsWith("this machine has no MAC; add \"subnet\"");
    }

    @Test
    void aMachineWithoutAMacGetsItsLineAndHearsThatItNeedsASubnet() throws Exception {
        var bridge = folder.resolve("net/br0");
        Files.createDirectories(bridge);
        Files.writeString(bridge.resolve("address"), "02:00:00:00:00:07\n");
        var conf = conf();
        var unchosen = enrol("home", "-c", conf);
        assertThat(unchosen.code()).isEqualTo(1);
        assertThat(unchosen.out())
                .startsWith("\"home\": { \"publicKey\"")
                .doesNotContain("\"mac\"");
        assertThat(unchosen.err())
                .contains("of br0 name one, such as --device br0, or add \"subnet\"");

        var chosen = enrol("home", "-c", conf, "--device", "br0");
        assertThat(chosen.code()).as(chosen.err()).isZero();
        assertThat(chosen.out()).contains("\"mac\": \"02:00:00:00:00:07\"");
        assertThat(chosen.err()).doesNotContain("subnet");
    }

    /// On a machine with the devices of `net` and no route.
    private Ran enrol(String... arguments) {
        var ownMac = new OwnMac(folder.resolve("net"), folder.resolve("routes"));
        return Ran.alone(new CommandLine(new SiteEnrollCommand(ownMac)), arguments);
    }

    /// The lines with a subnet of its own each.
    private static String chosen(String lines) {
        int[] subnet = {0x1000};
        return String.join(
                "\n",
                lines.lines()
                        .map(l ->
                                l.replace(" },", ", \"subnet\": \"%x\" },".formatted(++subnet[0])))
                        .toList());
    }

    @Test
    void aNodeDoesNotRunWithASiteFileThatCannotBeUsedOrDoesNotHaveIt() throws Exception {
        var conf = conf();
        assertThat(start(conf, folder.resolve("none").toString()))
                .startsWith("there is no site file ");
        var bad = write("{ \"ula\": 3, \"machines\": {} }");
        assertThat(start(conf, bad)).contains(bad + ":1:10: error: ula: read 3", "cannot be used");
        var line =
                Ran.boreas("site", "enroll", "away", "-c", conf(), "--address", "203.0.113.7:1")
                        .out();
        var stranger =
                write(
                        "{ \"ula\": \"fdd7:5938:e2e6::/48\", \"machines\": { "
                                + line.replace(" },", ", \"subnet\": \"1001\" }")
                                + " } }");
        assertThat(start(conf, stranger)).contains("no machine in " + stranger, "site enroll");
    }

    /// @return what the node says when it does not start, by the key of its configuration
    private static String start(String conf, String site) throws Exception {
        var text =
                Files.readString(Path.of(conf))
                        .replace("\"pipe\"", "\"site\": \"" + site + "\", \"pipe\"");
        var err = new ByteArrayOutputStream();
        var out = new PrintStream(OutputStream.nullOutputStream());
        var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        int code =
                new Cjdroute("cjdroute", in, out, new PrintStream(err))
                        .run(List.of("--nobg"), false);
        assertThat(code).isEqualTo(1);
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void errorsAreOneLineWithAWayOut() throws Exception {
        var bad = write("{ \"ula\": \"fd00::/8\", \"machines\": {} }");
        var checked = Ran.boreas("site", "check", bad);
        assertThat(checked.code()).isEqualTo(1);
        assertThat(checked.out())
                .startsWith(bad + ":1:")
                .contains("error: ula: read \"fd00::/8\", but the prefix must have 48 bits; write")
                .endsWith("not usable, 1 error, 0 warnings\n");
        assertThat(Ran.boreas("site", "plan", "-s", bad).err()).startsWith(bad + ":1:");

        assertThat(Ran.boreas("site", "init", "--ula", "fc00::/48").err())
                .startsWith("boreas: --ula: read 'fc00::/48', but fc00::/8 belongs to the nodes");
        var nothing = folder.resolve("nothing").toString();
        assertThat(Ran.boreas("site", "plan", "-s", nothing).err())
                .isEqualTo(
                        "boreas: no such file: %s; boreas site init > %s begins one, and --site FILE names another\n"
                                .formatted(nothing, nothing));
        assertThat(Ran.boreas("site", "check", nothing).err())
                .contains(nothing + " begins one, and boreas site check FILE reads another")
                .doesNotContain("--site");
        assertThat(Ran.boreas("site", "check", folder.toString()).err())
                .isEqualTo("boreas: " + folder + " is a folder, expected a site file\n");
        assertThat(Ran.boreas("site", "enroll", "x", "-c", nothing).err())
                .isEqualTo(
                        "boreas: this machine's key is not known: there is no "
                                + nothing
                                + "; name the node's configuration with --config FILE\n");
        assertThat(Ran.boreas("site", "plan", "--as", "xml").err())
                .contains("read 'xml', expected list, ip, nft, ip6tables or json");
    }

    @Test
    void aMachineThatIsNotInTheFileIsTold() throws Exception {
        var site = Ran.boreas("site", "init", "--ula", "fdd7:5938:e2e6::/48").out();
        var line = Ran.boreas("site", "enroll", "home", "-c", conf()).out();
        var file = write(site.replace("\"machines\": {", "\"machines\": {\n" + chosen(line)));
        var stranger = conf();
        var ran = Ran.boreas("site", "plan", "-s", file, "-c", stranger);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains("no machine in " + file + " has the key of " + stranger)
                .contains("boreas site enroll prints the line to add");
        assertThat(Ran.boreas("site", "plan", "-s", file, "-m", "hone").err())
                .contains("--machine: read 'hone', expected one of home");
    }

    @Test
    void eachFreshFileHasAUlaOfItsOwn() {
        var one = Ran.boreas("site", "init").out();
        assertThat(one).contains("\"ula\": \"fd");
        assertThat(one).contains("made for you (RFC 4193)");
    }

    private String conf() throws Exception {
        return write(Ran.boreas("genconf").out());
    }

    private String write(String text) throws Exception {
        var file = Files.createTempFile(folder, "c", ".conf");
        Files.writeString(file, text);
        return file.toString();
    }
}
