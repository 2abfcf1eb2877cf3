package boreas.tunnel;

import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import boreas.address.PublicKey;
import boreas.crypto.Crypto;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.wire.Batch;
import boreas.wire.Ip6Header;
import java.util.ArrayList;
import java.util.List;

/// All tunnels of a node.
public final class Tunnels {
    private static final int TUN_ID_MAX = 0xffff;

    /// What an Ethernet carries; the links of nodes carry less, and a little more than
    /// [Ip6Header#MIN_MTU].
    static final int MTU_MAX = 1500;

    private static final int LIMIT_MAX = 255;

    private final World world;
    private final PublicKey own;
    private final Crypto crypto;
    private final List<TunnelSettings> open = new ArrayList<>();

    public Tunnels(World world, PublicKey own, Crypto crypto) {
        this.world = world;
        this.own = own;
        this.crypto = crypto;
    }

    // --- which there are

    /// @throws TunnelRefused with a sentence for the operator
    public void open(TunnelSettings s, long nowNs) throws TunnelRefused {
        check(s);
        open.add(s);
    }

    /// Forgets a tunnel, with all that waits for it. @return false when there is none
    public boolean close(int tunId) {
        return open.removeIf(s -> s.tunId() == tunId);
    }

    public List<TunnelStats> stats() {
        return List.of();
    }

    /// What the device of a site gave; each packet's window begins at its IP header.
    public void onTun(int tunId, Batch batch, long nowNs) {
        for (int i = 0; i < batch.size(); i++) world.counters().count(Verdict.UNKNOWN_TUN);
    }

    // --- what is refused

    private void check(TunnelSettings s) throws TunnelRefused {
        if (s.tunId() < 1 || s.tunId() > TUN_ID_MAX)
            throw refused(s, "its number must be 1 to " + TUN_ID_MAX);
        if (s.mtuBytes() < Ip6Header.MIN_MTU || s.mtuBytes() > MTU_MAX)
            throw refused(
                    s,
                    "an MTU of %d was asked for, it must be %d to %d"
                            .formatted(s.mtuBytes(), Ip6Header.MIN_MTU, MTU_MAX));
        if (s.encapsulationLimit() < TunnelSettings.NO_LIMIT || s.encapsulationLimit() > LIMIT_MAX)
            throw refused(
                    s,
                    "an encapsulation limit of %d was asked for, it must be 0 to %d, or %d for none"
                            .formatted(s.encapsulationLimit(), LIMIT_MAX, TunnelSettings.NO_LIMIT));
        checkKey(s);
        checkAddresses(s);
    }

    private void checkKey(TunnelSettings s) throws TunnelRefused {
        if (s.far().equals(own)) throw refused(s, "its key is this node's own");
        if (!s.far().isNodeKey())
            throw refused(s, "its key's address is not in fc00::/8, so no node can have it");
        if (isOfSmallOrder(s.far()))
            throw refused(
                    s, "its key is of small order: everybody could open what is sealed for it");
        for (var other : open) {
            if (other.tunId() == s.tunId())
                throw refused(s, "there is a tunnel of this number already; close that first");
            if (other.far().equals(s.far()))
                throw refused(s, "tunnel " + other.tunId() + " leads to the same node");
        }
    }

    /// Whether the key agrees with every private key on nothing but zeros. Any private key will do
    /// to find out.
    private boolean isOfSmallOrder(PublicKey key) {
        int any = 0;
        for (byte b : crypto.x25519(new byte[Crypto.KEY_BYTES], key.bytes())) any |= b;
        return any == 0;
    }

    private static void checkAddresses(TunnelSettings s) throws TunnelRefused {
        var near = withEndpoint(s.ownPrefixes(), s.ownEndpoint());
        var far = withEndpoint(s.farPrefixes(), s.farEndpoint());
        for (var range : near) checkRange(s, range);
        for (var range : far) {
            checkRange(s, range);
            for (var here : near)
                if (here.meets(range))
                    throw refused(s, range + " there and " + here + " here have common addresses");
        }
    }

    private static void checkRange(TunnelSettings s, IpPrefix range) throws TunnelRefused {
        if (range.meets(Ip6Prefix.CJDNS))
            throw refused(s, range + " is in fc00::/8, which the nodes themselves have");
    }

    static List<IpPrefix> withEndpoint(List<IpPrefix> prefixes, Ip6 endpoint) {
        var all = new ArrayList<>(prefixes);
        all.add(new Ip6Prefix(endpoint, 128));
        return all;
    }

    private static TunnelRefused refused(TunnelSettings s, String why) {
        return new TunnelRefused("tunnel %d to %s: %s".formatted(s.tunId(), s.far(), why));
    }
}
