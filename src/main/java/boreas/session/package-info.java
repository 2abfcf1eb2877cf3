/// End-to-end sessions: who. One encrypted conversation with each other node, whatever the path.
///
/// Owns the table of sessions, the choice of a path for each destination, the packets that wait for
/// a path or a key, the judgement whether a destination still hears us, and the way back to a
/// session after either side restarted. Refuses: where a path comes from
/// ([boreas.session.PathFinder] finds it), what is inside a packet ([boreas.session.ContentHandler]
/// gets it), and any content but routing messages from a handshake packet, since a recorded
/// handshake can be sent again.
///
/// ```
///   tun, path, iptunnel
///     |  Sessions.send, sendRouting, reply           ^ ContentHandler.onContent
///     v                                              |
///   data header | [handle, then] SecureSession | [handle] | switch header
///     |  Switch.sendFromSelf                         ^ Sessions.onFrame
///     v                                              |
///   switching
/// ```
///
/// Called by `switching` from below and by `tun`, `path` and `node` from above, all on the data
/// loop. Source: cjdns protocol, end-to-end sessions; vectors: `session.json`.
@NullMarked
package boreas.session;

import org.jspecify.annotations.NullMarked;
