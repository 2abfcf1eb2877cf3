/// Site to site from one file: which machine has which addresses, by which tunnel each other site
/// is reached, and what may talk to what.
///
/// - [boreas.site.SiteReader]: reads the site file (`site.conf`, the dialect of `cjdroute.conf`)
///   and collects *all* problems, each with its place.
/// - [boreas.site.SitePlan]: what one machine has to do by it: settings of the machine as data
///   ([boreas.host.Setting]), peers, tunnels, firewall. The same on each machine, whatever the
///   order in the file.
/// - [boreas.site.PlanText] and its neighbours: a plan for people, as commands, as JSON.
/// - [boreas.site.UlaPrefix]: a /48 of one's own by RFC 4193.
///
/// Refuses: secrets (a link's password follows from the two keys, see
/// [boreas.cryptoauth.PairCredentials]), files, system calls, clocks, names of hosts. Everything is
/// immutable and may be shared between threads; called by the command line, and by the daemon when
/// it puts a plan into force. Sources: RFC 4193, RFC 2473.
@NullMarked
package boreas.site;

import org.jspecify.annotations.NullMarked;
