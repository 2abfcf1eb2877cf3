package boreas.link;

import boreas.address.NodeAddress;
import org.jspecify.annotations.Nullable;

/// One peer as people see it; immutable.
///
/// @param address version, label from here, key
/// @param linkAddress text of where it is, or its host name while that is being resolved
/// @param stateSinceNs when it came into that state, right to a second
/// @param user its configured name, else the name of its key, else the matched user of an incoming
///   peer
/// @param lastNs when the last valid packet came, on the node's clock; [Long#MIN_VALUE] never
/// @param rttNs smoothed round trip of link probes, -1 unknown
/// @param datagramsIn datagrams that came from its address, valid or not
/// @param hellosSent handshakes begun or repeated since it was last established
public record PeerStats(
        long peerId,
        NodeAddress address,
        String linkAddress,
        PeerState state,
        long stateSinceNs,
        @Nullable String user,
        int port,
        int slot,
        boolean isIncoming,
        boolean isSuspect,
        long lastNs,
        long rttNs,
        long bytesIn,
        long bytesOut,
        int receiveKbps,
        int sendKbps,
        long receivedPackets,
        long lostPackets,
        long duplicates,
        long receivedOutOfRange,
        long datagramsIn,
        int hellosSent) {}
