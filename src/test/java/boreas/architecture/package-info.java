/// The project's own taste as tests: who may import whom, and what a pure core may touch.
@NullMarked
package boreas.architecture;

import org.jspecify.annotations.NullMarked;
