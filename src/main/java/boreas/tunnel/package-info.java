/// Site to site: packets of one tun device a remote site, carried in sessions as IPv6 inside IPv6.
///
/// Owns both ends of RFC 2473 for the machines that a site file declares: which packets may enter
/// and leave (source and destination checks both ways), the encapsulation limit, fragments that a
/// far kernel sends, errors for the senders of inner packets, and the probe that tells whether a
/// tunnel carries anything. Refuses: devices, routes and firewall (the daemon has them), which
/// session and path, and what anybody else sends with these content types: that goes to the cjdns
/// device (`boreas.tun`) as ever, so that tunnels of the kernel work beside it.
///
/// ```
///   device of a site ──> Tunnels.onTun ──> Tunnel.enter ──> Sessions.send(41 | 4 | 60)
///   device of a site <── Tunnel.exit   <── Tunnels.onContent <── session (4, 41, 44, 60; 58 errors)
///                                              └── not of a declared site ──> tun.TunStation
/// ```
///
/// Called by `node` with what devices gave, and by `session` with content, both on the data loop; a
/// node without tunnels has its content go past this package. Sources: RFC 2473, RFC 4443; cjdns
/// protocol, data header. Why so: ADR 8.
@NullMarked
package boreas.tunnel;

import org.jspecify.annotations.NullMarked;
