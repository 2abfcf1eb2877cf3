/// Next hop: peers and their life, from the first hello to the last probe.
///
/// A *peer* is one neighbour at one link address with one secure session and one switch interface.
/// This package owns the headers in front of a link's packets, finding the peer for a datagram,
/// taking in new peers that know a password, calling configured ones, finding neighbours by
/// beacons, keeping links alive, noticing within about a second that one is not, and healing it. It
/// refuses routing and end-to-end matters. Called by `node` on the data loop; the way down is
/// [boreas.link.LinkPort], the way up [boreas.link.PeerListener] (frames) and
/// [boreas.link.PeerEvents] (what happened). Source: cjdns protocol, peering layer.
@NullMarked
package boreas.link;

import org.jspecify.annotations.NullMarked;
