package boreas.host;

import boreas.address.Ip4;
import boreas.address.Ip4Prefix;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import org.jspecify.annotations.Nullable;

/// One thing that is to be so on this machine, as part of a plan.
///
/// Unlike a [HostChange] it says nothing of how: whoever puts a plan into force compares it with
/// what is there, adds what is missing, and takes away what an earlier plan added.
public sealed interface Setting {
    /// A persistent tun device, up, whose packets the node carries.
    record TunDevice(String device, int mtuBytes) implements Setting {
        @Override
        public String toString() {
            return "device " + device + ", MTU " + mtuBytes;
        }
    }

    /// A tunnel of the kernel (RFC 2473) between two nodes' addresses, up; for machines that run
    /// another node.
    record KernelTunnel(String device, Ip6 local, Ip6 remote, int mtuBytes) implements Setting {
        @Override
        public String toString() {
            return "kernel tunnel %s from %s to %s, MTU %d"
                    .formatted(device, local.compressedText(), remote.compressedText(), mtuBytes);
        }
    }

    /// @param bits of the network that is on the device; 128 when it is the address alone
    record Address(String device, Ip6 address, int bits) implements Setting {
        @Override
        public String toString() {
            return "address " + address.compressedText() + "/" + bits + " on " + device;
        }
    }

    /// @param source what programs send from, unless they choose; null: the kernel decides
    /// @param metric lower wins
    record Route(IpPrefix destination, String device, @Nullable Ip6 source, int metric)
            implements Setting {
        /// The source in the notation of its kind.
        public @Nullable String sourceText() {
            if (source == null) return null;
            return destination instanceof Ip4Prefix
                    ? new Ip4((int) source.lo()).toString()
                    : source.compressedText();
        }

        @Override
        public String toString() {
            var from = sourceText();
            return "route "
                    + destination
                    + " by "
                    + device
                    + (from == null ? "" : ", from " + from);
        }
    }

    /// Packets there are refused, unless a better route leads on.
    record Unreachable(IpPrefix destination, int metric) implements Setting {
        @Override
        public String toString() {
            return "no other way to " + destination;
        }
    }

    /// A switch of the kernel, such as `net.ipv6.conf.all.forwarding`.
    record Sysctl(String name, int value) implements Setting {
        @Override
        public String toString() {
            return name + " = " + value;
        }
    }
}
