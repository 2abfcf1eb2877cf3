package boreas.admin;

import boreas.value.Value;
import java.util.List;

/// A node at one moment, as `boreas top` takes it.
///
/// @param info the reply of `Core_nodeInfo`
/// @param status the reply of `Boreas_status`; empty from a genuine node
/// @param atNs on this process's own clock, so that two of them have a distance
/// @param nowMs milliseconds since 1970
public record TopSample(
        Value.Dict info,
        Value.Dict status,
        List<PeerLine> peers,
        List<SessionLine> sessions,
        long atNs,
        long nowMs) {
    public TopSample {
        peers = List.copyOf(peers);
        sessions = List.copyOf(sessions);
    }

    /// @throws AdminException when the node does not answer, or refuses the password
    public static TopSample take(AdminClient client, long atNs, long nowMs) {
        var none = Value.dict().build();
        return new TopSample(
                client.callOpen("Core_nodeInfo", none),
                client.knows("Boreas_status") ? client.callOpen("Boreas_status", none) : none,
                PeersReport.peers(client),
                SessionsReport.sessions(client),
                atNs,
                nowMs);
    }
}
