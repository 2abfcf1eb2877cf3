package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.admin.OwnFiles;
import boreas.daemon.LiveNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `boreas reload` and what `boreas check` says of it, beside a node that has a user `"home"`.
class ReloadCommandTest {
    private static final String USER =
            "{ \"password\": \"a-password-of-home\", \"user\": \"home\" }";

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // before each
    private LiveNode node;

    private Path file = Path.of("none");

    @BeforeEach
    void aNodeWithAUser() throws Exception {
        node = LiveNode.start("NONE");
        file = folder.resolve("cjdroute.conf");
        write("\"authorizedPasswords\": [ %s ]".formatted(USER), "");
        var ran = reload();
        assertThat(ran.code()).as(ran.toString()).isZero();
    }

    @AfterEach
    void end() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"authorisedPasswords\": [] | | 4:1 | did you mean \"authorizedPasswords\"?",
                "\"x\": 1 | \"beacon\": 7, | 5:47 | expected 0 (off), 1 (accept) or 2",
                "\"x\": 1 | \"beacon\": \"two\", | 5:47 | expected a whole number",
                "\"x\": 1 | \"becon\": 2, | 5:37 | did you mean \"beacon\"?",
                "\"security\": [ { \"setuer\": \"nobody\" } ] | | 4:17 | did you mean \"setuser\"?",
            })
    void whatCountsForNothingByASlipIsRefusedWithItsPlaceAndChangesNothing(
            String setting, String ofInterface, String place, String reason) throws Exception {
        write(setting, ofInterface == null ? "" : ofInterface);
        var ran = reload();
        assertThat(ran.code()).as(ran.toString()).isEqualTo(1);
        assertThat(ran.out())
                .containsOnlyOnce(file + ":" + place + ": error: ")
                .containsOnlyOnce(reason)
                .endsWith("refused, nothing has changed: 1 error\n")
                .doesNotContain("- authorizedPasswords");
        var check = check();
        assertThat(check.code()).as(check.toString()).isZero();
        assertThat(check.out())
                .contains(file + ":" + place + ": warning: ", reason)
                .endsWith("; boreas reload would refuse it\n");
        assertThat(Ran.boreas("check", "--file-only", "--json", file.toString()).out())
                .contains("\"usable\": 1", "\"reloadable\": 0");
        write("\"authorizedPasswords\": [ %s ]".formatted(USER), "");
        assertThat(reload().out()).doesNotContain("authorizedPasswords", "UDPInterface");
    }

    @Test
    void anUnknownKeyThatIsNearNoKnownOneIsOnlyAWarning() throws Exception {
        write("\"authorizedPasswords\": [ %s ], \"zebra\": 1".formatted(USER), "");
        var ran = reload();
        assertThat(ran.code()).as(ran.toString()).isZero();
        assertThat(ran.out())
                .contains("warning: read \"zebra\"")
                .doesNotContain("authorizedPasswords");
        assertThat(check().out()).doesNotContain("would refuse");
    }

    @Test
    void anErrorIsSaidOnceAndAsCheckSaysIt() throws Exception {
        write("\"authorizedPasswords\": [ { \"password\": 7 } ]", "");
        var ran = reload();
        assertThat(ran.code()).isEqualTo(1);
        var lines = ran.out().lines().toList();
        assertThat(lines).hasSize(2).last().isEqualTo("refused, nothing has changed: 1 error");
        assertThat(check().out().lines().toList()).contains(lines.getFirst());
    }

    @Test
    void whatInviteAndRevokeHaveToldTheNodeDoesNotDifferAnyMore() throws Exception {
        var path = file.toString();
        var invited = Ran.boreas("invite", "q2", "--address", "203.0.113.1:7", "-c", path);
        assertThat(invited.code()).as(invited.err()).isZero();
        assertThat(Ran.boreas("revoke", "home", "-c", path).code()).isZero();
        for (var ran : List.of(reload("--dry-run"), reload()))
            assertThat(ran.out()).doesNotContain("authorizedPasswords");
        write("\"authorizedPasswords\": [ %s ]".formatted(USER), "");
        assertThat(reload().out())
                .contains("+ authorizedPasswords: user \"home\"")
                .contains("- authorizedPasswords: user \"q2\"");
    }

    @Test
    void withoutAFileItHandsOverTheOneThatTheNodeNamesAndMayNotRead() throws Exception {
        node.names(new OwnFiles(file.toString(), null));
        write("\"authorizedPasswords\": []", "");
        var ran = reloadWithoutFile();
        assertThat(ran.code()).as(ran.toString()).isZero();
        assertThat(ran.out()).contains("- authorizedPasswords: user \"home\"");
        write("\"authorizedPasswords\": [ { } ]", "");
        assertThat(reloadWithoutFile().out())
                .contains(file + ":4:26: error: ")
                .endsWith("refused, nothing has changed: 1 error\n");
    }

    @Test
    void nothingIsHandedToANodeThatNamesAFileWhichIsNotItsOwn() throws Exception {
        for (var foreign : List.of("root:x:0:0\n", Ran.boreas("genconf").out())) {
            var secret = Files.writeString(folder.resolve("secret"), foreign);
            node.names(new OwnFiles(secret.toString(), null));
            var ran = reloadWithoutFile();
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out())
                    .contains("refused, nothing has changed")
                    .doesNotContain("it is the key of");
        }
        var shadow = Files.writeString(folder.resolve("shadow"), "root:x:0:0\n");
        node.names(new OwnFiles(file.toString(), shadow.toString()));
        assertThat(reloadWithoutFile().out()).contains("refused, nothing has changed: site: ");
    }

    @Test
    void withoutAFileThatAnybodyMayReadTheNodeIsAskedToReadItsOwn() throws Exception {
        node.names(new OwnFiles(folder.resolve("none").toString(), null));
        assertThat(reloadWithoutFile().out()).contains("this node may not read");
        node.names(OwnFiles.NONE);
        assertThat(reloadWithoutFile().out()).contains("configuration by a pipe");
    }

    /// As somebody does whose `~/.cjdnsadmin` names the node.
    private Ran reloadWithoutFile() throws Exception {
        var credentials =
                "{ \"addr\": \"127.0.0.1\", \"port\": %d, \"password\": \"NONE\" }"
                        .formatted(node.admin().getPort());
        Files.writeString(folder.resolve(".cjdnsadmin"), credentials);
        var home = System.getProperty("user.home");
        System.setProperty("user.home", folder.toString());
        try {
            return Ran.boreas("reload");
        } finally {
            System.setProperty("user.home", home);
        }
    }

    private Ran reload(String... more) {
        var arguments = new ArrayList<>(List.of("reload", "-c", file.toString()));
        arguments.addAll(List.of(more));
        return Ran.boreas(arguments.toArray(String[]::new));
    }

    private Ran check() {
        return Ran.boreas("check", "--file-only", file.toString());
    }

    private void write(String setting, String ofInterface) throws Exception {
        Files.writeString(
                file,
                """
                {
                "privateKey": "%s",
                "admin": { "bind": "127.0.0.1:%d", "password": "NONE" },
                %s,
                "interfaces": { "UDPInterface": [ { %s "bind": "127.0.0.1:0" } ] }
                }
                """
                        .formatted(
                                node.identity().privateKey().toSecretText(),
                                node.admin().getPort(),
                                setting,
                                ofInterface));
    }
}
