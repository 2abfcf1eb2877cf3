package boreas.sim.survey;

import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.sim.SimHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows a label through the switches of a world, as a frame would go.
///
/// Which peer is behind which slot is read from the hosts and kept for a while: links do not move
/// unless they break.
final class LabelWalk {
    private static final long KEPT_NS = 10_000_000_000L;
    private static final int SWITCHES_MAX = 64;

    private final List<SimHost> hosts;
    private final Map<PublicKey, Integer> numbers = new HashMap<>();
    private final @Nullable Map<Integer, Integer>[] slots;
    private final long[] readNs;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps
    LabelWalk(List<SimHost> hosts) {
        this.hosts = hosts;
        for (int i = 0; i < hosts.size(); i++) numbers.put(hosts.get(i).identity().publicKey(), i);
        slots = new Map[hosts.size()];
        readNs = new long[hosts.size()];
    }

    /// The nodes on a path, both ends included; null when it ends at a switch that has no such
    /// slot.
    @Nullable List<Integer> follow(int from, long label, long nowNs) {
        var way = new ArrayList<Integer>();
        way.add(from);
        int at = from;
        long left = label;
        while (!Label.isSelf(left)) {
            int bits = EncodingScheme.V358.bitsForLabel(left);
            if (bits < 0 || way.size() > SWITCHES_MAX) return null;
            var next = slots(at, nowNs).get(EncodingScheme.V358.decompress(left, bits));
            if (next == null) return null;
            at = next;
            way.add(at);
            left >>>= bits;
        }
        return way;
    }

    private Map<Integer, Integer> slots(int host, long nowNs) {
        var known = slots[host];
        if (known != null && nowNs - readNs[host] < KEPT_NS) return known;
        var read = new HashMap<Integer, Integer>();
        for (var peer : hosts.get(host).snapshot().peers()) {
            var number = numbers.get(peer.address().key());
            if (number != null) read.put(peer.slot(), number);
        }
        slots[host] = read;
        readNs[host] = nowNs;
        return read;
    }
}
