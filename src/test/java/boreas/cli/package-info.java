/// What the commands print, and their exit codes.
@NullMarked
package boreas.cli;

import org.jspecify.annotations.NullMarked;
