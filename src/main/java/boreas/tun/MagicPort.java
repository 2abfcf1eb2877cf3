package boreas.tun;

import boreas.env.Verdict;
import boreas.wire.Packet;

/// Where packets go that programs of this machine send to [boreas.address.Ip6#HANDLER], which is no
/// node's address: to the node itself. Implemented by `tap`.
@FunctionalInterface
public interface MagicPort {
    /// @param p the window holds just the IPv6 packet; its source is this node
    /// @return what became of it; counted by the caller
    Verdict onPacket(Packet p, long nowNs);
}
