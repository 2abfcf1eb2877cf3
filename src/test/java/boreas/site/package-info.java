/// Site files and plans, judged by the test's own reading of them.
@NullMarked
package boreas.site;

import org.jspecify.annotations.NullMarked;
