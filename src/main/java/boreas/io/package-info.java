/// The drivers: UDP sockets, Ethernet and tun devices, changes of the host's network, and the loop
/// that turns them into calls of a pure core.
///
/// [boreas.io.DataLoop] owns the packet path: one platform thread waits, reads a bounded batch of
/// one descriptor, hands it to the [boreas.io.Core], lets it send, and runs its deadlines. Sockets
/// and devices belong to that thread; they hold the buffers that system calls need, so a packet
/// allocates nothing. A packet that the kernel refuses is a counter, a device that cannot be opened
/// is a [boreas.io.DeviceException] with one sentence for the operator.
///
/// Offloads end here: the core sees packets. What it sends is lent until the turn ends, then
/// gathered into runs ([boreas.io.UdpOutbox], [boreas.io.TunOutbox]); what comes in runs is cut
/// ([boreas.io.UdpInbox], [boreas.io.TunInbox]). Queues are bounded, and each flow has its own
/// ([boreas.io.FlowQueue]); while a link has no room tun devices rest ([boreas.io.BackPressure]).
///
/// Refuses: protocol, configuration, policy. Called by `daemon`. Layouts of C structures stand
/// beside the code that fills them, with the manual page that defines them.
@NullMarked
package boreas.io;

import org.jspecify.annotations.NullMarked;
