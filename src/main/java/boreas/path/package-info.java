/// Where paths come from. Each pathfinder is a package of its own: [boreas.path.dht] asks other
/// nodes; one that asks a supernode is to come.
///
/// Owns nothing but the place. Called by `node`.
@NullMarked
package boreas.path;

import org.jspecify.annotations.NullMarked;
