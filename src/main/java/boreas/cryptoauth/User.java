package boreas.cryptoauth;

import boreas.address.Ip6;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Somebody who may connect to this node: one authorised password. Secret: its password's key does
/// not print.
final class User {
    private final String login;
    private final byte[] secret;
    private final long byPassword;
    private final long byLogin;
    private final @Nullable Ip6 onlyFrom;

    User(String login, byte[] secret, long byPassword, long byLogin, @Nullable Ip6 onlyFrom) {
        this.login = login;
        this.secret = secret;
        this.byPassword = byPassword;
        this.byLogin = byLogin;
        this.onlyFrom = onlyFrom;
    }

    String login() {
        return login;
    }

    /// SHA-256 of the password; not a copy.
    byte[] secret() {
        return secret;
    }

    /// Forgets the password; nobody is let in by it any more.
    ///
    /// @return true
    boolean wipe() {
        Arrays.fill(secret, (byte) 0);
        return true;
    }

    /// Whether a handshake that carries this [AuthChallenge] means this user.
    boolean isMeantBy(long challenge) {
        return challenge == byPassword || challenge == byLogin;
    }

    /// Whether the password is good for the node with this address.
    boolean allows(Ip6 address) {
        return onlyFrom == null || onlyFrom.equals(address);
    }

    /// Whether it is tied to just this address, or to none.
    boolean isFor(@Nullable Ip6 address) {
        return Objects.equals(onlyFrom, address);
    }

    @Override
    public String toString() {
        return "User " + login + (onlyFrom == null ? "" : " from " + onlyFrom);
    }
}
