package boreas.node;

import boreas.address.PeerEndpoint;
import boreas.link.KnownPeer;
import java.util.List;

/// What a node asks of the world around it, beyond sending packets. Calls return at once; answers
/// come back as commands.
public interface Outside {
    /// Look up a host name; the answer is [NodeCommand.Resolved].
    void resolve(long peerId, PeerEndpoint.Named name);

    /// The peers to greet after a restart have changed; keep this list.
    void remember(List<KnownPeer> peers);

    /// The far node of a tunnel is heard, but nothing comes out of the tunnel: look after its
    /// device, routes and firewall. Told when it begins, and again while it lasts.
    default void onTunnelStuck(int tunId) {}

    /// Asks nothing.
    Outside NOTHING =
            new Outside() {
                @Override
                public void resolve(long peerId, PeerEndpoint.Named name) {}

                @Override
                public void remember(List<KnownPeer> peers) {}
            };
}
