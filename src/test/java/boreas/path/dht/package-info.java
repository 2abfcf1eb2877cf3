/// The distributed pathfinder as specification.
@NullMarked
package boreas.path.dht;

import org.jspecify.annotations.NullMarked;
