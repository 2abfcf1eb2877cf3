package boreas.config;

import boreas.address.Ip6;
import org.jspecify.annotations.Nullable;

/// A password by which peers may connect.
///
/// @param user the peer's login, and its name for people; null when the file names none
/// @param onlyFrom the one node address that may use it; null for any
public record AuthorizedPassword(
        Password password, @Nullable String user, @Nullable Ip6 onlyFrom) {}
