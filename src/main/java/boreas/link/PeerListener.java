package boreas.link;

import boreas.label.Label;
import boreas.wire.Packet;

/// The way up from the links; the switch implements it.
public interface PeerListener {
    /// A new peer wants a switch interface.
    ///
    /// @param wantedSlot the slot it had before a restart, or -1
    /// @return its slot, or -1 when all are taken
    int onPeerAdded(Peer peer, int wantedSlot);

    /// The one-hop path by a slot.
    default long labelOf(int slot) {
        return Label.ofInterface(slot);
    }

    /// The peer is gone; its slot is free.
    void onPeerRemoved(Peer peer);

    /// A decrypted frame; the window begins at the switch header.
    void onFrame(Peer from, Packet frame, long nowNs);
}
