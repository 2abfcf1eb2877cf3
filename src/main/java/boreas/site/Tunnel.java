package boreas.site;

import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.address.PublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way to one other machine: a device on this one, and what is behind it.
///
/// @param machine name of the other machine
/// @param key of its node: what comes in sessions of this key only enters here
/// @param remote addresses that are there; nothing else may come from it
/// @param encapsulationLimit written into each packet (RFC 2473); null: none is
/// @param isKernelTunnel the far end is a tunnel of the kernel on a genuine node
public record Tunnel(
        String device,
        String machine,
        PublicKey key,
        List<IpPrefix> remote,
        int mtuBytes,
        int mssBytes,
        @Nullable Integer encapsulationLimit,
        boolean isKernelTunnel) {
    public Tunnel {
        remote = List.copyOf(remote);
    }

    public Ip6 nodeAddress() {
        return key.ip6();
    }
}
