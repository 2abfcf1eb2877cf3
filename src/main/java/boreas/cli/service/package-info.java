/// The node as a service of its machine: what a systemd unit and an init script say, and the files
/// that carry them.
///
/// Owns the texts ([SystemdUnits], [InitScript]: pure), the copy of the program ([ProgramCopy]) and
/// the mark by which a file of ours is known again ([MarkedFile]). Refuses: to touch a file that
/// somebody else has made or edited, and to start or stop anything. Called by `cli` on its one
/// thread. Source: systemd.service(5), systemd.exec(5), Linux Standard Base 5.0, init scripts;
/// cjdns protocol, services.
@NullMarked
package boreas.cli.service;

import org.jspecify.annotations.NullMarked;
