package boreas.tunnel;

import boreas.address.PublicKey;
import boreas.env.Verdict;
import java.util.Map;

/// One tunnel as people see it; immutable. Times are on the node's clock.
///
/// @param tunId number of its device in the data loop
/// @param far key of the other machine's node
/// @param sinceNs when it came into this state
/// @param packetsIn inner packets that came out of it, and went to the device
/// @param bytesIn the same in bytes, without the tunnel's headers
/// @param packetsOut inner packets that entered it
/// @param lastHeardNs when something of the far site came out of it; [Long#MIN_VALUE] never
/// @param roundTripNs the best of the last three probes, from this end to the far machine's kernel
///   and back; 0 unknown
/// @param probesOut probes that were sent
/// @param probesIn answers to them
/// @param drops of this tunnel, by name
public record TunnelStats(
        int tunId,
        PublicKey far,
        TunnelState state,
        long sinceNs,
        long packetsIn,
        long bytesIn,
        long packetsOut,
        long bytesOut,
        long lastHeardNs,
        long roundTripNs,
        long probesOut,
        long probesIn,
        Map<Verdict, Long> drops) {
    public TunnelStats {
        drops = Map.copyOf(drops);
    }
}
