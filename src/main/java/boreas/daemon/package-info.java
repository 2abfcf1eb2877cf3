/// A node as a process: threads, drivers, start, stop, log and files.
///
/// Owns the one *data loop* (a platform thread that owns the node and its drivers), the *control*
/// thread for what is slow (host changes, devices, files), another for names, the order of the
/// start, the readiness message to the launcher, what systemd is told, another configuration for a
/// node that runs ([boreas.daemon.Reload]), the log and the file of known peers. Refuses: protocol;
/// it moves bytes, commands and immutable snapshots between the node and the world. Called by
/// `cli`. A wrong setting or a missing right ends the start with a [boreas.daemon.StartFailure],
/// whose message is one sentence for the operator.
@NullMarked
package boreas.daemon;

import org.jspecify.annotations.NullMarked;
