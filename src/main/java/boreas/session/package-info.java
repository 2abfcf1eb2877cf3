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
/// **Which path.** A session keeps up to four ([boreas.session.PathSet]). That something sent by a
/// path was answered proves the way there, and only that ends its silence; that something authentic
/// came by it proves the way back. Without traffic nothing is probed. The path in use is asked once
/// a second, oftener when the far end only listens, at once when it has been talking and falls
/// silent; two others are asked once in five seconds ([boreas.session.PathProbes]). Two overdue
/// answers, more where loss is usual, and traffic goes by the path that has answered, or that was
/// ready and shares the fewest relays. Something better is taken only by measure, several times in
/// a row. What others say, switches, links, praise, brings a probe and moves no traffic, and fewer
/// probes each time that it was wrong. All rules, their bounds and their cost: docs/paths.md; why:
/// ADR 7.
///
/// **Where.** [boreas.session.Sessions] is the table and the seam, [boreas.session.Session] what
/// one conversation looks like on the wire, [boreas.session.Upkeep] what keeps it: all that happens
/// by time.
///
/// Called by `switching` from below and by `tun`, `path` and `node` from above, all on the data
/// loop. Source: cjdns protocol, end-to-end sessions; vectors: `session.json`.
@NullMarked
package boreas.session;

import org.jspecify.annotations.NullMarked;
