package boreas.daemon;

import boreas.address.LinkAddress;
import boreas.env.Counters;
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
            } catch (DeviceException _) {
                throw e;
            }
        }
    }

    /// What is said of one that is ahead.
    static String absence(LinkAddress bind) {
        return "interfaces.UDPInterface.bind %s: not an address of this machine yet; it listens there when it comes"
                .formatted(bind);
    }
}
