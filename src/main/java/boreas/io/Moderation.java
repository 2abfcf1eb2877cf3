package boreas.io;

/// Lets packets that come singly, one close behind the other, come together: what a network card
/// calls interrupt moderation.
///
/// A turn costs the same for one packet as for ten, and a sender without offloads sends one by one,
/// each some 20 us after the last: then a node sleeps, wakes and writes for each. So when packets
/// have come like that for a while, and only then, the loop rests a moment before it looks again.
/// Bursts are none of it, since long pauses follow them; large batches are none of it either, since
/// there is little left to gain (ADR 15).
///
/// After a batch it gives way: programs and nodes on the same processors that wait for what was
/// just sent would else wait for the end of this thread's slice, milliseconds in which it sends on
/// (ADR 16).
final class Moderation {
    /// Packets are close when there is one in so long.
    static final long CLOSE_NS = 60_000;

    /// As many in one turn are a batch.
    static final int BATCH_PACKETS = 16;

    /// As many do not come singly. More than what gathers in a rest, else each rest would end them.
    static final int LARGE_BATCH_PACKETS = 32;

    /// Turns in a row, before the first rest.
    static final int TURNS = 8;

    /// The kernel adds its timer slack of some 50 us.
    static final long REST_NS = 100_000;

    private long lastNs;
    private int turns;
    private boolean wasBatch;

    /// A turn ends.
    ///
    /// @param nowNs when it began
    /// @param packets that came in it
    void onTurn(long nowNs, int packets) {
        wasBatch = packets >= BATCH_PACKETS;
        boolean isClose = packets * CLOSE_NS >= nowNs - lastNs && packets < LARGE_BATCH_PACKETS;
        lastNs = nowNs;
        turns = isClose ? Math.min(turns + 1, TURNS) : 0;
    }

    /// Whether the loop shall rest for [#REST_NS] before the next turn.
    boolean isRestDue() {
        return turns >= TURNS;
    }

    /// Whether the loop shall give way before the next turn.
    boolean isWayDue() {
        return wasBatch;
    }
}
