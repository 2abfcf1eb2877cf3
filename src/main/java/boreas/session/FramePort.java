package boreas.session;

import boreas.env.Verdict;
import boreas.wire.Packet;

/// The way down from the sessions: the switch, which takes frames of this node's own router.
@FunctionalInterface
public interface FramePort {
    /// @param frame the window begins at the switch header, whose label leads from here to the
    ///   destination
    Verdict send(Packet frame, long nowNs);
}
