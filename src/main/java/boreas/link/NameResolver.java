package boreas.link;

import boreas.address.PeerEndpoint;

/// Turns host names into addresses, elsewhere and later: the links never wait for DNS. The answer
/// comes back through [Links#onResolved].
@FunctionalInterface
public interface NameResolver {
    /// @param peerId which peer asks; goes back with the answer
    void resolve(long peerId, PeerEndpoint.Named name);
}
