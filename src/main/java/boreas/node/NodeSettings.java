package boreas.node;

import boreas.address.Identity;

/// What a node is from birth; everything else comes by command.
///
/// @param tunMtuBytes largest IPv6 packet that enters from the tun device
public record NodeSettings(Identity identity, int tunMtuBytes) {
    /// The genuine node's: 1492 less the headers of the worst case. Source: cjdns protocol, sizes
    /// and MTU.
    public static final int DEFAULT_TUN_MTU_BYTES = 1304;
}
