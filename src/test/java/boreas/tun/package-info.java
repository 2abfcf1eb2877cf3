/// What programs see of the network, as specification.
@NullMarked
package boreas.tun;

import org.jspecify.annotations.NullMarked;
