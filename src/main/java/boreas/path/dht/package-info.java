/// The distributed pathfinder: nodes ask each other who is where.
///
/// Owns the graph of known nodes and links with the best path to each, the answers to other nodes'
/// questions, the search for an address, the work on better and on independent paths to whoever is
/// talked to, and the modest upkeep that keeps all that true. Refuses: which of several paths a
/// session uses ([boreas.session.Sessions] decides that by what it hears), and any state from
/// messages that may be replays.
///
/// ```
///   onPathWanted --> Destinations --> Frontier (whom to ask) --> PeerQuestions -+
///               \--> Searches (who is near to it) ------------------------------+--> Questions . . wire
///   onPathFound <--- Destinations <--- Routes (best, and around it)             |        |
///                                        ^                                      |        v  an answer,
///                                    NodeStore (BestPaths, Eviction) <----------+--------+  or a timeout
///   a question of others --> Answers --^          ^
///                                Upkeep: Neighbourhood, Contacts, searches; PeerUpkeep
/// ```
///
/// Start with [NodeStore], then [Destinations] and [Frontier]. Why it is not as genuine nodes have
/// it: `docs/adr/0006-paths-from-a-graph.md`.
///
/// Called by `session` (content type 256, [boreas.session.PathFinder]) and by `node` (peers come
/// and go), all on the data loop. Nothing here is on the way of a user's packet, so it may
/// allocate. Source: cjdns protocol, legacy DHT pathfinder.
@NullMarked
package boreas.path.dht;

import org.jspecify.annotations.NullMarked;
