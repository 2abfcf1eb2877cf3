package boreas.daemon;

import boreas.address.LinkAddress;
import boreas.env.Counters;
import boreas.ffm.Errno;
import boreas.io.DeviceException;
import boreas.io.UdpSocket;

/// A socket as starts and reloads open it: at a boot, and where an address is made by something
/// else, it may come later than the node.
///
/// @param isAhead this machine does not have the address now
record OpenedUdp(UdpSocket socket, boolean isAhead) {
    static OpenedUdp at(LinkAddress bind, int dscp, Counters counters) throws DeviceException {
        try {
            return new OpenedUdp(UdpSocket.open(bind, dscp, counters), false);
        } catch (DeviceException e) {
            try {
                return new OpenedUdp(UdpSocket.openAhead(bind, dscp, counters), true);
            } catch (DeviceException ahead) {
                // The address may still come; whoever has the port is there now.
                throw ahead.errno() == Errno.EADDRINUSE ? ahead : e;
            }
        }
    }

    /// What is said of one that cannot be had, whatever was tried to find that out.
    static String refusal(LinkAddress bind, DeviceException why) {
        return "interfaces.UDPInterface.bind: read \"%s\", but %s"
                .formatted(
                        bind,
                        switch (why.errno()) {
                            case Errno.EADDRINUSE ->
                                    "this port is in use; write another, or find who has it by 'ss -ulpn'";
                            case Errno.EACCES ->
                                    "a port below 1024 needs a right that this node does not have, or gave up (security); write a higher one, or restart it as root or with CAP_NET_BIND_SERVICE";
                            case Errno.EAFNOSUPPORT ->
                                    "this machine has no IPv6; write an IPv4 address, such as 0.0.0.0:%d"
                                            .formatted(bind.udpPort());
                            case Errno.EADDRNOTAVAIL ->
                                    "that is no address of this machine; 'ip address' lists those that it has";
                            default -> "this machine says: %s; write another".formatted(text(why));
                        });
    }

    private static String text(DeviceException why) {
        return why.errno() == 0 ? String.valueOf(why.getMessage()) : Errno.text(-why.errno());
    }

    /// What is said of one that is ahead.
    static String absence(LinkAddress bind) {
        return "interfaces.UDPInterface.bind %s: not an address of this machine yet; it listens there when it comes"
                .formatted(bind);
    }
}
