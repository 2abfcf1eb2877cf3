package boreas.daemon;

import boreas.config.BeaconMode;
import boreas.config.PeerConf;
import boreas.config.PeersDifference;
import boreas.link.BeaconState;
import boreas.link.PeerSettings;
import boreas.link.PortSettings;
import java.util.ArrayList;
import java.util.List;

/// What the port of an Ethernet device was told last, so that a device that goes and comes back
/// does it again. The loop's, but for the first moment.
final class EthernetOrders {
    PortSettings latest;

    EthernetOrders(BeaconMode beacon, List<PeerConf> peers) {
        latest =
                new PortSettings(
                        NodeSetup.state(beacon),
                        peers.stream().map(peer -> NodeSetup.settings(peer, 0)).toList());
    }

    /// For a device that is not there now.
    void change(BeaconState beacon, PeersDifference difference) {
        var peers = new ArrayList<>(latest.peers());
        for (var gone : difference.removed()) remove(gone, peers);
        for (var told : difference.told()) remove(told, peers);
        for (var peer : difference.added()) peers.add(NodeSetup.settings(peer, 0));
        for (var peer : difference.told()) peers.add(NodeSetup.settings(peer, 0));
        latest = new PortSettings(beacon, peers);
    }

    private static void remove(PeerConf gone, List<PeerSettings> peers) {
        peers.removeIf(peer ->
                peer.endpoint().equals(gone.endpoint()) && peer.key().equals(gone.publicKey()));
    }
}
