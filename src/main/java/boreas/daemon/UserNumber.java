package boreas.daemon;

import java.io.IOException;

/// The number of a user of this machine.
public final class UserNumber {
    private UserNumber() {}

    /// Whether somebody has this name.
    public static boolean exists(String name) throws IOException {
        return Account.all().stream().anyMatch(user -> user.name().equals(name));
    }

    /// @param text a name, or a number as it is
    /// @throws IOException with a sentence, when nobody has that name
    public static int of(String text) throws IOException {
        if (text.matches("\\d{1,9}")) return Integer.parseInt(text);
        try {
            return Privileges.account(text).uid();
        } catch (StartFailure e) {
            throw new IOException(
                    "--user: read '%s', expected a user of /etc/passwd, or a number"
                            .formatted(text),
                    e);
        }
    }
}
