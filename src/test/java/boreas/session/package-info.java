/// Sessions as specification: nodes that have nothing else, on a fake clock.
@NullMarked
package boreas.session;

import org.jspecify.annotations.NullMarked;
