package boreas.switching;

import boreas.wire.Packet;

/// Hears of packets that did not arrive. Errors are not authenticated: anybody on the path can make
/// one, so they are hints.
@FunctionalInterface
public interface SwitchErrorListener {
    /// A node somewhere could not forward or open a packet that this node has sent, or says so.
    ///
    /// @param path the failing packet's path as far as the error came back along it; with an error
    ///   of a switch usually the whole path that was sent on
    /// @param code see [boreas.wire.SwitchErrorCode]
    /// @param cause the failing packet's first bytes as the complaining node had them: the window
    ///   begins at its switch header and has at least 16 bytes; lent for this call
    void onSwitchError(long path, int code, Packet cause, long nowNs);
}
