/// The whole node, pure: plumbed in one readable constructor.
///
/// Datagrams, tun packets, commands and deadlines go in; what must go out leaves through
/// [boreas.link.LinkPort], [boreas.tun.TunPort] and [boreas.node.Outside]. The same object runs in
/// production, in a test, and a hundred times over in the simulator. Faces see immutable snapshots
/// and send commands, never a live table. Owned by one thread, the data loop.
@NullMarked
package boreas.node;

import org.jspecify.annotations.NullMarked;
