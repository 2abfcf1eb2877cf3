package boreas.io;

import boreas.address.LinkAddress;
import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.util.function.Consumer;

/// A UDP socket of one address family, as a link of the node.
///
/// The address of a datagram stands in the packet's link fields, IPv4 as `::ffff:a.b.c.d`. Nothing
/// waits and nothing throws once the socket is open: a refusal of the kernel (no route, message too
/// long, an ICMP error that came in meanwhile) is counted as [Verdict#SEND_FAILED].
public final class UdpSocket implements PacketDevice {
    private final DatagramDescriptor socket;
    private final LinkAddress local;
    private final UdpInbox inbox;
    private final UdpOutbox outbox;
    private final SocketAddress receiver;

    private UdpSocket(int fd, LinkAddress local, Counters counters) {
        socket = new DatagramDescriptor(fd, counters);
        socket.enlargeReceiveBuffer();
        this.local = local;
        boolean isIp4 = local.kind() == LinkAddress.Kind.UDP4;
        inbox = new UdpInbox(socket, isIp4, counters);
        outbox = new UdpOutbox(socket, isIp4);
        receiver = new SocketAddress(isIp4);
    }

    /// Opens and binds a socket.
    ///
    /// @param bind address and port; port 0 lets the kernel choose, see [#local]
    /// @param dscp class of service of everything sent, 0 to 63; 0 for none
    /// @param counters of the thread that will use the socket
    public static UdpSocket open(LinkAddress bind, int dscp, Counters counters)
            throws DeviceException {
        return open(bind, dscp, counters, false);
    }

    /// The same for an address that this machine may not have yet: what is sent before it comes is
    /// lost, and nothing has to be done when it comes.
    public static UdpSocket openAhead(LinkAddress bind, int dscp, Counters counters)
            throws DeviceException {
        return open(bind, dscp, counters, true);
    }

    private static UdpSocket open(LinkAddress bind, int dscp, Counters counters, boolean isAhead)
            throws DeviceException {
        boolean isIp4 = bind.kind() == LinkAddress.Kind.UDP4;
        if (bind.kind() == LinkAddress.Kind.ETHERNET)
            throw new DeviceException("cannot bind a UDP socket to " + bind);
        if (dscp < 0 || dscp > 63)
            throw new DeviceException("dscp must be from 0 to 63, not " + dscp);
        int fd =
                LibC.socket(
                        isIp4 ? Linux.AF_INET : Linux.AF_INET6,
                        Linux.SOCK_DGRAM | Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC,
                        0);
        if (fd < 0)
            throw new DeviceException(
                    "cannot open a socket for " + bind + ": " + Errno.text(fd), -fd);
        try {
            // ip(7); for both families.
            if (isAhead) LibC.setsockopt(fd, Linux.IPPROTO_IP, Linux.IP_FREEBIND, 1);
            var local = bind(fd, bind, isIp4);
            setOptions(fd, isIp4, dscp);
            return new UdpSocket(fd, local, counters);
        } catch (DeviceException e) {
            LibC.close(fd);
            throw e;
        }
    }

    private static LinkAddress bind(int fd, LinkAddress bind, boolean isIp4)
            throws DeviceException {
        // No SO_REUSEADDR: two nodes on one port would take each other's datagrams unnoticed.
        // One socket, one family: a packet's address then has one form only.
        if (!isIp4) LibC.setsockopt(fd, Linux.IPPROTO_IPV6, Linux.IPV6_V6ONLY, 1);
        var address = new SocketAddress(isIp4);
        address.set(bind.hi(), bind.lo(), bind.udpPort());
        int r = LibC.bind(fd, address.memory());
        if (r < 0) throw new DeviceException("cannot bind " + bind + ": " + Errno.text(r), -r);
        LibC.getsockname(fd, address.memory());
        return new LinkAddress(bind.kind(), address.hi(), address.lo(), address.udpPort());
    }

    /// None of these can stop a node from working, so none is checked.
    private static void setOptions(int fd, boolean isIp4, int dscp) {
        if (isIp4) LibC.setsockopt(fd, Linux.SOL_SOCKET, Linux.SO_BROADCAST, 1);
        if (dscp != 0) setDscp(fd, isIp4, dscp);
    }

    private static void setDscp(int fd, boolean isIp4, int dscp) {
        if (isIp4) LibC.setsockopt(fd, Linux.IPPROTO_IP, Linux.IP_TOS, dscp << 2);
        else LibC.setsockopt(fd, Linux.IPPROTO_IPV6, Linux.IPV6_TCLASS, dscp << 2);
    }

    /// Another class of service for what is sent from now on.
    public void setDscp(int dscp) {
        setDscp(fd(), local.kind() == LinkAddress.Kind.UDP4, dscp);
    }

    @Override
    public int fd() {
        return socket.fd();
    }

    /// What it is bound to, with the port that the kernel chose.
    public LinkAddress local() {
        return local;
    }

    /// The receive buffer that the kernel granted; less than
    /// [DatagramDescriptor#RECEIVE_BUFFER_BYTES] without the right to exceed `net.core.rmem_max`.
    public int receiveBufferBytes() {
        return LibC.getsockopt(fd(), Linux.SOL_SOCKET, Linux.SO_RCVBUF) / 2; // it counts double
    }

    /// Why the kernel refused last, 0 when it never did; see [Errno#text].
    public int lastSendErrno() {
        return socket.lastSendErrno();
    }

    @Override
    public boolean receive(Batch into) {
        inbox.receive(into, Lull.NO_TIME);
        return true;
    }

    @Override
    public boolean receive(Batch into, long nowNs) {
        inbox.receive(into, nowNs);
        return true;
    }

    @Override
    public boolean isHolding() {
        return inbox.isHolding();
    }

    /// With others for the same destination in one system call; see [UdpOutbox].
    @Override
    public void lend(Packet p) {
        if (p.isBroadcast) socket.refused(Errno.EDESTADDRREQ);
        else outbox.add(p);
    }

    @Override
    public void flush() {
        outbox.flush();
    }

    @Override
    public boolean isBlocked() {
        return outbox.isBlocked();
    }

    /// Tells who wants to know, in a sentence, what the kernel does not do.
    void onNotice(Consumer<String> onNotice) {
        outbox.onNotice(text -> onNotice.accept(this + ": " + text));
    }

    /// The host's devices or ways have changed.
    void onDevicesChanged() {
        outbox.tryAgain();
    }

    /// Broadcasts are the business of a [BeaconSocket].
    @Override
    public Verdict send(Packet p) {
        return p.isBroadcast ? socket.refused(Errno.EDESTADDRREQ) : sendTo(p);
    }

    /// Sends to the packet's link address, whatever it is.
    Verdict sendTo(Packet p) {
        return receiver.set(p.linkHi, p.linkLo, p.linkUdpPort)
                ? socket.send(p, receiver)
                : socket.refused(Errno.EAFNOSUPPORT);
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public String toString() {
        return "UDP " + local;
    }
}
