package boreas.io;

import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.Errno;
import boreas.wire.Batch;
import boreas.wire.EthernetHeader;
import boreas.wire.Packet;

/// An Ethernet device, as a link of the node: frames of ethertype `fc00` and no others. Source:
/// cjdns protocol, Ethernet interface; packet(7).
///
/// The kernel adds and removes the 14 bytes of Ethernet; a packet begins with the [EthernetHeader].
/// Its link address is the other end's MAC. A packet that is marked [Packet#isBroadcast] goes to
/// everybody, wherever its link address points.
///
/// A device that is switched off keeps its socket, which works again when it is switched on. One
/// that is deleted never comes back to it: whoever watches the devices ([DeviceWatch]) must remove
/// it.
public final class EthernetDevice implements PacketDevice {
    /// The longest frame that is read, as on UDP: devices with jumbo frames carry as much.
    public static final int FRAME_MAX_BYTES = DatagramDescriptor.DATAGRAM_MAX_BYTES;

    /// The bit of a MAC that says "many": no single sender has it.
    private static final long GROUP = 0x0100_0000_0000L;

    private final DatagramDescriptor socket;
    private final NetworkDevice device;
    private final Counters counters;
    private final LinkLayerAddress sender;
    private final LinkLayerAddress receiver;
    private int mtuBytes;

    EthernetDevice(int fd, NetworkDevice device, Counters counters) {
        socket = new DatagramDescriptor(fd, counters);
        socket.enlargeReceiveBuffer();
        this.device = device;
        this.counters = counters;
        mtuBytes = device.mtuBytes();
        sender = new LinkLayerAddress(device.index(), EthernetHeader.ETHERTYPE);
        receiver = new LinkLayerAddress(device.index(), EthernetHeader.ETHERTYPE);
    }

    /// Opens a device of the calling thread's network namespace; needs CAP_NET_RAW.
    ///
    /// @param counters of the thread that will use it
    public static EthernetDevice open(NetworkDevice device, Counters counters)
            throws DeviceException {
        try (var socket = EthernetSocket.open()) {
            return socket.bind(device, counters);
        }
    }

    @Override
    public int fd() {
        return socket.fd();
    }

    /// As it was when it was opened.
    public NetworkDevice device() {
        return device;
    }

    /// Longer packets cannot be sent.
    public int mtuBytes() {
        return mtuBytes;
    }

    public void setMtuBytes(int mtuBytes) {
        this.mtuBytes = mtuBytes;
    }

    /// Why the kernel refused last, 0 when it never did; see [Errno#text].
    public int lastSendErrno() {
        return socket.lastSendErrno();
    }

    @Override
    public boolean receive(Batch into) {
        // Bounded by attempts, not by what was good: rubbish must not hold the loop.
        for (int i = into.capacity() - into.size(); i > 0; i--) {
            var p = into.next();
            long n = socket.receive(p, sender);
            if (n >= 0 && n <= FRAME_MAX_BYTES && isForUs()) {
                p.setWindow(p.start(), (int) n);
                p.linkHi = 0;
                p.linkLo = sender.mac();
                p.linkUdpPort = 0;
                p.isBroadcast = sender.packetType() == LinkLayerAddress.PACKET_BROADCAST;
                continue;
            }
            into.unNext();
            if (n == -Errno.EAGAIN) break;
            if (n > FRAME_MAX_BYTES) counters.count(Verdict.OVERSIZE);
            else if (n >= 0 && sender.packetType() != LinkLayerAddress.PACKET_OUTGOING)
                counters.count(Verdict.FOREIGN_FRAME);
            // Else ENETDOWN, told once when somebody switches the device off.
        }
        return true;
    }

    private boolean isForUs() {
        int type = sender.packetType();
        return (type == LinkLayerAddress.PACKET_HOST || type == LinkLayerAddress.PACKET_BROADCAST)
                && sender.mac() != 0
                && (sender.mac() & GROUP) == 0;
    }

    @Override
    public Verdict send(Packet p) {
        if (p.length() > mtuBytes) return counters.count(Verdict.OVERSIZE);
        receiver.setMac(p.isBroadcast ? LinkLayerAddress.BROADCAST : p.linkLo);
        return socket.send(p, receiver);
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public String toString() {
        return "Ethernet " + device.name();
    }
}
