package boreas.host;

import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import java.util.List;

/// One change of the machine's network. Each one is idempotent: asking again for what is so already
/// succeeds.
public sealed interface HostChange {
    /// Gives a device an address; the kernel adds a route for the prefix by itself.
    record AddAddress(String device, Ip6 address, int prefixBits) implements HostChange {
        @Override
        public String toString() {
            return "address " + address + "/" + prefixBits + " on " + device;
        }
    }

    record RemoveAddress(String device, Ip6 address, int prefixBits) implements HostChange {
        @Override
        public String toString() {
            return "no address " + address + "/" + prefixBits + " on " + device;
        }
    }

    record SetMtu(String device, int mtuBytes) implements HostChange {
        @Override
        public String toString() {
            return "MTU " + mtuBytes + " on " + device;
        }
    }

    record LinkUp(String device) implements HostChange {
        @Override
        public String toString() {
            return device + " up";
        }
    }

    /// Sends a prefix to a device. A route for the same prefix with the same metric is replaced.
    ///
    /// @param metric lower wins; the kernel's own routes have 256
    record AddRoute(String device, Ip6Prefix destination, int metric) implements HostChange {
        @Override
        public String toString() {
            return "route " + destination + " to " + device + " with metric " + metric;
        }
    }

    record RemoveRoute(String device, Ip6Prefix destination, int metric) implements HostChange {
        @Override
        public String toString() {
            return "no route " + destination + " to " + device + " with metric " + metric;
        }
    }

    /// Prefix of the node's own address: the whole network is behind the tun device.
    int NETWORK_PREFIX_BITS = 8;

    /// What a node's own tun device needs, in this order.
    static List<HostChange> forOwnTun(String device, Ip6 ownAddress, int mtuBytes) {
        return List.of(
                new SetMtu(device, mtuBytes),
                new LinkUp(device),
                new AddAddress(device, ownAddress, NETWORK_PREFIX_BITS));
    }
}
