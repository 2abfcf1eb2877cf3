/// Programs that look on, and what they may send, as specification.
@NullMarked
package boreas.tap;

import org.jspecify.annotations.NullMarked;
