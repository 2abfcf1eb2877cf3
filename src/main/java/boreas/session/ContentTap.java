package boreas.session;

import boreas.wire.Packet;

/// Looks on at what sessions carry, before it is sealed and after it was opened. Implemented by
/// `tap`.
///
/// Packets are lent for the call, and stay as they are; their windows hold what follows the data
/// header.
public interface ContentTap {
    /// @param pathBack the way to its sender
    /// @param switchTail of its switch header
    /// @return whether anybody looked
    boolean onContentIn(Session from, int type, Packet content, long pathBack, int switchTail);

    void onContentOut(Session to, int type, Packet content, long path);
}
