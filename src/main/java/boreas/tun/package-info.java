/// Where IPv6 packets enter and leave at the inside: between tun devices and sessions.
///
/// Owns the checks on what a local program sends, the removal and rebuilding of IPv6 headers, and
/// the ICMPv6 errors that tell a program why its packet went nowhere. Refuses: which session, which
/// path; the device itself (`io` has it, with its packet-information prefix). Called by `node` with
/// what the devices gave and by `session` with content, both on the data loop. Source: cjdns
/// protocol, data header.
@NullMarked
package boreas.tun;

import org.jspecify.annotations.NullMarked;
