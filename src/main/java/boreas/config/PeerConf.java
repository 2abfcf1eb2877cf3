package boreas.config;

import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A peer to connect to.
///
/// @param endpoint an Ethernet address for peers of an Ethernet interface
/// @param password null: the peer has to accept us without
/// @param peerName for people
/// @param version of the protocol that the peer is assumed to speak until it says so itself
public record PeerConf(
        PeerEndpoint endpoint,
        PublicKey publicKey,
        @Nullable String login,
        @Nullable Password password,
        @Nullable String peerName,
        OptionalInt version) {}
