package boreas.config;

import boreas.address.LinkAddress;
import org.jspecify.annotations.Nullable;

/// The administration socket.
///
/// @param password null: a random one for each start
public record AdminConf(LinkAddress bind, @Nullable Password password) {
    /// The password that leaves the socket open to everybody who can reach it.
    public static final String OPEN = "NONE";

    public boolean isOpen() {
        return password != null && password.is(OPEN);
    }
}
