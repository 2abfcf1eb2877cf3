package boreas.tunnel;

import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import boreas.address.PublicKey;
import java.util.ArrayList;
import java.util.List;

/// One tunnel as the operator wants it: the device of one remote machine, and who may talk through
/// it.
///
/// @param tunId number of the device in the data loop, at least 1: 0 is the cjdns device
/// @param far key of the other machine's node; what comes in sessions of this key only gets out
/// @param ownEndpoint this machine's end
/// @param farEndpoint the other machine's end: is probed, and is the sender of errors
/// @param farPrefixes what is there: destinations of what enters, sources of what gets out
/// @param ownPrefixes what is here: sources of what enters, destinations of what gets out
/// @param mtuBytes largest inner packet, of either kind
/// @param encapsulationLimit how many tunnels more may be put around a packet, 0 to 255;
///   [#NO_LIMIT]: nothing is said about it
/// @param isFarKernel the other end is a tunnel of the kernel, on a genuine node
public record TunnelSettings(
        int tunId,
        PublicKey far,
        Ip6 ownEndpoint,
        Ip6 farEndpoint,
        List<IpPrefix> farPrefixes,
        List<IpPrefix> ownPrefixes,
        int mtuBytes,
        int encapsulationLimit,
        boolean isFarKernel) {
    /// No encapsulation limit is written, unless a packet brings one of its own.
    public static final int NO_LIMIT = -1;

    private static final int ENDPOINT_BITS = 128;

    public TunnelSettings {
        farPrefixes = List.copyOf(farPrefixes);
        ownPrefixes = List.copyOf(ownPrefixes);
    }

    /// All that is on this side.
    List<IpPrefix> here() {
        return with(ownPrefixes, ownEndpoint);
    }

    /// All that is on the other side.
    List<IpPrefix> there() {
        return with(farPrefixes, farEndpoint);
    }

    private static List<IpPrefix> with(List<IpPrefix> prefixes, Ip6 endpoint) {
        var all = new ArrayList<>(prefixes);
        all.add(new Ip6Prefix(endpoint, ENDPOINT_BITS));
        return all;
    }
}
