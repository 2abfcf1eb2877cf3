package boreas.link;

import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.cryptoauth.Credentials;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A peer to call, as configured.
///
/// @param port link port to call from
/// @param endpoint address, or host name to look up
/// @param credentials what the peer authorised us with; null calls without
/// @param name shown to people as its user
/// @param version protocol version assumed until the peer tells, 0 unknown
public record PeerSettings(
        int port,
        PeerEndpoint endpoint,
        PublicKey key,
        @Nullable Credentials credentials,
        @Nullable String name,
        int version) {
    /// Whether it is called from the same port, at the same place, with the same words.
    public boolean isSameLink(PeerSettings other) {
        return port == other.port
                && endpoint.equals(other.endpoint)
                && key.equals(other.key)
                && Objects.equals(credentials, other.credentials);
    }

    /// The same, called from another port.
    public PeerSettings from(int port) {
        return new PeerSettings(port, endpoint, key, credentials, name, version);
    }
}
