/// What a node counts, for programs that collect figures: Prometheus' text format over HTTP, on
/// loopback or a Unix socket.
///
/// Owns names and help lines of all metrics, the page, and the small server that gives it out.
/// Refuses: counting itself (the stations do that), and any question but for the page; it asks the
/// node through [boreas.admin.NodeGate], as the admin interface does. Called by `daemon`; runs on
/// virtual threads of its own, one for each question. For users: `docs/metrics.md`.
@NullMarked
package boreas.metrics;

import org.jspecify.annotations.NullMarked;
