package boreas.node;

import boreas.address.Identity;
import boreas.label.EncodingScheme;

/// What a node is from birth; everything else comes by command.
///
/// @param tunMtuBytes largest IPv6 packet that enters from the tun device
/// @param scheme of the switch; anything but 3-5-8 is for tests
public record NodeSettings(Identity identity, int tunMtuBytes, EncodingScheme scheme) {
    /// The genuine node's: 1492 less the headers of the worst case. Source: cjdns protocol, sizes
    /// and MTU.
    public static final int DEFAULT_TUN_MTU_BYTES = 1304;

    public NodeSettings(Identity identity, int tunMtuBytes) {
        this(identity, tunMtuBytes, EncodingScheme.V358);
    }
}
