package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.config.CjdrouteConf;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `boreas invite`, `join` and `revoke` where no node runs; `InvitationScenarioTest` has the rest.
class InvitationCommandsTest {
    @TempDir Path folder;

    @Test
    void anInvitationIsOneLineAndOneEntry() throws Exception {
        var home = conf("home");
        var before = Files.readString(home);
        var ran = invite(home, "vps2", "--address", "203.0.113.1", "--address", "[2001:db8::1]:7");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("boreas1-").hasLineCount(1);
        assertThat(ran.err())
                .contains("no node runs with this configuration")
                .contains("boreas join LINE");
        assertThat(Files.readString(home)).contains("\"user\": \"vps2\"").isNotEqualTo(before);
        assertThat(Files.readString(Path.of(home + ".bak"))).isEqualTo(before);
        for (var file : List.of(home, Path.of(home + ".bak")))
            assertThat(Files.getPosixFilePermissions(file))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(files()).containsExactly("home.conf", "home.conf.bak");
    }

    @Test
    void theOtherSideWritesThePeerThatTheLineNames() throws Exception {
        var home = conf("home");
        var vps = conf("vps");
        var line = invite(home, "vps2", "--address", "203.0.113.1", "--as", "home").out();
        var joined = Ran.boreas("join", "-c", vps.toString(), line);
        assertThat(joined.code()).as(joined.err()).isZero();
        assertThat(joined.out())
                .startsWith(
                        "no node runs with this configuration; its next start will call home (");
        var peer = read(vps).udpInterfaces().getFirst().connectTo().getFirst();
        var user = read(home).authorizedPasswords().getLast();
        assertThat(peer.password()).isEqualTo(user.password());
        assertThat(peer.login()).isEqualTo(user.user()).isEqualTo("vps2");
        assertThat(peer.publicKey()).isEqualTo(read(home).identity().publicKey());
        assertThat(peer.endpoint()).asString().startsWith("203.0.113.1:");
        assertThat(peer.peerName()).isEqualTo("home");
        var before = Files.readString(vps);
        var again = Ran.boreas("join", "-c", vps.toString(), line);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out())
                .startsWith("no node runs with this configuration, which has home (")
                .endsWith(") already; nothing was changed\n");
        assertThat(Files.readString(vps)).isEqualTo(before);
    }

    @Test
    void whatIsRevokedIsGoneFromTheFile() throws Exception {
        var home = conf("home");
        var before = Files.readString(home);
        assertThat(invite(home, "vps2", "--address", "203.0.113.1").code()).isZero();
        var revoked = Ran.boreas("revoke", "-c", home.toString(), "vps2");
        assertThat(revoked.code()).isZero();
        assertThat(revoked.out())
                .isEqualTo(
                        "revoked vps2: its password is gone from "
                                + home
                                + ", no node runs with this configuration\n");
        assertThat(Files.readString(home)).isEqualTo(before);
        var again = Ran.boreas("revoke", "-c", home.toString(), "vps2");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err())
                .isEqualTo(
                        "boreas: nobody is called 'vps2' in "
                                + home
                                + "; there is default-login\n");
    }

    @Test
    void aMachineOfTheSiteIsNotRevokedByItsName() throws Exception {
        var home = conf("home");
        var site = folder.resolve("site.conf");
        var line = Ran.boreas("site", "enroll", "vps2", "-c", home.toString()).out();
        var initial = Ran.boreas("site", "init", "--ula", "fdd7:5938:e2e6::/48").out();
        Files.writeString(
                site,
                initial.replace(
                        "\"machines\": {",
                        "\"machines\": {\n" + line.replace(" },", ", \"subnet\": \"1001\" },")));
        var before =
                Files.readString(home).replace("\"pipe\"", "\"site\": \"" + site + "\", \"pipe\"");
        Files.writeString(home, before);
        var ran = Ran.boreas("revoke", "-c", home.toString(), "vps2");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo("boreas: " + siteSays(site) + "\n");
        assertThat(invite(home, "vps2", "--address", "203.0.113.1").code()).isZero();
        var both = Ran.boreas("revoke", "-c", home.toString(), "vps2");
        assertThat(both.code()).isEqualTo(1);
        assertThat(both.out()).startsWith("revoked vps2: its password is gone from " + home);
        assertThat(both.err()).isEqualTo("boreas: but " + siteSays(site) + "\n");
        assertThat(Files.readString(home)).isEqualTo(before);
    }

    private static String siteSays(Path site) {
        return "vps2 is a machine of the site file "
                + site
                + ", whose links need no password: take it out of that file on each machine, and"
                + " `boreas reload` on each";
    }

    @Test
    void aNameThatIsTakenIsRefused() throws Exception {
        var home = conf("home");
        assertThat(invite(home, "vps2", "--address", "203.0.113.1").code()).isZero();
        var before = Files.readString(home);
        var again = invite(home, "vps2", "--address", "203.0.113.1");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.out()).isEmpty();
        assertThat(again.err())
                .isEqualTo(
                        "boreas: 'vps2' is taken: "
                                + home
                                + " has that user; choose another name, or `boreas revoke vps2`"
                                + " first\n");
        assertThat(Files.readString(home)).isEqualTo(before);
    }

    @Test
    void aMissingFileIsNamedWithAWayOut() {
        for (var command : List.of("invite", "join", "revoke")) {
            var ran =
                    Ran.boreas(
                            command,
                            "-c",
                            folder.resolve("none").toString(),
                            command.equals("join") ? line() : "vps2");
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .isEqualTo(
                            "boreas: no such file: "
                                    + folder.resolve("none")
                                    + "; name the node's configuration with --config FILE\n");
        }
    }

    private String line() {
        try {
            return invite(conf("other"), "x", "--address", "203.0.113.9").out();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFileWithErrorsIsNotChanged() throws Exception {
        var home = conf("home");
        Files.writeString(home, Files.readString(home).replace("\"bind\": \"0", "\"bind\": \"x0"));
        var before = Files.readString(home);
        var ran = invite(home, "vps2", "--address", "203.0.113.1:5");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo(
                        "boreas: %s has errors, so it is not changed: `boreas check %s`\n"
                                .formatted(home, home));
        assertThat(Files.readString(home)).isEqualTo(before);
    }

    @Test
    void namesAndAddressesThatMakeNoSenseAreUsageErrors() throws Exception {
        var home = conf("home");
        assertThat(invite(home, "a b", "--address", "203.0.113.1").code()).isEqualTo(2);
        assertThat(invite(home, "x".repeat(33), "--address", "203.0.113.1").code()).isEqualTo(2);
        var ran = invite(home, "vps2", "--address", "203.0.113.300");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("boreas: --address '203.0.113.300': ");
    }

    @Test
    void aDamagedLineAndAnOwnLineAreTold() throws Exception {
        var home = conf("home");
        var line = invite(home, "vps2", "--address", "203.0.113.1").out().strip();
        var own = Ran.boreas("join", "-c", home.toString(), line);
        assertThat(own.code()).isEqualTo(1);
        assertThat(own.err()).contains("this machine's own invitation");
        var vps = conf("vps");
        var before = Files.readString(vps);
        var cut = Ran.boreas("join", "-c", vps.toString(), line.substring(0, line.length() - 3));
        assertThat(cut.code()).isEqualTo(1);
        assertThat(cut.err()).contains("the invitation is damaged");
        assertThat(Files.readString(vps)).isEqualTo(before);
    }

    @Test
    void aLineThatWasBrokenIntoWordsIsRead() throws Exception {
        var line = invite(conf("home"), "vps2", "--address", "203.0.113.1").out().strip();
        var vps = conf("vps");
        var ran =
                Ran.boreas("join", "-c", vps.toString(), line.substring(0, 80), line.substring(80));
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    @Test
    void forGenuineNodesTheEntryIsPrintedAsJson() throws Exception {
        var json = invite(conf("home"), "vps2", "--address", "203.0.113.1:5", "--json").out();
        assertThat(json)
                .contains("\"line\": \"boreas1-", "\"connectTo\": {", "\"203.0.113.1:5\": {")
                .contains("\"login\": \"vps2\"");
    }

    @Test
    void publicAddressesComeBeforeThoseOfTheLocalNetwork() throws Exception {
        var conf = read(conf("home"));
        var all = new ArrayList<InetAddress>();
        for (var text :
                List.of(
                        "127.0.0.1",
                        "192.168.1.5",
                        "203.0.113.7",
                        "fe80::1",
                        "fd00::1",
                        "fc12:3456::1",
                        "100.64.0.1",
                        "2001:db8::5")) all.add(InetAddress.getByName(text));
        var found = PublicAddresses.of(conf, all);
        assertThat(found.isPublic()).isTrue();
        assertThat(found.endpoints())
                .extracting(e -> e.toString().replaceAll(":\\d+$", ""))
                .containsExactly("203.0.113.7", "[2001:db8::5]");
        var inside = PublicAddresses.of(conf, all.subList(0, 2));
        assertThat(inside.isPublic()).isFalse();
        assertThat(inside.endpoints()).hasSize(1).first().asString().startsWith("192.168.1.5:");
    }

    @Test
    void withoutAnAddressItIsSaidWhichOneIsInTheLine() throws Exception {
        var home = conf("home");
        Files.writeString(
                home,
                Files.readString(home)
                        .replaceFirst("\"0\\.0\\.0\\.0:\\d+\"", "\"203.0.113.7:4711\"")
                        .replaceFirst("\"\\[::]:\\d+\"", "\"[2001:db8::7]:4711\""));
        var ran = invite(home, "vps2");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("boreas1-").hasLineCount(1);
        assertThat(ran.err())
                .contains(
                        "the line tells the other machine to call 203.0.113.7:4711,"
                                + " [2001:db8::7]:4711;")
                .contains("name that with --address HOST[:PORT]");
        assertThat(invite(home, "vps3", "--address", "198.51.100.1").err())
                .doesNotContain("--address");
    }

    private Ran invite(Path conf, String name, String... more) {
        var words = new ArrayList<>(List.of("invite", "-c", conf.toString(), name));
        words.addAll(List.of(more));
        return Ran.boreas(words.toArray(new String[0]));
    }

    /// A new configuration whose admin port nobody has.
    private Path conf(String name) throws IOException {
        var file = folder.resolve(name + ".conf");
        Files.writeString(
                file, Ran.boreas("genconf").out().replace("127.0.0.1:11234", "127.0.0.1:1"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static CjdrouteConf read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Objects.requireNonNull(ConfFile.read(file.toString(), in).conf());
        }
    }

    private List<String> files() throws IOException {
        try (var list = Files.list(folder)) {
            return list.map(f -> String.valueOf(f.getFileName())).sorted().toList();
        }
    }
}
