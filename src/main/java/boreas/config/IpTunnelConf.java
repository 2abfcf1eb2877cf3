package boreas.config;

import boreas.address.Ip4;
import boreas.address.Ip6;
import boreas.address.PublicKey;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// IpTunnel: foreign addresses carried over the mesh.
///
/// @param outgoing gateways that give this node an address
public record IpTunnelConf(List<Allowed> allowed, List<PublicKey> outgoing) {
    /// A client that gets addresses from this node; one of the addresses is there at least.
    ///
    /// @param ip4Prefix length of the prefix that the client may reach
    /// @param ip4Alloc length of the prefix that belongs to the client
    public record Allowed(
            PublicKey publicKey,
            @Nullable Ip4 ip4Address,
            OptionalInt ip4Prefix,
            OptionalInt ip4Alloc,
            @Nullable Ip6 ip6Address,
            OptionalInt ip6Prefix,
            OptionalInt ip6Alloc) {}
}
