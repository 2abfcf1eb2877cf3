package boreas.path.dht;

import boreas.address.Ip6;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The nodes that this one keeps an eye on, so that it can answer for its part of the keyspace and
/// begin a search anywhere: those nearest to it, and a few of each bucket, at most [#MAX].
///
/// Of a bucket those with the least cost are kept. One that was not heard of for [#ROUND_NS] is
/// asked for its peers, which also shows shorter paths to it.
final class Contacts {
    static final int MAX = 128;

    /// Nearest to us.
    static final int NEAREST = 12;

    static final int OF_BUCKET = 6;

    static final long ROUND_NS = 300_000_000_000L;

    /// The choice is made anew so often.
    private static final long CHOICE_NS = 15_000_000_000L;

    private final NodeStore store;
    private final Ip6 own;
    private List<KnownNode> chosen = List.of();
    private long chosenNs = Long.MIN_VALUE;

    Contacts(NodeStore store) {
        this.store = store;
        this.own = store.root().address();
    }

    List<KnownNode> all(long nowNs) {
        if (chosenNs == Long.MIN_VALUE || nowNs - chosenNs >= CHOICE_NS) {
            chosenNs = nowNs;
            chosen = choose();
        }
        return chosen;
    }

    private List<KnownNode> choose() {
        var heard = new ArrayList<KnownNode>();
        for (var n : store.all()) if (n.isHeard() && n.isReachable() && !n.isSilent()) heard.add(n);
        heard.sort(Comparator.comparing(KnownNode::address, Keyspace.byDistance(own)));
        var contacts = new ArrayList<>(heard.subList(0, Math.min(NEAREST, heard.size())));
        var rest = new ArrayList<>(heard.subList(contacts.size(), heard.size()));
        rest.sort(Comparator.comparingInt(n -> n.cost));
        var inBucket = new int[Keyspace.SAME + 1];
        for (var n : rest) {
            if (contacts.size() == MAX) break;
            if (inBucket[Keyspace.bucket(own, n.address())]++ < OF_BUCKET) contacts.add(n);
        }
        return contacts;
    }

    /// The one that was not heard of for longest; null if all have spoken lately.
    @Nullable KnownNode next(long nowNs) {
        KnownNode oldest = null;
        for (var n : all(nowNs)) {
            if (nowNs - n.heardNs() < ROUND_NS || !PeerQuestions.mayAsk(n, nowNs)) continue;
            if (oldest == null || n.heardNs() < oldest.heardNs()) oldest = n;
        }
        return oldest;
    }

    /// A bucket in which nobody or too few are known, counted from the farthest; -1 if there is
    /// none among those that can be filled.
    int thinBucket(long nowNs) {
        var inBucket = new int[Keyspace.SAME + 1];
        int nearest = 0;
        for (var n : all(nowNs)) {
            int bucket = Keyspace.bucket(own, n.address());
            inBucket[bucket]++;
            nearest = Math.max(nearest, bucket);
        }
        for (int b = 0; b < nearest; b++) if (inBucket[b] < OF_BUCKET / 2) return b;
        return -1;
    }
}
