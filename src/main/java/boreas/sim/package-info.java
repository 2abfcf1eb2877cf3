/// A world of whole nodes on a made-up network, in virtual time.
///
/// The same [boreas.node.Node] as in production, many of them in one JVM, with a clock that jumps
/// from event to event and a network that delays, loses, repeats, reorders and cuts as a seed says.
/// A seed reproduces a run exactly. Used by tests, by `boreas sim` and by the demo where the
/// machine allows no network namespaces. One thread.
@NullMarked
package boreas.sim;

import org.jspecify.annotations.NullMarked;
