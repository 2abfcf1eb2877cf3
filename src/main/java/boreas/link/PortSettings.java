package boreas.link;

import java.util.List;

/// What a port does by order, whoever gave it: the configuration or an operator.
///
/// @param peers those that it calls
public record PortSettings(BeaconState beacon, List<PeerSettings> peers) {
    public PortSettings {
        peers = List.copyOf(peers);
    }
}
