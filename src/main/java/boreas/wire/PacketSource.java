package boreas.wire;

import org.jspecify.annotations.Nullable;

/// Where a station gets an empty packet for something that the node itself has to say.
///
/// Such packets live until the end of the turn, like those that a driver brought. There are only so
/// many of them a turn: who gets none says nothing, and counts [boreas.env.Verdict#NO_ROOM].
@FunctionalInterface
public interface PacketSource {
    /// An empty packet with the usual head room, null when this turn has none left.
    @Nullable Packet take();

    /// Packets of a batch that somebody else empties at the end of the turn.
    static PacketSource of(Batch batch) {
        return () -> batch.isFull() ? null : batch.next();
    }
}
