package boreas.config;

import boreas.address.LinkAddress;
import org.jspecify.annotations.Nullable;

/// The administration socket.
///
/// @param password null: a random one for each start
/// @param socket the Unix socket beside it, an absolute path; null: none
public record AdminConf(LinkAddress bind, @Nullable Password password, @Nullable String socket) {
    /// The password that leaves the socket open to everybody who can reach it.
    public static final String OPEN = "NONE";

    public boolean isOpen() {
        return password != null && password.is(OPEN);
    }
}
