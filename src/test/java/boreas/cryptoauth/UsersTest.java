package boreas.cryptoauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import org.junit.jupiter.api.Test;

class UsersTest {
    private final Users users = new Users(Contexts.CRYPTO);

    @Test
    void usersWithoutALoginAreNumbered() {
        users.add("one", null, null);
        users.add("two", "named", null);
        users.add("three", null, null);
        assertThat(users.logins()).containsExactly("Anon #0", "named", "Anon #2");
    }

    @Test
    void aNumberThatIsGivenIsPassedOver() {
        users.add("one", null, null);
        users.add("two", null, null);
        users.remove("Anon #0");
        users.add("three", null, null);
        assertThat(users.logins()).containsExactly("Anon #1", "Anon #2");
    }

    @Test
    void oneIsRemovedByTheWordsItWasAddedWith() {
        var address = new Ip6(0xfc00_0000_0000_0000L, 7);
        users.add("one", null, null);
        users.add("one", "alice", null);
        users.add("one", "alice", address);
        assertThat(users.remove("one".getBytes(UTF_8), "alice", address)).isEqualTo("alice");
        assertThat(users.remove("one".getBytes(UTF_8), null, null)).isEqualTo("Anon #0");
        assertThat(users.remove("two".getBytes(UTF_8), "alice", null)).isNull();
        assertThat(users.remove("one".getBytes(UTF_8), "bob", null)).isNull();
        assertThat(users.logins()).containsExactly("alice");
    }

    @Test
    void aLoginWithAnotherPasswordIsRefused() {
        assertThat(users.add("one", "alice", null)).isTrue();
        assertThat(users.add("two", "alice", null)).isFalse();
        assertThat(users.logins()).containsExactly("alice");
    }

    @Test
    void theSamePasswordAgainIsAddedOnceMore() {
        users.add("one", "alice", null);
        assertThat(users.add("one", "alice", null)).isTrue();
        assertThat(users.logins()).containsExactly("alice", "alice");
        assertThat(users.remove("alice")).isEqualTo(2);
        assertThat(users.logins()).isEmpty();
    }

    @Test
    void thePasswordsOfThoseWhoAreRemovedAreWiped() {
        users.add("one", "alice", null);
        users.add("two", "bob", null);
        var alice = byLogin("alice");
        var bob = byLogin("bob");
        users.remove("alice");
        assertThat(alice.secret()).containsOnly(0);
        assertThat(bob.secret()).isNotEqualTo(alice.secret());
        users.removeAll();
        assertThat(bob.secret()).containsOnly(0);
    }

    private User byLogin(String login) {
        long challenge = AuthChallenge.byLogin(Contexts.CRYPTO, login.getBytes(UTF_8));
        var user = users.find(challenge, new Ip6(0xfc00_0000_0000_0000L, 1));
        if (user == null) throw new AssertionError("no user " + login);
        return user;
    }

    @Test
    void allAreRemovedAtOnce() {
        users.add("one", "alice", null);
        users.add("two", null, null);
        assertThat(users.remove("nobody")).isZero();
        assertThat(users.removeAll()).isEqualTo(2);
        assertThat(users.removeAll()).isZero();
    }

    @Test
    void theFirstWhoFitsIsMeantAndOneForThisAddressBeforeOneForAnother() {
        var here = new Ip6(0xfc00_0000_0000_0000L, 1);
        var elsewhere = new Ip6(0xfc00_0000_0000_0000L, 2);
        users.add("one", "tied", elsewhere);
        byte[] secret = Contexts.CRYPTO.sha256("one".getBytes(UTF_8));
        long challenge = AuthChallenge.byPassword(Contexts.CRYPTO, secret);
        assertThat(users.find(challenge, here)).hasToString("User tied from " + elsewhere);
        users.add("one", "first", null);
        users.add("one", "second", null);
        assertThat(users.find(challenge, here)).hasToString("User first");
        assertThat(users.find(challenge, elsewhere)).hasToString("User tied from " + elsewhere);
        assertThat(users.find(challenge ^ 1, here)).isNull();
    }

    @Test
    void aUserPrintsNoSecret() {
        users.add("password", "alice", null);
        long challenge = AuthChallenge.byLogin(Contexts.CRYPTO, "alice".getBytes(UTF_8));
        assertThat(users.find(challenge, new Ip6(0, 1))).hasToString("User alice");
    }

    @Test
    void aPasswordIsThereByJustTheWordsThatItWasAddedWith() {
        users.add("secret", "home", null);
        users.add("other", null, null);
        assertThat(users.has("secret".getBytes(UTF_8), "home", null)).isTrue();
        assertThat(users.has("other".getBytes(UTF_8), null, null)).isTrue();
        assertThat(users.has("secret".getBytes(UTF_8), null, null)).isFalse();
        assertThat(users.has("other".getBytes(UTF_8), "home", null)).isFalse();
        assertThat(users.has("secret".getBytes(UTF_8), "home", Ip6.mapped(1))).isFalse();
        users.remove("home");
        assertThat(users.has("secret".getBytes(UTF_8), "home", null)).isFalse();
    }
}
