package boreas.switching;

import boreas.address.LinkAddress;
import boreas.env.Verdict;
import boreas.link.Peer;
import boreas.wire.Packet;
import org.jspecify.annotations.Nullable;

/// A peer in its slot.
record PeerSlot(Peer peer) implements Slot {
    @Override
    public Verdict take(Packet frame, long nowNs) {
        return peer.send(frame, nowNs);
    }

    @Override
    public void onLinkPong(Packet pong, int dataAt, int version, long nowNs) {
        peer.onPong(pong, dataAt, version, nowNs);
    }

    @Override
    public @Nullable LinkAddress linkAddress() {
        return peer.linkAddress();
    }
}
