package boreas.switching;

import boreas.address.LinkAddress;
import boreas.env.Verdict;
import boreas.wire.Packet;
import org.jspecify.annotations.Nullable;

/// What is plugged into one interface of the switch: a peer, or this node's own router.
interface Slot {
    /// Takes a frame that the switch has for it; the window begins at the switch header.
    Verdict take(Packet frame, long nowNs);

    /// A PONG came back from the peer itself that answers a ping of the link layer.
    ///
    /// @param pong the window begins at the control header
    /// @param dataAt where the echoed data begin
    default void onLinkPong(Packet pong, int dataAt, int version, long nowNs) {}

    /// Where the peer is seen; null if it is none, or not known.
    default @Nullable LinkAddress linkAddress() {
        return null;
    }
}
