/// The distributed pathfinder: nodes ask each other who is where.
///
/// Owns the table of nodes and the ways to them, the answers to other nodes' questions, the search
/// for an address, and the modest upkeep that keeps the table true. Refuses: which of several ways
/// a session uses ([boreas.session.Sessions] decides that by what it hears), and any state from
/// messages that may be replays.
///
/// ```
///   onPathWanted --> Searches --ask--> Questions --> Sessions.ask ...            . . . wire
///                       ^                  |
///        onPathFound <--+                  v  an answer, or a timeout
///                       |        RoutingTable <-- PeerUpkeep (asks peers for their peers)
///   a question of others --> Answers --^     --> Sessions.reply                  . . . wire
/// ```
///
/// Called by `session` (content type 256, [boreas.session.PathFinder]) and by `node` (peers come
/// and go), all on the data loop. Nothing here is on the way of a user's packet, so it may
/// allocate. Source: cjdns protocol, legacy DHT pathfinder.
@NullMarked
package boreas.path.dht;

import org.jspecify.annotations.NullMarked;
