package boreas.io;

import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Tells that something about the host's network devices has changed: one came, went, was switched
/// on or off, got a carrier or another MTU; or that addresses and routes have. By rtnetlink(7), in
/// the network namespace of the thread that opened it.
///
/// It does not tell what: whoever wants to know asks [NetworkDevices], so nothing hangs on an event
/// that was lost in a storm of them. Belongs to the loop's thread, see [DataLoop#addWatch].
public final class DeviceWatch implements AutoCloseable {
    // linux/netlink.h, linux/rtnetlink.h
    private static final int NETLINK_ROUTE = 0;
    private static final int RTMGRP_LINK = 1;
    private static final int RTMGRP_IPV4_IFADDR = 0x10, RTMGRP_IPV4_ROUTE = 0x40;
    private static final int RTMGRP_IPV6_IFADDR = 0x100, RTMGRP_IPV6_ROUTE = 0x400;

    private static final int SOCKADDR_NL_BYTES = 12;
    private static final int GROUPS = 8;

    /// What a turn reads at most.
    private static final int READS_PER_TURN = 64;

    private static final int MESSAGE_BYTES = 8 << 10;

    private final MemorySegment scratch = Arena.ofAuto().allocate(MESSAGE_BYTES, 8);
    private final int fd;

    private DeviceWatch(int fd) {
        this.fd = fd;
    }

    public static DeviceWatch open() throws DeviceException {
        return open(NETLINK_ROUTE, RTMGRP_LINK);
    }

    /// Of IPv4 addresses, not of devices.
    static DeviceWatch ofAddresses() throws DeviceException {
        return open(NETLINK_ROUTE, RTMGRP_IPV4_IFADDR);
    }

    /// Of devices, and of addresses and routes of both families: of all that a datagram's way hangs
    /// on.
    public static DeviceWatch ofNetwork() throws DeviceException {
        return open(
                NETLINK_ROUTE,
                RTMGRP_LINK
                        | RTMGRP_IPV4_IFADDR
                        | RTMGRP_IPV4_ROUTE
                        | RTMGRP_IPV6_IFADDR
                        | RTMGRP_IPV6_ROUTE);
    }

    /// @param protocol of netlink(7)
    /// @param groups of that protocol, a bit each
    static DeviceWatch open(int protocol, int groups) throws DeviceException {
        int flags = Linux.SOCK_RAW | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK;
        int fd = LibC.socket(Linux.AF_NETLINK, flags, protocol);
        if (fd < 0) throw new DeviceException("cannot watch the devices: " + Errno.text(fd));
        try (var arena = Arena.ofConfined()) {
            var address = arena.allocate(SOCKADDR_NL_BYTES, 4);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) Linux.AF_NETLINK);
            address.set(ValueLayout.JAVA_INT, GROUPS, groups);
            int r = LibC.bind(fd, address);
            if (r >= 0) return new DeviceWatch(fd);
            LibC.close(fd);
            throw new DeviceException("cannot watch the devices: " + Errno.text(r));
        }
    }

    int fd() {
        return fd;
    }

    /// Throws away what is there; that there was something is the news.
    ///
    /// @return whether there was
    boolean drain() {
        boolean hasNews = false;
        for (int i = 0; i < READS_PER_TURN; i++) {
            long n = LibC.read(fd, scratch.address(), MESSAGE_BYTES);
            // ENOBUFS: some were lost, which is news as good as they were.
            if (n < 0 && n != -Errno.ENOBUFS) break;
            hasNews = true;
        }
        return hasNews;
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
