package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.env.Verdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may connect.
class CredentialsTest {
    private final Pair pair = new Pair();
    private final Pair.Party caller = pair.high;
    private final Pair.Party called = pair.low;

    @BeforeEach
    void aNodeThatAsksForCredentials() {
        called.requiresAuth();
        called.context.users().add("secret", "alice", null);
        called.context.users().add("other secret", "bob", null);
    }

    @ParameterizedTest
    @CsvSource({", other secret, 1", "bob, other secret, 2"})
    void aUserIsKnownByPasswordOrByLogin(String login, String password, byte type) {
        caller.presents(Credentials.of(login, password));
        byte[] hello = caller.says("hello");
        assertThat(hello[Handshake.CHALLENGE]).isEqualTo(type);
        assertThat(called.hears(hello)).isEqualTo(Verdict.OK);
        assertThat(called.session.user()).isEqualTo("bob");
        byte[] key = called.says("key");
        assertThat(key[Handshake.CHALLENGE]).isEqualTo((byte) AuthChallenge.NONE);
        assertThat(caller.hears(key)).isEqualTo(Verdict.OK);
        pair.converse(caller, called);
        assertThat(called.session.user()).isEqualTo("bob");
    }

    @Test
    void withoutCredentialsNobodyGetsIn() {
        assertThat(called.hears(caller.says("hello"))).isEqualTo(Verdict.AUTH_REQUIRED);
        assertThat(called.state()).isEqualTo(State.INIT);
    }

    @Test
    void anUnknownPasswordIsAsGoodAsNone() {
        caller.presents(Credentials.of(null, "guess"));
        byte[] hello = caller.says("hello");
        assertThat(called.hears(hello)).isEqualTo(Verdict.AUTH_REQUIRED);
        called.requiresAuth = false;
        called.restarts();
        assertThat(called.hears(hello)).isEqualTo(Verdict.UNKNOWN_CREDENTIALS);
    }

    @Test
    void anUnknownLoginIsAsGoodAsNone() {
        caller.presents(Credentials.of("mallory", "secret"));
        assertThat(called.hears(caller.says("hello"))).isEqualTo(Verdict.AUTH_REQUIRED);
    }

    @Test
    void aWrongPasswordOfAKnownLoginDoesNotDecrypt() {
        caller.presents(Credentials.of("alice", "guess"));
        assertThat(called.hears(caller.says("hello"))).isEqualTo(Verdict.HANDSHAKE_DECRYPT_FAILED);
        assertThat(called.session.user()).isNull();
    }

    @Test
    void anAuthTypeThatDoesNotExistIsUnknown() {
        byte[] hello = caller.says("hello");
        hello[Handshake.CHALLENGE] = 3;
        assertThat(called.hears(hello)).isEqualTo(Verdict.AUTH_REQUIRED);
        called.requiresAuth = false;
        called.restarts();
        assertThat(called.hears(hello)).isEqualTo(Verdict.UNKNOWN_CREDENTIALS);
    }

    @Test
    void aPasswordTiedToAnAddressIsGoodForThatOnly() {
        var users = called.context.users();
        users.add("tied", "carol", new Ip6(0xfc00_0000_0000_0000L, 1));
        caller.presents(Credentials.of("carol", "tied"));
        byte[] hello = caller.says("hello");
        assertThat(called.hears(hello)).isEqualTo(Verdict.ADDRESS_RESTRICTED);
        users.add("tied", "carol", caller.context.identity().ip6());
        assertThat(called.hears(hello)).isEqualTo(Verdict.OK);
    }

    @Test
    void theResponderMayDemandNoMoreThanItPresents() {
        caller.requiresAuth = true;
        caller.presents(Credentials.of(null, "secret"));
        called.hears(caller.says("hello"));
        assertThat(caller.hears(called.says("key"))).isEqualTo(Verdict.AUTH_REQUIRED);
    }

    @Test
    void aCandidateNeedsCredentialsToo() {
        caller.presents(Credentials.of(null, "secret"));
        pair.establish(caller, called);
        caller.presents(null);
        assertThat(called.hears(caller.says("hello"))).isEqualTo(Verdict.AUTH_REQUIRED);
        assertThat(called.state()).isEqualTo(State.ESTABLISHED);
    }

    @Test
    void anotherPasswordStartsTheSessionAnew() {
        caller.presents(Credentials.of("alice", "secret"));
        pair.establish(caller, called);
        caller.session.setCredentials(Credentials.of("someone", "secret"));
        assertThat(caller.state()).as("same password").isEqualTo(State.ESTABLISHED);
        caller.session.setCredentials(Credentials.of("bob", "other secret"));
        assertThat(caller.state()).isEqualTo(State.INIT);
        byte[] key = called.answers(caller.says("hello"), "key");
        caller.hears(key);
        pair.converse(caller, called);
        assertThat(called.session.user()).isEqualTo("bob");
        caller.session.setCredentials(null);
        assertThat(caller.state()).isEqualTo(State.INIT);
        caller.session.setCredentials(null);
        assertThat(called.hears(caller.says("hello"))).isEqualTo(Verdict.AUTH_REQUIRED);
    }

    @Test
    void aRemovedUserIsForgottenByNewSessionsOnly() {
        caller.presents(Credentials.of("alice", "secret"));
        pair.establish(caller, called);
        assertThat(called.context.users().remove("alice")).isEqualTo(1);
        pair.converse(caller, called);
        caller.restarts();
        assertThat(called.hears(caller.says("hello"))).isEqualTo(Verdict.AUTH_REQUIRED);
    }

    @Test
    void passwordsAreBytes() {
        byte[] password = {0, (byte) 0xff, 0, (byte) 0x80, 0};
        called.context.users().add(password, "Local Peers", null);
        caller.presents(new Credentials(null, password));
        assertThat(called.hears(caller.says("hello"))).isEqualTo(Verdict.OK);
        byte[] login = "Local Peers".getBytes(StandardCharsets.UTF_8);
        caller.presents(new Credentials(login, password));
        assertThat(called.hears(caller.says("hello"))).isEqualTo(Verdict.OK);
    }

    @Test
    void credentialsAreEqualByContentAndDoNotPrint() {
        var one = Credentials.of("alice", "secret");
        assertThat(one).isEqualTo(Credentials.of("alice", "secret"));
        assertThat(one).hasSameHashCodeAs(Credentials.of("alice", "secret"));
        assertThat(one).isNotEqualTo(Credentials.of(null, "secret"));
        assertThat(one).isNotEqualTo(Credentials.of("alice", "other"));
        assertThat(one.toString()).doesNotContain("secret", "alice");
    }
}
