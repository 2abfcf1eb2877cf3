package boreas.site;

import java.util.List;

/// Who may begin to talk to whom; answers are always let through.
///
/// @param ports of the destination, in order; empty: all
public record Rule(List<Party> from, List<Party> to, Protocol protocol, List<PortRange> ports) {
    public Rule {
        from = List.copyOf(from);
        to = List.copyOf(to);
        ports = List.copyOf(ports);
        if (!ports.isEmpty() && !protocol.hasPorts())
            throw new IllegalArgumentException(protocol + " has no ports");
    }
}
