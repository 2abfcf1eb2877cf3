package boreas.site;

import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import org.jspecify.annotations.Nullable;

/// A neighbour that the node accepts, with the credentials that follow from both keys, and calls
/// where it can.
///
/// @param endpoint null: the other one has to call
public record PlannedPeer(String machine, PublicKey key, @Nullable PeerEndpoint endpoint) {}
