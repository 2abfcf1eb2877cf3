package boreas.switching;

import boreas.address.LinkAddress;
import boreas.env.Verdict;
import boreas.link.Peer;
import boreas.link.PeerListener;
import boreas.wire.Packet;
import org.jspecify.annotations.Nullable;

/// Plugs peers into the switch: one slot a peer, for as long as it is there.
public final class PeerSlots implements PeerListener {
    private final Switch labelSwitch;

    public PeerSlots(Switch labelSwitch) {
        this.labelSwitch = labelSwitch;
    }

    @Override
    public int onPeerAdded(Peer peer, int wantedSlot) {
        return labelSwitch.attach(new PeerSlot(peer), wantedSlot);
    }

    @Override
    public long labelOf(int slot) {
        return labelSwitch.labelOf(slot);
    }

    @Override
    public void onPeerRemoved(Peer peer) {
        labelSwitch.detach(peer.slot());
    }

    @Override
    public void onFrame(Peer from, Packet frame, long nowNs) {
        labelSwitch.forward(frame, from.slot(), nowNs);
    }

    private record PeerSlot(Peer peer) implements Slot {
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
}
