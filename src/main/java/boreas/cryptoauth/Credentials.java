package boreas.cryptoauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What we present to a peer: a password, and the login that it belongs to where we know one.
/// Secret: it does not print.
///
/// Both are byte strings (a beacon's password is no text). With a login the peer is asked by it
/// (auth type 2), else by the password's hash (auth type 1).
public final class Credentials {
    private final byte @Nullable [] login;
    private final byte[] password;

    public Credentials(byte @Nullable [] login, byte[] password) {
        this.login = login == null ? null : login.clone();
        this.password = password.clone();
    }

    /// From the text of a configuration, as UTF-8.
    public static Credentials of(@Nullable String login, String password) {
        return new Credentials(
                login == null ? null : login.getBytes(StandardCharsets.UTF_8),
                password.getBytes(StandardCharsets.UTF_8));
    }

    /// Not a copy.
    public byte @Nullable [] login() {
        return login;
    }

    /// Not a copy.
    public byte[] password() {
        return password;
    }

    /// Whether the password is the same, whatever the login: genuine nodes keep a session in this
    /// case.
    boolean hasPasswordOf(Credentials other) {
        return MessageDigest.isEqual(password, other.password);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Credentials c
                && Arrays.equals(login, c.login)
                && MessageDigest.isEqual(password, c.password);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(password);
    }

    @Override
    public String toString() {
        return "Credentials(not shown)";
    }
}
