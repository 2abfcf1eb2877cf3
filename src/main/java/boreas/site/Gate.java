package boreas.site;

import boreas.address.Ip6;
import boreas.address.IpPrefix;
import java.util.List;

/// The firewall at one device: what is not granted is refused.
///
/// @param machine at the far end; empty: the mesh
/// @param sources addresses that may come from there at all
/// @param own addresses of this machine that may be meant
/// @param mssBytes largest TCP segment to be agreed upon; 0: as the ends like it
public record Gate(
        String device,
        String machine,
        List<IpPrefix> sources,
        List<IpPrefix> own,
        int mssBytes,
        List<Grant> grants) {
    public Gate {
        sources = List.copyOf(sources);
        own = List.copyOf(own);
        grants = List.copyOf(grants);
    }

    boolean isMesh() {
        return machine.isEmpty();
    }

    /// Whether a connection may begin here.
    ///
    /// @param source IPv4 as `::ffff:a.b.c.d`
    public boolean admits(Ip6 source, Ip6 destination, Protocol protocol, int port) {
        return source.isMapped() == destination.isMapped() // else there is no such packet
                && sources.stream().anyMatch(r -> r.holds(source))
                && own.stream().anyMatch(r -> r.holds(destination))
                && grants.stream().anyMatch(g -> g.admits(source, destination, protocol, port));
    }
}
