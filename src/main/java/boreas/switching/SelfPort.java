package boreas.switching;

import boreas.wire.Packet;

/// The way up from the switch: frames for this node's own router that are no control frames.
/// Implemented by `session`.
@FunctionalInterface
public interface SelfPort {
    /// @param p the window begins at the switch header, and at least 4 bytes follow that
    /// @param pathBack the path to the sender
    void onFrame(Packet p, long pathBack, long nowNs);
}
