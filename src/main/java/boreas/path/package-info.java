/// Where paths come from, and what they are like. Each pathfinder is a package of its own:
/// [boreas.path.dht] asks other nodes; one that asks a supernode is to come. [boreas.path.trace]
/// looks at a path hop by hop, for people.
///
/// Owns nothing but the place. Called by `node`.
@NullMarked
package boreas.path;

import org.jspecify.annotations.NullMarked;
