package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.node.NodeCommand;
import boreas.value.Value;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// `AuthorizedPasswords_*`: its words and commands.
final class PasswordFunctionsTest extends FunctionsOnFakeNode {
    @Test
    void addsAPasswordForAUser() {
        assertThat(call("AuthorizedPasswords_add", "password", "pa\u00df", "user", "u1"))
                .isEqualTo("none");
        assertThat(node.commands.getLast())
                .isInstanceOfSatisfying(
                        NodeCommand.AddPassword.class,
                        c -> {
                            assertThat(new String(c.password(), StandardCharsets.UTF_8))
                                    .isEqualTo("pa\u00df");
                            assertThat(c.user()).isEqualTo("u1");
                            assertThat(c.onlyFor()).isNull();
                        });
        node.acceptsPasswords = false;
        assertThat(call("AuthorizedPasswords_add", "password", "x"))
                .isEqualTo("Password already added.");
    }

    @Test
    void tiesAPasswordToAnAddressThatItCanRead() {
        var ip = "fcc0:9675:840b:e82a:2690:14a6:e582:ea55";
        assertThat(call("AuthorizedPasswords_add", "password", "x", "ipv6", ip)).isEqualTo("none");
        assertThat(((NodeCommand.AddPassword) node.commands.getLast()).onlyFor()).hasToString(ip);
        assertThat(call("AuthorizedPasswords_add", "password", "x", "ipv6", "xx"))
                .isEqualTo("Invalid IPv6 Address");
        assertThat(node.commands).hasSize(1);
    }

    @Test
    void listsUsersNewestFirst16OnAPage() {
        for (int i = 2; i < 18; i++) node.users.add("u" + i);
        var first = asker.call("AuthorizedPasswords_list");
        assertThat(first.number("total", 0)).isEqualTo(18);
        assertThat(items(first, "users")).hasSize(16).startsWith(Value.of("u17"));
        var second = asker.call("AuthorizedPasswords_list", arguments("page", 1));
        assertThat(items(second, "users"))
                .containsExactly(Value.of("default-login"), Value.of("Local Peers"));
        assertThat(second.has("more")).isFalse();
    }

    @Test
    void sendsAwayThoseWhoCameByAPassword() {
        var reply = asker.call("Boreas_sendAway", arguments("user", "vps2"));
        assertThat(reply.number("ended", -1)).isEqualTo(2);
        assertThat(reply.number("called", -1)).isEqualTo(1);
        assertThat(node.commands).containsExactly(new NodeCommand.SendAway("vps2"));
    }

    @Test
    void removesAUserAndSaysSoWhenThereIsNone() {
        assertThat(call("AuthorizedPasswords_remove", "user", "default-login")).isEqualTo("none");
        assertThat(call("AuthorizedPasswords_remove", "user", "default-login"))
                .isEqualTo("Unknown error.");
    }
}
