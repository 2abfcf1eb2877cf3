package boreas.session;

import boreas.address.Ip6;
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
    /// @param label the path that the ping will take
    /// @return false if none can be written now
    boolean writePing(Packet into, Session session, long label, long nowNs);

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
