/// The end of `./dev test`: which tests were skipped and why, and the closing line.
@NullMarked
package boreas.report;

import org.jspecify.annotations.NullMarked;
