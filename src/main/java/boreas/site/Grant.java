package boreas.site;

import boreas.address.Ip6;
import boreas.address.IpPrefix;
import java.util.List;

/// What may begin to talk through one device to this machine and what is behind it.
///
/// @param ports of the destination; empty: all
public record Grant(
        List<IpPrefix> sources,
        List<IpPrefix> destinations,
        Protocol protocol,
        List<PortRange> ports) {
    public Grant {
        sources = List.copyOf(sources);
        destinations = List.copyOf(destinations);
        ports = List.copyOf(ports);
    }

    boolean admits(Ip6 source, Ip6 destination, Protocol protocol, int port) {
        return (this.protocol == Protocol.ANY || this.protocol == protocol)
                && (ports.isEmpty() || ports.stream().anyMatch(r -> r.contains(port)))
                && sources.stream().anyMatch(r -> r.holds(source))
                && destinations.stream().anyMatch(r -> r.holds(destination));
    }
}
