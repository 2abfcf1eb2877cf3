package boreas.daemon;

import boreas.address.Ip6;
import org.jspecify.annotations.Nullable;

/// Which addresses a link may go to, beyond the rule that none is inside fc00::/8: a link through
/// one's own tunnels would carry itself. From any thread.
@FunctionalInterface
interface Underlay {
    Underlay ANY = _ -> null;

    /// @return why not, as a clause; null when it may
    @Nullable String refusal(Ip6 address);
}
