package boreas.config;

import boreas.address.PublicKey;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What happens at the inside: the device for packets, supernodes, IpTunnel, public peers.
public record RouterConf(
        Inside inside,
        List<PublicKey> supernodes,
        List<String> dnsSeeds,
        @Nullable PublicPeer publicPeer,
        IpTunnelConf ipTunnel) {
    /// Where packets for this machine go.
    public sealed interface Inside {
        /// @param device null: the kernel chooses
        /// @param fd a tun device that is open already; obsolete
        record Tun(@Nullable String device, OptionalInt fd) implements Inside {}

        /// A Unix socket that carries packets.
        record Socket(String path) implements Inside {}

        /// The node only relays.
        record None() implements Inside {}
    }

    /// How this node offers itself to strangers.
    public record PublicPeer(String id, @Nullable String ip4, @Nullable String ip6) {}
}
