package boreas.switching;

import boreas.wire.Packet;

/// Looks on at this node's control frames. Implemented by `tap`.
///
/// Packets are lent for the call, and stay as they are.
public interface ControlTap {
    /// A control frame for this node, checked by nobody yet.
    ///
    /// @param p the window begins at the control header
    /// @param pathBack the way to its sender
    /// @param switchTail of its switch header
    /// @return whether anybody looked
    boolean onControlIn(Packet p, long pathBack, int switchTail);

    /// An answer of this node; its own questions are not shown, as in genuine nodes.
    ///
    /// @param p the window begins at the control header
    void onControlOut(Packet p, long path);
}
