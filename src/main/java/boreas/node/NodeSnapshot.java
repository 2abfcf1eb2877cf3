package boreas.node;

import boreas.address.NodeAddress;
import boreas.env.Verdict;
import boreas.link.PeerStats;
import boreas.link.PortInfo;
import boreas.link.RefusedCaller;
import boreas.session.SessionStats;
import boreas.tunnel.TunnelStats;
import java.util.List;
import java.util.Map;

/// A node at one moment, for every face; immutable.
///
/// @param self own version, self label, key
/// @param nowNs the moment, on the node's clock, so that other times of this snapshot can be told
///   as ages
/// @param startedNs when the node was made
/// @param datagramsIn datagrams from anybody since the start
/// @param users names of those who may connect, newest last
/// @param refused who knocked and was not let in, the last one first
/// @param tunnels to other sites, in the order in which they were opened
/// @param drops how often each verdict was given
public record NodeSnapshot(
        NodeAddress self,
        long nowNs,
        long startedNs,
        long datagramsIn,
        List<PortInfo> ports,
        List<PeerStats> peers,
        List<SessionStats> sessions,
        List<String> users,
        List<RefusedCaller> refused,
        List<TunnelStats> tunnels,
        Map<Verdict, Long> drops) {
    /// What people call a port by, [PortInfo#ifNum]; -1 when it is gone.
    public int ifNum(int port) {
        for (var p : ports) if (p.port() == port) return p.ifNum();
        return -1;
    }
}
