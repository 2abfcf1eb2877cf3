package boreas.link;

import boreas.address.PublicKey;
import boreas.cryptoauth.Credentials;

/// What a beacon says; anybody may have made it up.
///
/// @param linkHi where the sender takes ordinary packets, with `linkLo` and `udpPort`: as in
///   [boreas.wire.Packet]
/// @param version protocol version, at least the oldest that we speak with
/// @param credentials what lets us in
record HeardBeacon(
        int port,
        long linkHi,
        long linkLo,
        int udpPort,
        PublicKey key,
        int version,
        Credentials credentials) {
    /// From the same device or address, whatever the UDP ports.
    boolean isFromSourceOf(Peer peer) {
        return peer.port() == port && peer.linkHi() == linkHi && peer.linkLo() == linkLo;
    }
}
