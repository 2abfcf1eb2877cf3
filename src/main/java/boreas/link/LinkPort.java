package boreas.link;

import boreas.wire.Packet;

/// The way down from the links: the drivers' side, several UDP sockets or Ethernet devices behind
/// one door. Implemented by `io` in a running node and by the simulated network.
///
/// What goes up comes by [Links#onDatagrams]:
///
/// - UDP socket: the payload of a datagram.
/// - Its beacon socket: the same, under the number of the *data* socket's port, with
///   [Packet#isBroadcast] set and the 8 bytes of the UDP beacon header still in front.
/// - Ethernet device: what follows the 14 bytes of Ethernet itself, so the 6 bytes of the cjdns
///   header are still in front; [Packet#linkLo] is the sender's MAC, [Packet#isBroadcast] what the
///   kernel says.
///
/// The links check and cut those headers, and put them in front of what goes down.
public interface LinkPort {
    /// Takes a packet for the wire. [Packet#port] names the socket or device. The link address
    /// fields name the destination, unless [Packet#isBroadcast] is set: then it goes to whoever can
    /// hear it, `ff:ff:ff:ff:ff:ff` on Ethernet, each broadcast address of the beacon devices from
    /// a UDP port (through its beacon socket; without one, nowhere). The bytes are lent until
    /// [#flush] returns; the port may send them at once or then.
    void send(Packet packet);

    /// The turn ends: whatever was taken goes out now, its packets will be reused.
    void flush();
}
