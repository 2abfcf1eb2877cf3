/// Source routes: 64-bit labels, the forms in which a switch encodes its interfaces, and the
/// arithmetic on both.
///
/// Everything here is a function of numbers. Refuses: packets, peers, knowledge of who is behind a
/// label. Called by whoever handles a path, from any thread. Source: cjdns protocol, labels and
/// encoding schemes; vectors: `switch.json`.
@NullMarked
package boreas.label;

import org.jspecify.annotations.NullMarked;
