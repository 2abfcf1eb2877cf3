/// The daemon's parts, without a network.
@NullMarked
package boreas.daemon;

import org.jspecify.annotations.NullMarked;
