package boreas.link;

import boreas.wire.Packet;

/// The way down from the links: the drivers' side, several UDP sockets or Ethernet devices behind
/// one door. Implemented by `io` in a running node and by the simulated network.
public interface LinkPort {
    /// Takes a packet for the wire. [Packet#port] names the socket or device, the link address
    /// fields name the destination. The bytes are lent until [#flush] returns; the port may send
    /// them at once or then.
    void send(Packet packet);

    /// The turn ends: whatever was taken goes out now, its packets will be reused.
    void flush();
}
