/// Measurements of whole nodes, started by `./dev bench NAME`; see `bench/README.md`.
@NullMarked
package boreas.bench;

import org.jspecify.annotations.NullMarked;
