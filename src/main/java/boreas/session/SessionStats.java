package boreas.session;

import boreas.address.NodeAddress;
import boreas.cryptoauth.State;
import java.util.List;

/// One session as people see it; immutable.
///
/// @param address version of the other node, label of the path in use, key; the label is 0 without
///   a path
/// @param handle what the other side puts in front of its data packets
/// @param peerHandle what we put in front of ours
/// @param paths all paths, the one in use first
/// @param metric of the path in use, see [PathMetric]
/// @param isSuspect something was sent and nothing authentic has come back for a while
/// @param isRenewing a handshake for a fresh session is under way
/// @param lastInNs when something authentic came, on the node's clock; [Long#MIN_VALUE] never
/// @param lastUseNs when traffic of a user was last sent; [Long#MIN_VALUE] never
/// @param roundTripNs smoothed, 0 unknown
/// @param renewals how often a fresh session took the place of an established one
public record SessionStats(
        NodeAddress address,
        State state,
        int handle,
        int peerHandle,
        List<PathStats> paths,
        int metric,
        boolean isSuspect,
        boolean isRenewing,
        long lastInNs,
        long lastUseNs,
        long roundTripNs,
        int renewals,
        long bytesIn,
        long bytesOut,
        long receivedPackets,
        long lostPackets,
        long duplicates,
        long receivedOutOfRange) {}
