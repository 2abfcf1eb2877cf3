package boreas.io;

import boreas.env.Counters;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.wire.EthernetHeader;

/// The right to one Ethernet device, kept: a packet(7) socket that is not bound, or no longer.
///
/// Only the making of such a socket needs CAP_NET_RAW; binding it needs nothing. So a node that has
/// given up its rights can still take a device that comes late or comes again, if it made the
/// socket for it before.
public final class EthernetSocket implements AutoCloseable {
    private final int fd;

    private EthernetSocket(int fd) {
        this.fd = fd;
    }

    public static EthernetSocket open() throws DeviceException {
        // Protocol 0: nothing arrives before a device is chosen.
        int flags = Linux.SOCK_DGRAM | Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC;
        int fd = LibC.socket(Linux.AF_PACKET, flags, 0);
        if (fd >= 0) return new EthernetSocket(fd);
        throw new DeviceException(
                switch (-fd) {
                    case Errno.EPERM, Errno.EACCES ->
                            "may not send Ethernet frames: run as root, or give the service"
                                    + " CAP_NET_RAW (systemd: AmbientCapabilities=CAP_NET_RAW)";
                    case Errno.EAFNOSUPPORT ->
                            "the kernel has no packet sockets: run 'modprobe af_packet'; under"
                                    + " systemd RestrictAddressFamilies must name AF_PACKET";
                    default -> "cannot open a packet socket: " + Errno.text(fd);
                });
    }

    /// Takes a device. What the caller gets has a descriptor of its own and outlives this object.
    ///
    /// @param counters of the thread that will use the device
    public EthernetDevice bind(NetworkDevice device, Counters counters) throws DeviceException {
        var address = new LinkLayerAddress(device.index(), EthernetHeader.ETHERTYPE);
        int r = LibC.bind(fd, address.memory());
        int own = r < 0 ? r : LibC.fcntl(fd, Linux.F_DUPFD_CLOEXEC, 0);
        if (own < 0)
            throw new DeviceException(
                    "cannot bind to device " + device.name() + ": " + Errno.text(own));
        return new EthernetDevice(own, device, counters);
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
