/// A site put into force: on paper, and on kernels in namespaces.
@NullMarked
package boreas.daemon.site;

import org.jspecify.annotations.NullMarked;
