/// The command line, in two personalities: `boreas` ([boreas.cli.Main]) with its subcommands, and
/// the drop-in `cjdroute` ([boreas.cli.Cjdroute]).
///
/// Owns what is printed and the exit codes. Refuses: protocol, threads, system calls; a command
/// asks the daemon or speaks to a running node by its admin interface; a few write files that are
/// an operator's: `invite`, `join` and `revoke` the configuration, `install-service` units and
/// scripts. An error is one sentence on stderr, never a stack trace. Runs on the main thread.
@NullMarked
package boreas.cli;

import org.jspecify.annotations.NullMarked;
