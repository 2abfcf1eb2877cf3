package boreas.cryptoauth;

import boreas.address.Ip6;
import boreas.crypto.Crypto;
import boreas.wire.Packet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The passwords that this node accepts, in the order in which they were added. Owned by the data
/// loop; sessions that a removed user has opened go on.
public final class Users {
    /// What those are called who have no login; a number follows.
    private static final String NAMELESS = "Anon #";

    private final Crypto crypto;
    private final List<User> users = new ArrayList<>();

    public Users(Crypto crypto) {
        this.crypto = crypto;
    }

    /// Authorises a password.
    ///
    /// @param login null: it is called `Anon #<n>`, n being the number of users so far, or the next
    ///   that is free
    /// @param onlyFrom when given, the password is good for the node with this address only
    /// @return false when the login exists with another password: then nothing was added. The same
    ///   password again is added once more
    public boolean add(byte[] password, @Nullable String login, @Nullable Ip6 onlyFrom) {
        byte[] secret = AuthChallenge.secret(crypto, password);
        if (login != null)
            for (var u : users)
                if (u.login().equals(login) && !MessageDigest.isEqual(u.secret(), secret)) {
                    Arrays.fill(secret, (byte) 0);
                    return false;
                }
        String name = login != null ? login : nameless();
        users.add(
                new User(
                        name,
                        secret,
                        AuthChallenge.byPassword(crypto, secret),
                        AuthChallenge.byLogin(crypto, name.getBytes(StandardCharsets.UTF_8)),
                        onlyFrom));
        return true;
    }

    /// As genuine nodes count, but for names that somebody has: links are told apart by them.
    private String nameless() {
        int number = users.size();
        while (logins().contains(NAMELESS + number)) number++;
        return NAMELESS + number;
    }

    /// The same with a password that is text.
    public boolean add(String password, @Nullable String login, @Nullable Ip6 onlyFrom) {
        return add(password.getBytes(StandardCharsets.UTF_8), login, onlyFrom);
    }

    /// Removes all users with this login.
    ///
    /// @return how many there were
    public int remove(String login) {
        int before = users.size();
        users.removeIf(u -> u.login().equals(login) && u.wipe());
        return before - users.size();
    }

    /// Removes the user that was added with just these words, the last one of several.
    ///
    /// @param login null: it had none
    /// @return what it was called; null when there is none
    public @Nullable String remove(
            byte[] password, @Nullable String login, @Nullable Ip6 onlyFrom) {
        int i = last(password, login, onlyFrom);
        if (i < 0) return null;
        var user = users.remove(i);
        user.wipe();
        return user.login();
    }

    /// Whether a user is there that was added with just these words.
    ///
    /// @param login null: it had none
    public boolean has(byte[] password, @Nullable String login, @Nullable Ip6 onlyFrom) {
        return last(password, login, onlyFrom) >= 0;
    }

    /// Below 0: there is none.
    private int last(byte[] password, @Nullable String login, @Nullable Ip6 onlyFrom) {
        byte[] secret = AuthChallenge.secret(crypto, password);
        int i = users.size() - 1;
        while (i >= 0 && !isJust(users.get(i), secret, login, onlyFrom)) i--;
        Arrays.fill(secret, (byte) 0);
        return i;
    }

    private static boolean isJust(
            User user, byte[] secret, @Nullable String login, @Nullable Ip6 onlyFrom) {
        return MessageDigest.isEqual(user.secret(), secret)
                && user.isFor(onlyFrom)
                && (login == null ? user.login().startsWith(NAMELESS) : user.login().equals(login));
    }

    /// Removes everybody.
    ///
    /// @return how many there were
    public int removeAll() {
        int before = users.size();
        users.forEach(User::wipe);
        users.clear();
        return before;
    }

    /// The logins, in order.
    public List<String> logins() {
        return users.stream().map(User::login).toList();
    }

    /// Whether a handshake packet presents credentials that a user has; cheap, to be asked before
    /// any work is done for a stranger.
    public boolean isMeantBy(Packet handshake, Ip6 address) {
        return find(Handshake.challenge(handshake), address) != null;
    }

    /// Whom a handshake from this address means by its challenge: the first who fits; one who is
    /// tied to another address only when nobody else fits.
    @Nullable User find(long challenge, Ip6 address) {
        User foreign = null;
        for (int i = 0; i < users.size(); i++) {
            var user = users.get(i);
            if (!user.isMeantBy(challenge)) continue;
            if (user.allows(address)) return user;
            foreign = user;
        }
        return foreign;
    }
}
