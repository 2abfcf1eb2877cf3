package boreas.session;

import boreas.env.Verdict;
import boreas.wire.Packet;

/// The way up from the sessions: who handles a kind of content. Implemented by `tun`, `path`,
/// `iptunnel`.
@FunctionalInterface
public interface ContentHandler {
    /// Content that came in a session; [Session#isReplayable] tells whether it may have come
    /// before.
    ///
    /// @param content the window holds what follows the data header
    /// @param pathBack label of the way that it came, from here to the sender
    /// @return what became of it; counted by the caller
    Verdict onContent(Session from, int type, Packet content, long pathBack, long nowNs);
}
