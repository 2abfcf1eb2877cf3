/// Overlay networks that are measured beside each other: ours, the genuine node, and others that
/// people might choose. Each is laid in a laboratory of its own, started, and taken down whole.
///
/// Owns: how each one is configured and started, and which processes are its nodes. Refuses: what
/// is measured. A program is found on the PATH or by an environment variable, and never built here.
@NullMarked
package boreas.bench.overlay;

import org.jspecify.annotations.NullMarked;
