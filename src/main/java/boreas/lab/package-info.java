/// A laboratory of hosts on one machine: network namespaces, the cables between them, nodes as
/// processes, and the instruments that watch both from outside.
///
///       Topology ── who is joined with whom, a plain value
///           │
///       Network ─── Namespaces ── hosts ── NodeProcess (a node in its host, by its NodeConfig)
///           │           │           ├───── Ping, Iperf, NodeAdmin, WireTap
///           │           └──────── Cable  (a veth pair: addresses, cut, mend)
///           ├────── Flow  (an echo from host to host, and whom it crosses)
///       SiteNetwork ── the same with one site file for all, and nothing else
///
/// Owns what it makes and takes all of it down: at `close`, at Ctrl-C, and by a shell that
/// waits beside when this JVM is killed. Processes are ended by their number, and only those
/// inside its own namespaces.
///
/// Refuses: any knowledge of a node's inside. A node, ours or another, is a program that reads a
/// configuration on standard input; what it does is seen on the wire, at the tun and at its admin
/// port. Nothing here reaches the machine's own network.
///
/// Called by `boreas demo`, by the scenarios and by the measurements, each from one thread;
/// instruments that watch have a thread of their own.
@NullMarked
package boreas.lab;

import org.jspecify.annotations.NullMarked;
