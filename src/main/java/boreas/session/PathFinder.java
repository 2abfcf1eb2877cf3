package boreas.session;

import boreas.address.Ip6;
import boreas.label.Label;
import boreas.wire.Packet;

/// Who finds paths for sessions. Declared here, implemented by `path`.
public interface PathFinder {
    /// Somebody wants to talk to this address, and no path is known or a better one is wanted. What
    /// is found is told by [Sessions#onPathFound], at once or later, or never.
    ///
    /// Told often for the same address: with each packet that waits, and now and then for a session
    /// in use.
    void onPathWanted(Ip6 destination, long nowNs);

    /// Writes a ping into an empty packet: the smallest message that makes the far end answer. It
    /// also sets a session up, as routing messages are the only content of handshake packets.
    ///
    /// The answer to it is told by [Session#onAnswered], with the same label.
    ///
    /// @param label the path that the ping will take
    /// @return false if none can be written now
    boolean writePing(Packet into, Session session, long label, long nowNs);

    /// How many relays two paths have in common, as far as known: 0 when no node but the far end
    /// can break both. Asked when a session chooses which paths to keep beside the one in use.
    ///
    /// The labels alone tell whether both begin with the same neighbour.
    default int sharedHops(long a, long b) {
        return Label.isSameFirstHop(a, b) ? 1 : 0;
    }

    /// Whether a path is known to cross a node twice, be it this one: whoever was told of its parts
    /// has composed it without knowing where they lead. Asked of each new path, and again when one
    /// is answered, since by then more may be known.
    default boolean isLoop(long label) {
        return false;
    }

    /// Something that was sent by this path was answered: news for the costs of links.
    ///
    /// @param roundTripNs there by this path, back by whichever the far end chose
    default void onPathAnswered(Session session, long label, long roundTripNs, long nowNs) {}

    /// A session gave this path up: what it sent by it stayed unanswered.
    default void onPathSilent(Session session, long label, long nowNs) {}

    /// Finds nothing; for tests, and until a real one is attached.
    PathFinder NONE =
            new PathFinder() {
                @Override
                public void onPathWanted(Ip6 destination, long nowNs) {}

                @Override
                public boolean writePing(Packet into, Session session, long label, long nowNs) {
                    return false;
                }
            };
}
