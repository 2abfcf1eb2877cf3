/// `cjdroute.conf`: read, checked, generated, cleaned, edited, compared.
///
/// - [boreas.config.CjdrouteConf]: the whole file as records, defaults filled in.
/// - [boreas.config.ConfReader]: reads a file and collects *all* problems, each one line with the
///   place, what was read and what would work.
/// - [boreas.config.GenConf]: a commented file for a new node. [boreas.config.CleanConf]: a file
///   without its comments.
/// - [boreas.config.ConfEdit]: one entry more or less, all else as it was; what an
///   [boreas.config.Invitation] brings, for one.
/// - [boreas.config.ConfDifference]: what a running node has to do to go on with another file.
///
/// Refuses: files, sockets, names of hosts (they are looked up by the daemon), the syntax (that is
/// [boreas.value.LaxJson]). Called by the daemon, the command line and the admin API; everything is
/// immutable and may be shared between threads. Source: cjdns protocol, "configuration file";
/// vectors: `conf/*`.
@NullMarked
package boreas.config;

import org.jspecify.annotations.NullMarked;
