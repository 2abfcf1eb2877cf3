package boreas.link;

import boreas.address.LinkAddress;
import boreas.address.PublicKey;

/// A peer worth remembering over a restart: whom to greet, from which port, in which slot.
///
/// @param port link port whose own address the peer knows us by; where that is not there it is the
///   first that can reach the peer
/// @param slot switch interface it had, so that labels through it stay the same
public record KnownPeer(int port, LinkAddress address, PublicKey key, int slot) {
    /// The same, greeted from another port.
    public KnownPeer from(int port) {
        return new KnownPeer(port, address, key, slot);
    }
}
